"""The arrows between the libraries: every #include of core, ui and app is checked against core/CMakeLists.txt.

- core/X includes only core/X, the folders named in `rdpmend_library(X USES ...)`, and the third-party headers of the
  targets in its PRIVATE_LINK. A header that brings third-party headers along stays inside its library.
- ui includes ui, core/engine/session.h and what stands in `ui_may_include`; nothing that could look or write by itself.
- The implementations of the seams (net, simulated, windows, practice) are named by app, by tests and by each other only.
- core is free of Qt; system headers stand where the seam to that system is implemented, or inside an #if.
"""
import re

from sources import files, read, report, root

third_party = {    # CMake target: the headers that come with it
    "rdpmend_boost": ("boost/",),
    "rdpmend_fmt": ("fmt/",),
    "nlohmann_json::nlohmann_json": ("nlohmann/",),
    "OpenSSL::Crypto": ("openssl/",),
    "OpenSSL::SSL": ("openssl/",),
    "SQLite::SQLite3": ("sqlite3.h",),
}
foreign = tuple(prefix for prefixes in third_party.values() for prefix in prefixes) + ("CLI/",)
ui_may_include = ("ui/", "core/engine/session.h", "core/model/", "core/base/", "core/facts/", "core/report/",
                  "core/practice/practice.h")
ui_third_party = ("Q",)
app_third_party = ("CLI/", "fmt/", "Q")
windows_header = re.compile(r"^(windows|winsock2|ws2tcpip|iphlpapi|windns|wincred|shlobj|knownfolders|combaseapi|sddl|winternl|winreg|objbase|tlhelp32)\.h$", re.I)
posix_header = re.compile(r"^(sys/|arpa/|netinet/|net/|linux/|unistd\.h|poll\.h|fcntl\.h|netdb\.h|resolv\.h|pthread\.h|pwd\.h|"
                          r"ifaddrs\.h|signal\.h|termios\.h)")
system_seams = ("core/net/", "core/windows/", "app/windows/", "app/broker/", "app/elevation/")

include = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def libraries(cmake):
    """{name: (uses, allowed third-party prefixes)} in the order of the file."""
    found = {}
    for call in re.finditer(r"^ *rdpmend_library\(([^)]*)\)", cmake, re.M):
        words = call.group(1).split()
        lists = {"": [], "USES": [], "PRIVATE_LINK": [], "SOURCES": []}
        key = ""
        for word in words[1:]:
            if word in lists:
                key = word
            else:
                lists[key].append(word)
        headers = tuple(prefix for target in lists["PRIVATE_LINK"] for prefix in third_party.get(target, ()))
        found[words[0]] = (set(lists["USES"]), headers)
    return found


def includes(text):
    """(line number, header, in angle brackets, inside an #if) of every include."""
    depth = 0
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(r"\s*#\s*if", line):
            depth += 1
        elif re.match(r"\s*#\s*endif", line):
            depth -= 1
        elif match := include.match(line):
            yield number, match.group(2), match.group(1) == "<", depth > 0


def declaration_problems(declared):
    seen = set()
    for name, (uses, _) in declared.items():
        for used in sorted(uses - seen):
            yield f"core/CMakeLists.txt: {name} uses {used}, which is not declared above it: arrows point one way"
        seen.add(name)


def private_headers(includes_of):
    """The headers of core that bring third-party headers along, by themselves or through another header.

    includes_of: {header: what it includes}."""
    private = {name for name, headers in includes_of.items() if any(header.startswith(foreign) for header in headers)}
    while more := {name for name, headers in includes_of.items() if name not in private and private & set(headers)}:
        private |= more
    return private


def library_of(name):
    return name.split("/")[:2]


def problem_with(name, header, angled, guarded, declared):
    """What is wrong with this include, or None."""
    place = name.split("/")[0]
    if not angled and not header.startswith(("core/", "ui/", "app/", "tests/")) and not header.endswith(".moc"):
        return "includes of ours start at the root of the repository"
    if not guarded and not name.startswith(system_seams) and (windows_header.match(header) or posix_header.match(header)):
        return "a header of one operating system, outside its seam and outside an #if"

    if place == "core":
        library = name.split("/")[1]
        if library not in declared:
            return f"core/{library} is no library of core/CMakeLists.txt"
        uses, headers = declared[library]
        if re.match(r"Q[A-Z]", header) or header.startswith(("ui/", "app/")):
            return "core knows nothing of Qt, windows and programs"
        if header.startswith("core/") and header.split("/")[1] not in uses | {library}:
            return f"no arrow leads from {library} to {header.split('/')[1]}"
        if header.startswith(foreign) and not header.startswith(headers):
            return f"{library} does not link what this header belongs to"
        if header.startswith(("core/probes/", "core/remedies/")) and header.count("/") > 2:
            return "probes and remedies do not know each other"
    elif place == "ui":
        if header.startswith(("core/", "app/", "tests/")) and not header.startswith(ui_may_include):
            return "ui talks to core through core/engine/session.h and the plain values only"
        if header.startswith(foreign) and not header.startswith(ui_third_party):
            return "ui uses Qt and nothing else"
    elif place == "app":
        if header.startswith("ui/") and not name.startswith("app/gui/"):
            return "only app/gui has a window"
        if header.startswith(foreign) and not header.startswith(app_third_party):
            return "a program composes; it does not do"
    if header.startswith("tests/"):
        return "the product knows nothing of its tests"
    return None


def main():
    declared = libraries(read("core/CMakeLists.txt"))
    problems = list(declaration_problems(declared))
    names = files("core/**/*.h", "core/**/*.cpp", "ui/**/*.h", "ui/**/*.cpp", "ui/*.h", "ui/*.cpp", "app/**/*.h",
                  "app/**/*.cpp")
    private = private_headers({name: [header for _, header, _, _ in includes(read(name))] for name in names
                               if name.startswith("core/") and name.endswith(".h")})
    for name in names:
        for number, header, angled, guarded in includes(read(name)):
            problem = problem_with(name, header, angled, guarded, declared)
            if not problem and header.startswith(("core/", "ui/", "app/")) and not (root / header).exists():
                problem = "there is no such file"
            if not problem and header in private and library_of(header) != library_of(name):
                problem = "brings third-party headers along: it stays inside its library"
            if problem:
                problems.append(f"{name}:{number}: {header}: {problem}")
    report(problems, len(names))


if __name__ == "__main__":
    main()
