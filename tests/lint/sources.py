"""The files of the repository that lint looks at, and how a lint program reports."""
import pathlib
import subprocess
import sys

root = pathlib.Path(__file__).resolve().parents[2]


def files(*patterns):
    """Tracked and new files matching the patterns, as paths relative to the root, sorted.

    Falls back to the file system where there is no git (a source archive)."""
    try:
        listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "--", *patterns], cwd=root, check=True,
                                capture_output=True, text=True).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):
        listed = [str(path.relative_to(root)) for pattern in patterns for path in root.rglob(pattern)
                  if "build" not in path.relative_to(root).parts[:1]]
    return sorted(name for name in set(listed) if (root / name).is_file())


def read(name):
    return (root / name).read_text(encoding="utf-8", errors="replace")


def report(problems, looked_at):
    """Prints the problems and ends the program: 1 when there are any, or when nothing was looked at."""
    for problem in problems:
        print(problem)
    if not looked_at:
        print("nothing to look at: is this the repository?")
    print(f"{len(problems)} problems in {looked_at} files")
    sys.exit(1 if problems or not looked_at else 0)
