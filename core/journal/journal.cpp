#include "core/journal/journal.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <type_traits>

#include <fmt/format.h>
#include <sqlite3.h>
#ifdef _WIN32
#include <process.h>
#else
#include <unistd.h>
#endif

#include "core/base/text.h"
#include "core/changes/changes.h"
#include "core/journal/entry.h"
#include "core/journal/sqlite.h"

namespace rdpmend {
namespace {

constexpr int ourVersion = 2;                    // PRAGMA user_version; README.md tells the history
constexpr int ourApplication = 0x72646D64;       // PRAGMA application_id: "rdmd"
constexpr int patience = 2000;                   // milliseconds to wait for another copy's short read or write
constexpr std::int64_t reserved = 256 << 10;     // bytes that the file has free before a run begins
constexpr std::int64_t longestJson = 4 << 20;    // bytes of one side of a change

constexpr auto schema = R"sql(
    CREATE TABLE holder (one INTEGER PRIMARY KEY CHECK (one = 1), process INTEGER NOT NULL);
    CREATE TABLE run (
        number INTEGER PRIMARY KEY,
        finished INTEGER NOT NULL DEFAULT 0,
        id BLOB NOT NULL DEFAULT x'00000000000000000000000000000000');
    CREATE TABLE change (
        number INTEGER PRIMARY KEY,
        run INTEGER NOT NULL REFERENCES run (number),
        fix TEXT NOT NULL, remedy TEXT NOT NULL, scope TEXT NOT NULL, reversal TEXT NOT NULL, state TEXT NOT NULL,
        before TEXT NOT NULL, after TEXT NOT NULL,
        at INTEGER NOT NULL,
        seal INTEGER NOT NULL);
    CREATE TABLE reserve (space BLOB NOT NULL);
)sql";

int processId()
{
#ifdef _WIN32
    return _getpid();
#else
    return getpid();
#endif
}

Error toError(const sqlite::Problem& problem, const std::string& path)
{
    const auto shown = "The journal " + sanitise(path, 512);
    switch (problem.code()) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return refusal(shown + " is in use by another program, so nothing is changed: try again in a moment.");
    case SQLITE_READONLY:
        if (problem.extendedCode() == SQLITE_READONLY_ROLLBACK)
            return refusal(shown +
                           " was left half written by a crash, so it is not guessed at what it says: whoever may "
                           "write to it mends it by opening it.");
        [[fallthrough]];
    case SQLITE_PERM:
        return refusal(shown + " is read-only, so nothing is changed: allow writing to it and its folder.");
    case SQLITE_CANTOPEN:
        return refusal(shown + " cannot be opened or written, so nothing is changed: allow writing to its folder.");
    case SQLITE_FULL:
        return refusal(shown + " cannot grow because the disk is full, so nothing is changed: free some space.");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return refusal(shown +
                       " is damaged, so nothing is changed: restore it from a backup, or move it away to begin anew.");
    default:
        return {.domain = Domain::Sqlite,
                .code = problem.extendedCode(),
                .doing = "use the journal " + sanitise(path, 512),
                .words = problem.what()};
    }
}

// The lock is an open exclusive transaction on an empty file beside the journal: the system lets go of it when the
// process ends, however it ends, and readers of the journal itself are not kept out.
class Lock {
public:
    explicit Lock(const std::string& path) : m_file(path, sqlite::Open::Create)
    {
        m_file.run("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
    }

private:
    sqlite::Database m_file;
};

sqlite::Database openFile(const std::string& path, bool readOnly)
{
    if (!readOnly) return {path, sqlite::Open::Create, patience};
    // A reader too must be able to roll back what a crash left half written, so it opens for writing where it may.
    try {
        return {path, sqlite::Open::Existing, patience};
    } catch (const sqlite::Problem&) {
        return {path, sqlite::Open::ReadOnly, patience};
    }
}

std::string holderOf(const std::string& path)
{
    try {
        sqlite::Database database(path, sqlite::Open::ReadOnly, patience);
        return fmt::format(" (process {})", database.number("SELECT process FROM holder"));
    } catch (const sqlite::Problem&) {
        return "";    // the other copy is only just creating the journal
    }
}

class SqliteJournal final : public Journal {
public:
    SqliteJournal(std::string path, std::optional<Lock> lock, std::optional<sqlite::Database> database)
        : m_path(std::move(path)), m_lock(std::move(lock)), m_database(std::move(database))
    {}

