#include "core/probes/name_answer.h"

namespace rdpmend::probes {

std::string_view nameAnswerWords(NameAnswer answer)
{
    switch (answer) {
    case NameAnswer::Found: return "found";
    case NameAnswer::NoSuchName: return "no such name";
    case NameAnswer::NoAddress: return "no address of this family";
    case NameAnswer::NoAnswer: return "no resolver answered";
    case NameAnswer::Refused: return "refused by the resolver";
    case NameAnswer::Failed: return "the resolver failed";
    case NameAnswer::NotAsked: return "not asked";
    }
    return "";
}

// The worse news decides only when neither family has an address; "no such name" needs both to agree.
std::string_view nameFinding(const Resolution& resolution)
{
    const auto either = [&resolution](NameAnswer answer) { return resolution.v4 == answer || resolution.v6 == answer; };
    if (either(NameAnswer::NoAnswer)) return "network.dns_no_answer";
    if (either(NameAnswer::Refused)) return "network.dns_refused";
    if (either(NameAnswer::Failed)) return "network.dns_failed";
    if (either(NameAnswer::NoSuchName)) return "network.name_not_found";
    return "network.name_without_address";
}

}    // namespace rdpmend::probes
