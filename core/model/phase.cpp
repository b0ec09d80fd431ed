#include "core/model/phase.h"

namespace rdpmend {

std::string_view name(Phase phase)
{
    switch (phase) {
    case Phase::Network: return "network";
    case Phase::Certificates: return "certificates";
    case Phase::Credentials: return "credentials";
    case Phase::Licensing: return "licensing";
    case Phase::Transport: return "transport";
    }
    return "";
}

std::string_view name(Side side)
{
    switch (side) {
    case Side::ThisPc: return "this_pc";
    case Side::Network: return "network";
    case Side::Gateway: return "gateway";
    case Side::OtherComputer: return "other_computer";
    }
    return "";
}

}    // namespace rdpmend
