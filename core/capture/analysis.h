// A recording from its first byte to its last: packets to connections, connections to stories.
//
// Bounded whatever the file: at most 512 connections are followed at a time (those that are no Remote Desktop make room
// first, then the ones that were quiet longest), at most 256 are told.
#pragma once

#include <istream>
#include <stop_token>

#include "core/base/result.h"
#include "core/capture/story.h"
#include "core/model/diagnosis.h"
#include "core/model/target.h"

namespace rdpmend::capture {

// Refuses what is no recording, with one sentence. A damaged one is told as far as it goes; `notes` say so. Stopping
// early gives what was read until then.
Result<Recording> analyse(std::istream& in, std::stop_token stop = {});

// The story that the diagnosis is about: the last one that failed and was not followed by a better one to the same
// server, else the one that came farthest. nullptr: nothing here is Remote Desktop.
const Story* subject(const Recording& recording);

// What a story proves, as the outcome of the probe "capture"; with the target that it is about.
Outcomes outcomesOf(const Story* story);
Target targetOf(const Story* story);
// A connection that came to its session and was not cut: nothing is wrong, as far as the recording tells.
bool provesHealth(const Story* story);

}    // namespace rdpmend::capture
