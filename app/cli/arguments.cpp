#include "app/cli/arguments.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cctype>

#include "core/base/text.h"
#include "core/inventory/inventory.h"

namespace rdpmend::cli {
namespace {

constexpr auto exitStatuses =
    "Exit status:\n"
    "  0   nothing blocks the connection\n"
    "  10  a problem that this PC can act on\n"
    "  15  a problem that somebody else must act on\n"
    "  20  could not tell\n"
    "  64  an argument is unusable\n"
    "  70  the program itself failed\n"
    "  74  the journal, a file or a change could not be read or written\n"
    "  77  an administrator's consent was not given, so nothing was changed\n"
    "  130 stopped by Ctrl-C\n";

std::string footer(std::string_view examples)
{
    return "Examples:\n" + std::string(examples) + "\n" + exitStatuses;
}

void addTarget(CLI::App& command, TargetArguments& target)
{
    const auto option = [&command](const char* name, std::string& to, const char* value, const char* help) {
        command.add_option(name, to, help)->option_text(value);
    };
    option("--gateway", target.gateway, "HOST[:PORT]", "Go through this Remote Desktop gateway");
    option("--proxy", target.proxy, "URL", "HTTP proxy towards the gateway, http://HOST:PORT");
    option("--rdp", target.rdpFile, "FILE", "Take host, gateway and user from this .rdp file");
    option("--error", target.error, "CODE[/EXT]", "What the dialog said, in any form: 0x904, 2308, 0x904/0x7");
    option("--as", target.client, "CLIENT", "Judge TLS for this client: this-pc, windows-10, windows-11");
    command
        .add_option("--trust-anchor", target.trustAnchors,
                    "Trust this root certificate too (PEM or DER); may be repeated")
        ->option_text("FILE")
        ->allow_extra_args(false);
    command.add_flag("--deep", target.deep, "Also measure what takes longer, up to 30 seconds in all");
    command.add_flag("--online-revocation", target.onlineRevocation,
                     "Ask the certificate's issuer, by http, whether it was taken back");
}

void addMachine(CLI::App& command, PlaceArguments& place)
{
    command.add_option("--machine", place.machine, "The PC to look at: this-pc, none, or simulated:FILE")
        ->option_text("MACHINE");
}

void addJournal(CLI::App& command, PlaceArguments& place)
{
    command.add_option("--journal", place.journal, "The journal of changes to use instead of the usual one")
        ->option_text("FILE");
}

// Fixes and the target stand in any order: "F401" is a fix, a host of that name is written "F401:3389".
bool isFix(std::string_view word)
{
    return word.size() == 4 && (word[0] == 'F' || word[0] == 'f') &&
           std::all_of(word.begin() + 1, word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Status sortWords(const std::vector<std::string>& words, TargetArguments& target, std::vector<std::string>& fixes)
{
    for (const std::string& word : words) {
        if (isFix(word)) {
            fixes.push_back("F" + word.substr(1));
        } else if (target.target.empty()) {
            target.target = word;
        } else {
            return refusal("There can be one target only, not '" + sanitise(target.target) + "' and '" +
                           sanitise(word) + "'.");
        }
    }
    return ok();
}

// CLI11's words as one sentence of ours.
std::string sentence(const CLI::App& app, const CLI::ParseError& error)
{
    const auto chosen = app.get_subcommands();
    const std::string see =
        chosen.empty() ? "rdpmend-cli --help" : "rdpmend-cli " + chosen.back()->get_name() + " --help";
    const std::string words = sanitise(error.what());
    if (chosen.empty() && dynamic_cast<const CLI::RequiredError*>(&error) != nullptr)
        return "Say what to do: check, explain, plan, fix, undo, history, practice, capture, pc or try; see " + see +
               ".";
    const auto colon = words.find(": ");
    if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr && colon != std::string::npos)
        return "'" + words.substr(colon + 2) + "' is not an argument that can stand here; see " + see + ".";
    if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr && colon != std::string::npos)
        return words.substr(0, colon) + " takes exactly one value; see " + see + ".";
    return words + "; see " + see + ".";
}

class Parser {
public:
    Parser() : m_app("Finds out why a Remote Desktop connection fails, and mends it.", "rdpmend-cli")
    {
        m_app.set_version_flag("--version", "rdpmend-cli " RDPMEND_VERSION, "Print the version and exit");
        m_app.set_help_flag("-h,--help", "Print this help and exit");
        m_app.require_subcommand(1);
        m_app.get_formatter()->column_width(34);
        m_app.footer(
            footer("  rdpmend-cli check pc-17\n"
                   "  rdpmend-cli check --rdp office.rdp --error 0x904/0x7\n"
                   "  rdpmend-cli explain 0x904\n"
                   "  rdpmend-cli practice\n"));
        addCheck();
        addExplain();
        addPlan();
        addFix();
        addUndo();
        addHistory();
        addPractice();
        addCapture();
        addPc();
        addTry();
    }