    bool readOnly() const override { return !m_lock; }

    Result<std::int64_t> beginRun(const RunId& id) override
    {
        return write([&]() -> Result<std::int64_t> {
            sqlite::Statement insert(*m_database,
                                     "INSERT INTO run (number, id) SELECT COALESCE(MAX(number), 0) + 1, ? FROM run");
            insert.bind(1, id);
            insert.run();
            return m_database->lastRow();
        });
    }

    Status finishRun(std::int64_t run) override
    {
        return write([&]() -> Status {
            sqlite::Statement update(*m_database, "UPDATE run SET finished = 1 WHERE number = ?");
            update.bind(1, run);
            if (update.run() != 1) return refusal(fmt::format("The journal has no run {}.", run));
            return ok();
        });
    }

    Result<std::vector<RunRecord>> runs() const override
    {
        return read([this]() -> Result<std::vector<RunRecord>> {
            std::vector<RunRecord> out;
            sqlite::Statement rows(*m_database, m_hasRunIds ? "SELECT number, finished, id FROM run ORDER BY number"
                                                            : "SELECT number, finished, x'' FROM run ORDER BY number");
            while (rows.next()) {
                out.push_back({.number = rows.number(0), .finished = rows.number(1) != 0});
                const auto id = rows.text(2);
                if (id.size() == out.back().id.size()) std::ranges::copy(id, out.back().id.begin());
            }
            return out;
        });
    }

    Result<std::int64_t> intend(const HistoryEntry& entry) override
    {
        return write([&]() -> Result<std::int64_t> {
            sqlite::Transaction transaction(*m_database);
            auto numbered = entry;
            numbered.number = m_database->number("SELECT COALESCE(MAX(number), 0) + 1 FROM change");
            numbered.state = ChangeState::Intended;
            numbered.when = std::chrono::system_clock::now();
            const auto row = StoredChange::from(numbered);
            // What is stored must be able to put the place back exactly; anything else is no intent.
            const auto kept = row.toEntry();
            if (!kept || kept->change != entry.change || row.before.size() > longestJson ||
                row.after.size() > longestJson)
                return refusal("What " + place(entry.change.before) +
                               " holds cannot be kept in the journal exactly, so it is not changed.");
            insert(row);
            transaction.commit();
            return row.number;
        });
    }

    Status setState(std::int64_t number, ChangeState state) override
    {
        return write([&]() -> Status {
            sqlite::Statement update(*m_database, "UPDATE change SET state = ? WHERE number = ?");
            update.bind(1, std::string(name(state)));
            update.bind(2, number);
            if (update.run() != 1) return refusal(fmt::format("The journal has no change {}.", number));
            return ok();
        });
    }

    Result<std::vector<HistoryEntry>> history() const override
    {
        return read([this]() -> Result<std::vector<HistoryEntry>> {
            std::vector<HistoryEntry> out;
            sqlite::Statement rows(*m_database,
                                   "SELECT number, run, fix, remedy, scope, reversal, state, before, after, at, seal "
                                   "FROM change ORDER BY number");
            while (rows.next()) {
                auto entry = toRow(rows).toEntry();
                if (!entry) return entry.error();
                out.push_back(*std::move(entry));
            }
            return out;
        });
    }

    Status ready() override
    {
        return write([this]() -> Status {
            // Pages once written and freed stay in the file, so what comes next needs no new space on the disk.
            const auto spare = m_database->number("PRAGMA freelist_count") * m_database->number("PRAGMA page_size");
            if (spare < reserved) {
                sqlite::Statement grow(*m_database, "INSERT INTO reserve VALUES (zeroblob(?))");
                grow.bind(1, reserved);
                grow.run();
            }
            m_database->run("DELETE FROM reserve");
            return proveWritable();
        });
    }

