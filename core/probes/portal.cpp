#include "core/probes/portal.h"

#include "core/base/text.h"

namespace rdpmend::probes {

void addSignInPage(Outcome& outcome, const protocol::HttpResponse& response)
{
    constexpr int networkAuthenticationRequired = 511;
    const std::vector<Evidence> evidence{{.key = "page.status", .value = std::to_string(response.status)},
                                         {.key = "page.location", .value = sanitise(response.first("location"), 120)}};
    const bool leadsAway = response.status / 100 == 3 && !response.first("location").empty();
    const bool isPage = response.status == 200 && startsWithIgnoringCase(response.first("content-type"), "text/html");
    if (response.status == networkAuthenticationRequired)
        outcome.add({.id = "network.sign_in_required", .evidence = evidence});
    else if (leadsAway || isPage)
        outcome.add({.id = "network.sign_in_page", .weight = Weight::Note, .evidence = evidence});
}

}    // namespace rdpmend::probes