    Result<Command> parse(int argc, const char* const* argv)
    {
        try {
            m_app.parse(argc, argv);
        } catch (const CLI::CallForHelp&) {
            return Command(ShowText{m_app.help()});
        } catch (const CLI::CallForVersion&) {
            return Command(ShowText{m_app.version() + "\n"});
        } catch (const CLI::ParseError& error) {
            const std::string first = argc > 1 ? sanitise(argv[1], 80) : "";
            if (m_app.get_subcommands().empty() && !first.empty() && first.front() != '-')
                return refusal("'" + first + "' is not a command; see rdpmend-cli --help.");
            return refusal(sentence(m_app, error));
        }
        if (Status sorted = sortWords(m_planWords, m_plan.target, m_plan.fixes); !sorted) return sorted.error();
        if (Status sorted = sortWords(m_fixWords, m_fix.target, m_fix.fixes); !sorted) return sorted.error();
        const std::string name = m_app.get_subcommands().front()->get_name();
        if (name == "check" && m_check.report.redact && m_check.report.noRedact)
            return refusal("Say either --redact or --no-redact, not both.");
        if (name == "explain" && m_explain.refusals && !m_explain.words.empty())
            return refusal("Say either a code or --refusals, not both.");
        if (name == "undo" && int{m_undo.all} + int{!m_undo.run.empty()} + int{!m_undo.numbers.empty()} > 1)
            return refusal("Say one of --all, --run N, or numbers of changes.");
        if (name == "check") return Command(m_check);
        if (name == "explain") return Command(m_explain);
        if (name == "plan") return Command(m_plan);
        if (name == "fix") return Command(m_fix);
        if (name == "undo") return Command(m_undo);
        if (name == "history") return Command(m_history);
        if (name == "capture") return Command(m_capture);
        if (name == "pc") return Command(m_pc);
        if (name == "try") return Command(m_try);
        return Command(m_practice);
    }

private:
    CLI::App& add(const char* name, const char* help, std::string_view examples)
    {
        CLI::App& command = *m_app.add_subcommand(name, help);
        command.footer(footer(examples));
        return command;
    }

    void addCheck()
    {
        CLI::App& command = add("check", "Find out why TARGET cannot be reached; changes nothing",
                                "  rdpmend-cli check pc-17\n"
                                "  rdpmend-cli check pc-17:3390 --gateway gw.example.org --error 0x904/0x7\n"
                                "  rdpmend-cli check --rdp office.rdp --html report.html\n"
                                "  rdpmend-cli check --avd\n"
                                "  rdpmend-cli check 10.0.0.17 --json | jq .verdict\n");
        command.add_option("TARGET", m_check.target.target, "Name or address, with :PORT if it is not 3389")
            ->option_text(" ");
        addTarget(command, m_check.target);
        addMachine(command, m_check.place);
        command
            .add_option("--avd", m_check.target.cloud,
                        "Also ask each address that Azure Virtual Desktop and Windows 365 need: azure (if none is "
                        "named), us-gov, china; without TARGET only these")
            ->option_text("[CLOUD]")
            ->expected(0, 1)
            ->default_str("azure");
        command.add_flag("--json", m_check.report.json, "Print one JSON object (report.schema.json), nothing else");
        command.add_option("--html", m_check.report.html, "Also write a report; names in it are replaced")
            ->option_text("FILE");
        command.add_flag("--redact", m_check.report.redact,
                         "Replace names of computers, people and addresses in the JSON");
        command.add_flag("--no-redact", m_check.report.noRedact, "Keep the names in the HTML report");
        addJournal(command, m_check.place);
    }

    void addExplain()
    {
        CLI::App& command = add("explain", "Say what the numbers of the dialog really mean",
                                "  rdpmend-cli explain 0x904/0x7\n"
                                "  rdpmend-cli explain 2308\n"
                                "  rdpmend-cli explain \"Error code: 0x904. Extended error code: 0x7\"\n"
                                "  rdpmend-cli explain --refusals\n");
        command.add_option("CODE", m_explain.words, "The code, or the whole sentence of the dialog")->option_text(" ");
        command.add_flag("--refusals", m_explain.refusals, "What this program never offers, and why");
    }

    void addPlan()
    {
        CLI::App& command = add("plan", "Show what would be changed, before and after; changes nothing",
                                "  rdpmend-cli plan pc-17\n"
                                "  rdpmend-cli plan pc-17 F401 F502\n");
        command
            .add_option("TARGET_OR_FIX", m_planWords,
                        "Name or address; and fixes (F401) to plan instead of the proposed ones")
            ->option_text(" ");
        addTarget(command, m_plan.target);
        addMachine(command, m_plan.place);
        addJournal(command, m_plan.place);
    }

