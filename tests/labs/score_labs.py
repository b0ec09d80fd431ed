"""Runs the fault labs' scorer over the program: score_labs.py CLI [--labs DIR] [NAME...]

The labs build network namespaces with real servers and real packet filters and ask what `CLI check --json` says. Ends with
0 when at least `minimum_right` labs are right (all of them when names are given), 77 where no lab can be built."""
import argparse
import pathlib
import re
import shutil
import subprocess
import sys

minimum_right = 24
tools = ("ip", "iptables", "xrdp", "nginx", "haproxy", "dnsmasq", "faketime", "openssl", "gcc", "ss")
default_labs = pathlib.Path(__file__).resolve().parents[3] / "shared" / "labs"


def why_not(labs):
    """Why no lab can be built here, or None."""
    if not (labs / "score").is_file():
        return "the labs are not here"
    missing = [tool for tool in tools if not shutil.which(tool, path="/usr/sbin:/usr/bin:/sbin:/bin")]
    if missing:
        return f"the labs need {', '.join(missing)}"
    probe = "rdpmend-labs-probe"
    made = subprocess.run(["ip", "netns", "add", probe], capture_output=True, text=True, check=False)
    if made.returncode != 0:
        return f"no network namespaces can be made here (root?): {made.stderr.strip()}"
    subprocess.run(["ip", "netns", "del", probe], check=False)
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cli", type=pathlib.Path)
    parser.add_argument("--labs", type=pathlib.Path, default=default_labs)
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_intermixed_args()

    reason = why_not(arguments.labs)
    if reason:
        print(f"skipped: {reason}")
        sys.exit(77)
    scorer = subprocess.Popen([sys.executable, arguments.labs / "score", arguments.cli.resolve(), *arguments.names],
                              stdout=subprocess.PIPE, text=True)
    last = ""
    for line in scorer.stdout:
        print(line, end="", flush=True)
        last = line
    scorer.wait()
    match = re.match(r"(\d+) right of (\d+)", last)
    if not match:
        print("the scorer did not finish")
        sys.exit(1)
    right, total = int(match[1]), int(match[2])
    wanted = total if arguments.names else min(minimum_right, total)
    print(f"{wanted} must be right: {'yes' if right >= wanted else 'NO'}")
    sys.exit(0 if right >= wanted and total > 0 else 1)


if __name__ == "__main__":
    main()
