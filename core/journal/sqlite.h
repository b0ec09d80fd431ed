// SQLite's C interface, given back by itself and telling its failures by exception. No library for it, although there
// are good ones: what they bring along (streams, locales) would be most of the program that has an administrator's
// rights.
#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <span>
#include <string>

struct sqlite3;
struct sqlite3_stmt;

namespace rdpmend::sqlite {

// Never leaves the journal: see its border in journal.cpp.
class Problem final : public std::exception {
public:
    Problem(int code, std::string words) : m_code(code), m_words(std::move(words)) {}

    int code() const { return m_code & 0xFF; }    // SQLITE_BUSY, ...
    int extendedCode() const { return m_code; }
    const char* what() const noexcept override { return m_words.c_str(); }

private:
    int m_code;
    std::string m_words;
};

enum class Open : std::uint8_t { Create, Existing, ReadOnly };

bool exists(const std::string& path);    // also when it cannot be told: opening it will say why

class Database {
public:
    // `path` is UTF-8. Every call waits up to `patience` milliseconds for others.
    Database(const std::string& path, Open how, int patience = 0);

    void run(const std::string& statements);
    std::int64_t number(const char* question) const;    // first column of the first row
    std::string text(const char* question) const;
    std::int64_t lastRow() const;

private:
    friend class Statement;
    struct Close {
        void operator()(sqlite3* handle) const;
    };
    std::unique_ptr<sqlite3, Close> m_handle;
};

// One statement with its parameters, numbered from 1; columns are numbered from 0.
class Statement {
public:
    Statement(const Database& database, const char* sql);

    void bind(int parameter, std::int64_t value);
    void bind(int parameter, const std::string& value);
    void bind(int parameter, std::span<const std::uint8_t> value);

    bool next();    // false: no more rows
    int run();      // how many rows it changed

    std::int64_t number(int column) const;
    std::string text(int column) const;    // blobs too

private:
    [[noreturn]] void fail() const;

    struct Finish {
        void operator()(sqlite3_stmt* statement) const;
    };
    sqlite3* m_handle;    // outlives the statement
    std::unique_ptr<sqlite3_stmt, Finish> m_statement;
};

// Rolls back unless committed.
class Transaction {
public:
    explicit Transaction(Database& database);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    void commit();

private:
    Database& m_database;
    bool m_open = true;
};

}    // namespace rdpmend::sqlite
