#include "core/journal/sqlite.h"

#include <sqlite3.h>

namespace rdpmend::sqlite {
namespace {

Problem problemOf(sqlite3* handle, int code)
{
    return {code, handle ? sqlite3_errmsg(handle) : sqlite3_errstr(code)};
}

}    // namespace

bool exists(const std::string& path)
{
    auto* const system = sqlite3_vfs_find(nullptr);
    int there = 1;
    if (system->xAccess(system, path.c_str(), SQLITE_ACCESS_EXISTS, &there) != SQLITE_OK) return true;
    return there != 0;
}

void Database::Close::operator()(sqlite3* handle) const
{
    sqlite3_close_v2(handle);
}

Database::Database(const std::string& path, Open how, int patience)
{
    int flags = SQLITE_OPEN_EXRESCODE | (how == Open::ReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
    if (how == Open::Create) flags |= SQLITE_OPEN_CREATE;
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
    m_handle.reset(handle);    // there is one after most failures too
    if (code != SQLITE_OK) throw problemOf(handle, code);
    sqlite3_busy_timeout(handle, patience);
}

void Database::run(const std::string& statements)
{
    const int code = sqlite3_exec(m_handle.get(), statements.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) throw problemOf(m_handle.get(), code);
}

std::int64_t Database::number(const char* question) const
{
    Statement rows(*this, question);
    if (!rows.next()) throw Problem(SQLITE_CORRUPT, "a question has no answer");
    return rows.number(0);
}

std::string Database::text(const char* question) const
{
    Statement rows(*this, question);
    if (!rows.next()) throw Problem(SQLITE_CORRUPT, "a question has no answer");
    return rows.text(0);
}

std::int64_t Database::lastRow() const
{
    return sqlite3_last_insert_rowid(m_handle.get());
}

void Statement::Finish::operator()(sqlite3_stmt* statement) const
{
    sqlite3_finalize(statement);    // its result is that of the last step, which was looked at
}

Statement::Statement(const Database& database, const char* sql) : m_handle(database.m_handle.get())
{
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v2(m_handle, sql, -1, &statement, nullptr);
    if (code != SQLITE_OK) throw problemOf(m_handle, code);
    m_statement.reset(statement);
}

void Statement::fail() const
{
    throw problemOf(m_handle, sqlite3_extended_errcode(m_handle));
}

void Statement::bind(int parameter, std::int64_t value)
{
    if (sqlite3_bind_int64(m_statement.get(), parameter, value) != SQLITE_OK) fail();
}

// SQLITE_TRANSIENT, as a pointer that needs no cast of the old kind: SQLite copies what it is given.
static const auto copyIt = reinterpret_cast<sqlite3_destructor_type>(std::intptr_t{-1});

void Statement::bind(int parameter, const std::string& value)
{
    if (sqlite3_bind_text64(m_statement.get(), parameter, value.data(), value.size(), copyIt, SQLITE_UTF8) != SQLITE_OK)
        fail();
}

void Statement::bind(int parameter, std::span<const std::uint8_t> value)
{
    if (sqlite3_bind_blob64(m_statement.get(), parameter, value.data(), value.size(), copyIt) != SQLITE_OK) fail();
}

bool Statement::next()
{
    const int code = sqlite3_step(m_statement.get());
    if (code != SQLITE_ROW && code != SQLITE_DONE) fail();
    return code == SQLITE_ROW;
}

int Statement::run()
{
    while (next()) {}
    return sqlite3_changes(m_handle);
}

std::int64_t Statement::number(int column) const
{
    return sqlite3_column_int64(m_statement.get(), column);
}

std::string Statement::text(int column) const
{
    const auto* const bytes = static_cast<const char*>(sqlite3_column_blob(m_statement.get(), column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(m_statement.get(), column));
    return bytes ? std::string(bytes, size) : std::string{};
}

Transaction::Transaction(Database& database) : m_database(database)
{
    database.run("BEGIN IMMEDIATE");
}

Transaction::~Transaction()
{
    if (!m_open) return;
    try {
        m_database.run("ROLLBACK");
    } catch (const Problem&) {
        return;    // SQLite has rolled back by itself
    }
}

void Transaction::commit()
{
    m_database.run("COMMIT");
    m_open = false;
}

}    // namespace rdpmend::sqlite
