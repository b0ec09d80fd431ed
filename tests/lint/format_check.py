"""Every C++ file is as clang-format 14 writes it. Skipped (77) where that version is not installed."""
import re
import shutil
import subprocess
import sys

from sources import files, report, root


def clang_format():
    for program in ("clang-format-14", "clang-format"):
        if shutil.which(program):
            version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
            if re.search(r"version 14\.", version):
                return program
    return None


def main():
    program = clang_format()
    if not program:
        print("clang-format 14 is not here")
        sys.exit(77)
    names = files("*.cpp", "*.h")
    if "--fix" in sys.argv:
        subprocess.run([program, "-i", *names], cwd=root, check=True)
    output = subprocess.run([program, "--dry-run", *names], cwd=root, capture_output=True, text=True, check=False).stderr
    wrong = sorted(set(re.findall(r"^([^\s:]+):\d+:\d+: (?:warning|error)", output, re.M)))
    report([f"{name}: not as clang-format writes it (tests/lint/format_check.py --fix)" for name in wrong], len(names))


if __name__ == "__main__":
    main()
