"""Who starts other programs: core/windows/system_tools.cpp, by their absolute path, and the starter of the broker. A program
that is searched for by its name, or handed to a shell, may be somebody else's."""
import re

from sources import files, read, report

may_start = ("core/windows/system_tools.cpp", "app/elevation/start_broker.cpp")
start = re.compile(r"\b(CreateProcess\w*|ShellExecute\w*|WinExec|LoadModule|(_w)?system|_?w?popen|_w?(spawn|exec)\w+|exec[lv]p?e?|"
                   r"posix_spawnp?)\s*\(|\bQProcess\b")
not_code = re.compile(r'//.*|"(\\.|[^"\\])*"')


def problems_in(name, text):
    if name in may_start:
        return
    for number, line in enumerate(text.splitlines(), 1):
        if match := start.search(not_code.sub("", line)):
            yield f"{name}:{number}: {match.group(0).strip('( ')}: only {' and '.join(may_start)} start programs"


def main():
    names = files("core/**/*.h", "core/**/*.cpp", "ui/**/*.h", "ui/**/*.cpp", "ui/*.h", "ui/*.cpp", "app/*.h", "app/*.cpp",
                  "app/**/*.h", "app/**/*.cpp")
    problems = [problem for name in names for problem in problems_in(name, read(name))]
    report(problems, len(names))


if __name__ == "__main__":
    main()
