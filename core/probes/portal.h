// Networks of hotels, trains and guests answer in the name of every server until the person has signed in on a page.
#pragma once

#include "core/probes/probe.h"
#include "core/protocol/http.h"

namespace rdpmend::probes {

// An answer that is, or leads to, a page for people: nothing that a gateway or a Remote Desktop host would send.
// Status 511 says by itself what it is (RFC 6585 6).
void addSignInPage(Outcome& outcome, const protocol::HttpResponse& response);

}    // namespace rdpmend::probes
