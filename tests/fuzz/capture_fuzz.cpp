#include "tests/fuzz/fuzz.h"

#include <sstream>
#include <string>

#include "core/capture/analysis.h"

using namespace rdpmend;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::istringstream in{std::string(fuzz::asText(data, size))};
    const auto recording = capture::analyse(in);
    if (!recording) {
        fuzz::check(!recording.error().doing.empty());
        return 0;
    }
    fuzz::check(recording->understood <= recording->packets && recording->stories.size() <= 256);
    for (const auto& story : recording->stories) {
        fuzz::check(!story.client.empty() && !story.server.empty() && story.number != 0 && story.packets != 0);
        fuzz::check(story.lines.size() <= 60);
        for (const auto& line : story.lines) fuzz::check(!line.id.empty());
    }
    const auto* about = capture::subject(*recording);
    fuzz::check(capture::outcomesOf(about).empty() == (about == nullptr));
    return 0;
}
