#include <gtest/gtest.h>

#include "core/machine/xml.h"

namespace rdpmend {
namespace {

using Kind = XmlPiece::Kind;

// "<a k='v'>text</a>" as "a[k=v] 'text' /a $"; what is broken ends in "!".
std::string told(std::string_view source)
{
    XmlReader reader(source);
    std::string out;
    for (;;) {
        const auto piece = reader.next();
        switch (piece.kind) {
        case Kind::Open:
            out += piece.name;
            for (const auto& [name, value] : piece.attributes) out += '[' + std::string(name) + '=' + value + ']';
            out += ' ';
            break;
        case Kind::Text: out += '\'' + piece.text + "' "; break;
        case Kind::Close: out += '/' + std::string(piece.name) + ' '; break;
        case Kind::End: return out + '$';
        case Kind::Broken: EXPECT_EQ(reader.next().kind, Kind::Broken) << "for good"; return out + '!';
        }
    }
}

TEST(Xml, TellsElementsAttributesAndText)
{
    EXPECT_EQ(told("<a k='v' l=\"w\">one<b/>two</a>"), "a[k=v][l=w] 'one' b /b 'two' /a $");
    EXPECT_EQ(told(" <a ></a >\r\n"), "a /a $");
}

TEST(Xml, ResolvesCharactersAndNothingElse)
{
    EXPECT_EQ(told("<a k='&lt;&quot;'>&amp;lt;&apos;&gt;</a>"), "a[k=<\"] '&lt;'>' /a $");
    EXPECT_EQ(told("<a>&#65;&#x17e;&#x1F600;</a>"), "a 'A\u017E\U0001F600' /a $");
    EXPECT_EQ(told("<a>&#xD800;</a>"), "a '\uFFFD' /a $");
    for (const char* wrong :
         {"&nbsp;", "&#x110000;", "&#;", "&#x;", "&#x0x41;", "&#0x41;", "&#-1;", "&amp", "& ", "&;"})
        EXPECT_EQ(told("<a>" + std::string(wrong) + "</a>"), "a !") << wrong;
}

TEST(Xml, RefusesDocumentTypesAndOtherMarkup)
{
    for (const char* wrong : {"<!DOCTYPE a SYSTEM 'http://example.com/'><a/>", "<?xml version='1.0'?><a/>"})
        EXPECT_EQ(told(wrong), "!") << wrong;
    EXPECT_EQ(told("<a><!-- x --></a>"), "a !");
    EXPECT_EQ(told("<a><![CDATA[x]]></a>"), "a !");
}

TEST(Xml, RefusesWhatIsNotWhole)
{
    for (const char* wrong : {"", "  ", "a", "<", "</a>", "<a", "<a k", "<a k=v/>", "<a k='v/>", "<a k='<'/>", "<a/ >",
                              "<a k='v'l='w'/>", "<a k='v' k='w'/>"})
        EXPECT_EQ(told(wrong), "!") << wrong;
    EXPECT_EQ(told("<a>"), "a !");
    EXPECT_EQ(told("<a><b></a></b>"), "a b !");
    EXPECT_EQ(told("<a/><b/>"), "a /a !");
    EXPECT_EQ(told("<a/>x"), "a /a !");
}

TEST(Xml, GoesNoDeeperThan32Elements)
{
    const auto nested = [](int depth) {
        std::string out;
        for (int i = 0; i < depth; ++i) out += "<a>";
        for (int i = 0; i < depth; ++i) out += "</a>";
        return told(out);
    };
    EXPECT_TRUE(nested(32).ends_with('$'));
    EXPECT_TRUE(nested(33).ends_with('!'));
}

}    // namespace
}    // namespace rdpmend
