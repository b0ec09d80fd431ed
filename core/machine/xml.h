// Reads XML forward, piece by piece, without building a tree. What Windows renders needs no more than elements,
// attributes, text and the five named and the numbered characters; document types, which have made other readers fetch
// and expand things, are refused like every other markup.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rdpmend {

struct XmlPiece {
    enum class Kind { Open, Text, Close, End, Broken };
    Kind kind = Kind::Broken;
    std::string_view name{};                                               // of an element; a view of the source
    std::string text{};                                                    // characters resolved
    std::vector<std::pair<std::string_view, std::string>> attributes{};    // of Open, at most 64

    const std::string* attribute(std::string_view wanted) const;    // nullptr: none
};

class XmlReader {
public:
    explicit XmlReader(std::string_view source) : m_rest(source) {}

    // An element without content gives Open and Close. End comes once every element is closed and nothing follows;
    // Broken for good at the first fault, and for elements more than 32 deep.
    XmlPiece next();
    std::size_t depth() const { return m_open.size(); }    // of elements that are open after the last piece

private:
    XmlPiece markup();
    XmlPiece broken();
    std::string_view takeName();
    std::optional<std::string> takeValue();
    void skipBlanks();
    bool take(std::string_view text);

    std::string_view m_rest;
    std::vector<std::string_view> m_open{};
    bool m_closeNow = false;    // the last Open was "<name/>"
    bool m_hadRoot = false;
    bool m_broken = false;
};

}    // namespace rdpmend