    // Reads everything once, creates what is missing, and writes the holder: all that can refuse, refuses now.
    Status check()
    {
        return read([this]() -> Status {
            if (m_database->text("PRAGMA quick_check(1)") != "ok") throw sqlite::Problem(SQLITE_CORRUPT, "damaged");
            const auto version = m_database->number("PRAGMA user_version");
            const auto application = m_database->number("PRAGMA application_id");
            const auto tables = m_database->number("SELECT COUNT(*) FROM sqlite_master");
            if (tables != 0 && application != ourApplication)
                return refusal(sanitise(m_path, 512) +
                               " is not a journal of rdpmend, so it is left alone: choose another file.");
            if (version > ourVersion)
                return refusal(
                    fmt::format("The journal {} was written by a newer version of rdpmend (format {}, this one "
                                "knows {}), so nothing is changed: use the newer version.",
                                sanitise(m_path, 512), version, ourVersion));
            m_hasRunIds = version >= 2;
            if (readOnly()) return tables == 0 ? nothingYet() : ok();
            m_database->run("PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA");
            if (tables == 0)
                create();
            else if (version < ourVersion)
                bringUp();
            m_hasRunIds = true;
            return proveWritable();
        });
    }

private:
    Status nothingYet()
    {
        m_database.reset();    // another copy is only just creating it
        return ok();
    }

    void create()
    {
        sqlite::Transaction transaction(*m_database);
        m_database->run(schema);
        m_database->run(
            fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", ourApplication, ourVersion));
        transaction.commit();
    }

    // From version 1: runs had no ids.
    void bringUp()
    {
        sqlite::Transaction transaction(*m_database);
        m_database->run("ALTER TABLE run ADD COLUMN id BLOB NOT NULL DEFAULT x'00000000000000000000000000000000'");
        m_database->run(fmt::format("PRAGMA user_version = {}", ourVersion));
        transaction.commit();
    }

    Status proveWritable()
    {
        sqlite::Statement holder(*m_database, "INSERT OR REPLACE INTO holder VALUES (1, ?)");
        holder.bind(1, processId());
        holder.run();
        return ok();
    }

    void insert(const StoredChange& row)
    {
        sqlite::Statement insert(*m_database, "INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        int column = 0;
        insert.bind(++column, row.number);
        insert.bind(++column, row.run);
        for (const auto* text : {&row.fix, &row.remedy, &row.scope, &row.reversal, &row.state, &row.before, &row.after})
            insert.bind(++column, *text);
        insert.bind(++column, row.when);
        insert.bind(++column, row.seal);
        insert.run();
    }

    static StoredChange toRow(sqlite::Statement& rows)
    {
        const auto number = [&rows](int column) { return rows.number(column); };
        const auto text = [&rows](int column) { return rows.text(column); };
        return {.number = number(0),
                .run = number(1),
                .fix = text(2),
                .remedy = text(3),
                .scope = text(4),
                .reversal = text(5),
                .state = text(6),
                .before = text(7),
                .after = text(8),
                .when = number(9),
                .seal = number(10)};
    }

    // The border that no exception of the library passes.
    template <class Work>
    auto read(Work work) const -> decltype(work())
    {
        const std::lock_guard lock(m_mutex);
        using Answer = decltype(work());
        if (!m_database) return Answer(std::remove_cvref_t<decltype(*std::declval<Answer&>())>{});
        try {
            return work();
        } catch (const sqlite::Problem& problem) {
            return toError(problem, m_path);
        }
    }

    template <class Work>
    auto write(Work work) -> decltype(work())
    {
        if (readOnly())
            return refusal("The journal " + sanitise(m_path, 512) +
                           " is open for reading only, so nothing is changed.");
        return read(std::move(work));
    }

    std::string m_path;
    std::optional<Lock> m_lock;
    std::optional<sqlite::Database> m_database;
    bool m_hasRunIds = false;
    mutable std::mutex m_mutex;
};

}    // namespace

Result<std::unique_ptr<Journal>> Journal::open(const std::string& path, bool readOnly)
{
    try {
        std::optional<Lock> lock;
        std::optional<sqlite::Database> database;
        if (!readOnly) {
            try {
                lock.emplace(path + ".lock");
            } catch (const sqlite::Problem& problem) {
                if (problem.code() != SQLITE_BUSY) throw;
                return refusal("Another copy of rdpmend" + holderOf(path) +
                               " holds the journal, so nothing is changed here: close that copy first.");
            }
        }
        if (!readOnly || sqlite::exists(path)) database.emplace(openFile(path, readOnly));
        auto journal = std::make_unique<SqliteJournal>(path, std::move(lock), std::move(database));
        if (auto checked = journal->check(); !checked) return checked.error();
        return std::unique_ptr<Journal>(std::move(journal));
    } catch (const sqlite::Problem& problem) {
        return toError(problem, path);
    }
}

}    // namespace rdpmend
