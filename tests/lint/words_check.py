"""Words and habits that have no place in the repository. Each rule says which files it is for, and why it is there."""
import re

from sources import files, read, report

text_files = ("*.cpp", "*.h", "*.in", "*.cmake", "*CMakeLists.txt", "*.py", "*.sh", "run.sh", "test.sh", ".ci/run", "*.md",
              "*.json", "*.yml", "*.qss", "*.svg")
rules = [
    # (pattern, only files that match, except files that match, what is wrong)
    (r"(?<![\w.])/(work|root)/\w|/tmp/b-\w", r"", r"^tests/lint/", "a path of one machine"),
    (r"(?<![\w.])/(home|Users)/\w", r"", r"^tests/", "a path of one machine"),
    (r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b", r"", r"", "unfinished: do it, or leave it out"),
    (r"(?i)\bnot (yet )?implemented\b", r"\.(cpp|h|py)$", r"^tests/lint/", "a stub: do it, or leave it out"),
    (r"^(<{7}|={7}|>{7})( |$)", r"", r"", "a merge conflict"),
    (r"[ \t]+$", r"", r"\.(json|svg)$", "blanks at the end of the line"),
    (r"\t", r"\.(cpp|h|py|cmake|sh)$|CMakeLists\.txt$", r"", "a tab: four spaces"),
    (r"\r", r"", r"", "a carriage return"),
    # Words a person reads are data, and so are links: nothing else may send people to an address.
    (r'"[^"]*https?://[\w-]+\.\w', r"^(core|ui|app)/.*\.(cpp|h)$", r"", "a link in code: links are data"),
    # Foreign text must never be read as markup.
    (r"\bQt::(RichText|AutoText|MarkdownText)\b|\bsetHtml\(", r"^ui/", r"", "text that is read as markup: plain text only"),
    (r"\bnew QLabel\b|\bQLabel \w+[;({]", r"^ui/", r"^ui/widgets/", "a bare label guesses markup: use the one in ui/widgets"),
    (r"\b(system|popen|_wsystem|ShellExecute\w*|CreateProcess\w*)\(", r"^(core|ui|app)/.*\.(cpp|h)$",
     r"^(app/elevation/start_broker|core/windows/system_tools)\.cpp$",
     "no command lines: changes are data"),
    (r"\busing namespace std;", r"\.(cpp|h)$", r"", "names of std are written out"),
]
compiled = [(re.compile(pattern), re.compile(only), re.compile(but) if but else None, wrong)
            for pattern, only, but, wrong in rules]


def problems_in(name, text):
    for number, line in enumerate(text.split("\n"), 1):
        for pattern, only, but, wrong in compiled:
            if only.search(name) and not (but and but.search(name)) and pattern.search(line):
                yield f"{name}:{number}: {wrong}: {line.strip()[:100]}"
    if text and not text.endswith("\n"):
        yield f"{name}: the last line does not end"
    if name.endswith(".h") and "#pragma once" not in text:
        yield f"{name}: no #pragma once"
    if name.startswith(("core/", "ui/", "app/")) and name.endswith(".h") and not text.startswith("//"):
        yield f"{name}: the file opens with what it is for"


def main():
    names = files(*text_files)
    report([problem for name in names for problem in problems_in(name, read(name))], len(names))


if __name__ == "__main__":
    main()
