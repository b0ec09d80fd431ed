#include "core/machine/event_xml.h"

#include <limits>

#include "core/base/text.h"
#include "core/base/time.h"
#include "core/machine/xml.h"

namespace rdpmend {
namespace {

constexpr std::size_t mostData = 64;
constexpr std::size_t largestDatum = 4096;    // bytes

template <class Number>
bool readNumber(std::string_view text, Number& number)
{
    const auto value = parseNumber(text);
    if (!value || *value > std::numeric_limits<Number>::max()) return false;
    number = static_cast<Number>(*value);
    return true;
}

std::string cut(std::string_view utf8)
{
    if (utf8.size() <= largestDatum) return std::string(utf8);
    auto end = largestDatum;
    while (end > 0 && (static_cast<unsigned char>(utf8[end]) & 0xC0U) == 0x80U) --end;    // not inside of a character
    return std::string(utf8.substr(0, end));
}

class EventReader {
public:
    explicit EventReader(std::string_view xml) : m_xml(xml) {}

    std::optional<LoggedEvent> read()
    {
        for (;;) {
            auto piece = m_xml.next();
            switch (piece.kind) {
            case XmlPiece::Kind::Open:
                if (!open(std::move(piece))) return {};
                break;
            case XmlPiece::Kind::Text: m_elements.back().text += piece.text; break;
            case XmlPiece::Kind::Close:
                if (!close()) return {};
                break;
            case XmlPiece::Kind::End:
                if (!m_hasTime || !m_hasId || m_event.channel.empty()) return {};
                return std::move(m_event);
            case XmlPiece::Kind::Broken: return {};
            }
        }
    }

private:
    struct Element {
        XmlPiece start;
        std::string text{};
        bool isLeaf = true;

        std::string_view attribute(std::string_view name) const
        {
            const auto* found = start.attribute(name);
            return found == nullptr ? std::string_view{} : std::string_view(*found);
        }
    };

    bool open(XmlPiece start)
    {
        if (m_elements.empty() && start.name != "Event") return false;
        if (!m_elements.empty()) m_elements.back().isLeaf = false;
        m_elements.push_back({.start = std::move(start)});
        return true;
    }

    // <Event><System>the section's parts</System><EventData>the same</EventData></Event>
    bool close()
    {
        const auto element = std::move(m_elements.back());
        m_elements.pop_back();
        if (m_elements.size() < 2 || !element.isLeaf) return true;
        const auto section = m_elements[1].start.name;
        if (section == "System") return m_elements.size() > 2 || readSystem(element);
        if (section == "EventData" || section == "UserData") keep(element);
        return true;
    }

    bool readSystem(const Element& element)
    {
        const auto name = element.start.name;
        if (name == "EventID") return m_hasId = readNumber(element.text, m_event.id);
        if (name == "Level") return readNumber(element.text, m_event.level);
        if (name == "EventRecordID") return readNumber(element.text, m_event.record);
        if (name == "Channel") m_event.channel = cut(element.text);
        if (name == "Provider") m_event.provider = cut(element.attribute("Name"));
        if (name == "Execution") return readNumber(element.attribute("ProcessID"), m_event.processId);
        if (name == "TimeCreated") {
            const auto when = fromIsoTime(element.attribute("SystemTime"));
            m_event.when = when.value_or(m_event.when);
            return m_hasTime = when.has_value();
        }
        return true;
    }

    // <Data Name="Reason">263</Data>, or <Data>263</Data>, or in UserData <Reason>263</Reason>
    void keep(const Element& element)
    {
        if (m_event.data.size() == mostData) return;
        const bool isNamedByType = element.start.name != "Data" && element.start.attribute("Name") == nullptr;
        const auto name = isNamedByType ? element.start.name : element.attribute("Name");
        m_event.data.emplace_back(cut(name), cut(element.text));
    }

    XmlReader m_xml;
    std::vector<Element> m_elements{};
    LoggedEvent m_event{};
    bool m_hasTime = false;
    bool m_hasId = false;
};

}    // namespace

Result<LoggedEvent> parseEventXml(std::string_view xml)
{
    if (xml.size() > largestEventXml) return refusal("An event is larger than an event can be.");
    auto event = EventReader(xml).read();
    if (!event) return refusal("An event is not written as Windows writes events.");
    return std::move(*event);
}

}    // namespace rdpmend
