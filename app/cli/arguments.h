// The command line, parsed: what the person asked for, still as typed. Only arguments.cpp knows CLI11.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "core/base/result.h"

namespace rdpmend::cli {

struct TargetArguments {
    std::string target{};
    std::string gateway{}, proxy{}, rdpFile{}, error{};
    std::string client = "this-pc";
    std::string cloud{};    // only of check; empty: none
    std::vector<std::string> trustAnchors{};
    bool deep = false;
    bool onlineRevocation = false;
};

struct PlaceArguments {
    std::string machine{};    // "this-pc", "none", "simulated:FILE"; empty: this-pc, none where it is not Windows
    std::string journal{};    // empty: the person's own
};

struct ReportArguments {
    bool json = false;
    std::string html{};
    bool redact = false, noRedact = false;
};

struct CheckArguments {
    TargetArguments target{};
    PlaceArguments place{};
    ReportArguments report{};
};
struct ExplainArguments {
    std::vector<std::string> words{};
    bool refusals = false;
};
struct PlanArguments {
    TargetArguments target{};
    PlaceArguments place{};
    std::vector<std::string> fixes{};
};
struct FixArguments {
    TargetArguments target{};
    PlaceArguments place{};
    std::vector<std::string> fixes{};
    bool yes = false, keep = false;
};
struct UndoArguments {
    PlaceArguments place{};
    std::vector<std::string> numbers{};
    std::string run{};
    bool all = false, evenIfChanged = false;
};
struct HistoryArguments {
    PlaceArguments place{};
    bool json = false;
    std::string exportTo{};
};
struct PracticeArguments {
    std::string scenario{};
    std::string html{};
    bool list = false;
};
struct PcArguments {
    PlaceArguments place{};
    std::vector<std::string> subjects{};    // empty: all
    bool json = false, redact = false;
};
struct TryArguments {
    TargetArguments target{};
    PlaceArguments place{};
};
struct CaptureArguments {
    std::string file{};
    std::string stream{};
    ReportArguments report{};
};
struct ShowText {
    std::string text{};    // --help, --version
};

using Command = std::variant<ShowText, CheckArguments, ExplainArguments, PlanArguments, FixArguments, UndoArguments,
                             HistoryArguments, PracticeArguments, PcArguments, TryArguments, CaptureArguments>;

// Refuses with one sentence.
Result<Command> parseArguments(int argc, const char* const* argv);

}    // namespace rdpmend::cli