    void addFix()
    {
        CLI::App& command = add("fix", "Make changes after asking, check again, offer to put back what did not help",
                                "  rdpmend-cli fix F401 pc-17\n"
                                "  rdpmend-cli fix F501 pc-17 --gateway gw.example.org --yes\n");
        command.add_option("FIX_AND_TARGET", m_fixWords, "One or more fixes (F401), and the name or address")
            ->option_text(" ");
        addTarget(command, m_fix.target);
        addMachine(command, m_fix.place);
        addJournal(command, m_fix.place);
        command.add_flag("--yes,-y", m_fix.yes, "Agree to the changes without being asked");
        command.add_flag("--keep", m_fix.keep, "Keep a change even if it did not help");
    }

    void addUndo()
    {
        CLI::App& command = add("undo", "Put back what this program changed, newest first",
                                "  rdpmend-cli undo --all\n"
                                "  rdpmend-cli undo --run 3\n"
                                "  rdpmend-cli undo 7 M3\n");
        command
            .add_option("NUMBER", m_undo.numbers,
                        "Changes, as `history` numbers them; M1, M2, ... concern the whole PC")
            ->option_text(" ");
        command.add_option("--run", m_undo.run, "All changes that were agreed to at once")->option_text("N");
        command.add_flag("--all", m_undo.all, "Everything");
        command.add_flag("--even-if-changed", m_undo.evenIfChanged, "Also what somebody else changed since");
        addMachine(command, m_undo.place);
        addJournal(command, m_undo.place);
    }

    void addHistory()
    {
        CLI::App& command = add("history", "Show what this program changed on this PC, and how it stands now",
                                "  rdpmend-cli history\n"
                                "  rdpmend-cli history --export undo-files\n");
        command.add_flag("--json", m_history.json, "Print one JSON object, nothing else");
        command
            .add_option("--export", m_history.exportTo, "Write files there that undo each change without this program")
            ->option_text("DIR");
        addMachine(command, m_history.place);
        addJournal(command, m_history.place);
    }

    void addPractice()
    {
        CLI::App& command =
            add("practice", "Play a broken connection with its mending: a simulated PC, a real broken host inside",
                "  rdpmend-cli practice\n"
                "  rdpmend-cli practice --list\n");
        command.add_option("SCENARIO", m_practice.scenario, "Which one; the first of --list if none is named")
            ->option_text(" ");
        command.add_flag("--list", m_practice.list, "List the scenarios");
        command.add_option("--html", m_practice.html, "Also write a report")->option_text("FILE");
    }

    void addCapture()
    {
        CLI::App& command = add("capture", "Tell what a recording of packets shows (pcap or pcapng)",
                                "  rdpmend-cli capture failed.pcapng\n"
                                "  rdpmend-cli capture failed.pcapng --stream 3\n"
                                "  rdpmend-cli capture failed.pcapng --json --redact\n");
        command.add_option("FILE", m_capture.file, "The recording")->option_text(" ")->required();
        command.add_option("--stream", m_capture.stream, "Only the connection of this number")->option_text("NUMBER");
        command.add_flag("--json", m_capture.report.json, "Print one JSON object (report.schema.json), nothing else");
        command.add_flag("--redact", m_capture.report.redact, "Replace names of computers, people and addresses");
    }

    void addPc()
    {
        CLI::App& command = add("pc", "Show what is seen of this PC: the parts of Windows that Remote Desktop needs",
                                "  rdpmend-cli pc\n"
                                "  rdpmend-cli pc services firewall\n"
                                "  rdpmend-cli pc --json --redact\n");
        command.add_option("SUBJECT", m_pc.subjects, "All of them if none is named: " + subjects())->option_text(" ");
        command.add_flag("--json", m_pc.json, "Print one JSON object, nothing else");
        command.add_flag("--redact", m_pc.redact, "Replace names of computers, people and addresses");
        addMachine(command, m_pc.place);
    }

    static std::string subjects()
    {
        std::string out;
        for (const auto& [subject, name] : subjectNames) out += (out.empty() ? "" : ", ") + std::string(name);
        return out;
    }

    void addTry()
    {
        CLI::App& command = add("try", "Open Remote Desktop on TARGET, the client of Windows itself",
                                "  rdpmend-cli try pc-17\n"
                                "  rdpmend-cli try --rdp office.rdp\n");
        command.add_option("TARGET", m_try.target.target, "Name or address, with :PORT if it is not 3389")
            ->option_text(" ");
        command.add_option("--gateway", m_try.target.gateway, "Go through this Remote Desktop gateway")
            ->option_text("HOST[:PORT]");
        command.add_option("--rdp", m_try.target.rdpFile, "Open this .rdp file instead of one made for TARGET")
            ->option_text("FILE");
        addMachine(command, m_try.place);
    }

    CLI::App m_app;
    CheckArguments m_check;
    ExplainArguments m_explain;
    PlanArguments m_plan;
    FixArguments m_fix;
    UndoArguments m_undo;
    HistoryArguments m_history;
    PracticeArguments m_practice;
    CaptureArguments m_capture;
    PcArguments m_pc;
    TryArguments m_try;
    std::vector<std::string> m_planWords, m_fixWords;
};

}    // namespace

Result<Command> parseArguments(int argc, const char* const* argv)
{
    return Parser().parse(argc, argv);
}

}    // namespace rdpmend::cli
