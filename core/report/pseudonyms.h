// What may not leave the PC and what it is called instead: "host-1", "user-1", "address-1", the same one wherever the
// value stands.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace rdpmend {

class Pseudonyms {
public:
    // What a value is called from now on; the first call decides its kind ("host").
    void learn(std::string_view kind, std::string_view value);
    // A DNS name is also known by its first label, its parents by a name of their own.
    void learnHost(std::string_view host);
    // "CORP\alice" and "alice@corp.example" are alice.
    void learnUser(std::string_view user);

    // The text with every known value replaced: longest first, never inside a longer word, in one pass.
    std::string hide(std::string_view text) const;

private:
    using Known = std::map<std::string, std::string, std::less<>>;    // value in lower case -> pseudonym

    void call(std::string_view value, std::string pseudonym);
    void alias(std::string_view value, std::string_view of);
    const Known::value_type* longestAt(std::string_view lower, std::size_t at) const;

    Known m_known;
    std::set<std::size_t, std::greater<>> m_lengths;    // of the known values, longest first
    std::map<std::string, int> m_count;
};

}    // namespace rdpmend
