"""ShellCheck over every shell script. Skipped (77) where it is not installed."""
import shutil
import subprocess
import sys

from sources import files, report, root

if not shutil.which("shellcheck"):
    print("shellcheck is not here")
    sys.exit(77)
names = files("*.sh", ".ci/run")
result = subprocess.run(["shellcheck", "-x", *names], cwd=root, capture_output=True, text=True, check=False)
report(result.stdout.splitlines(), len(names))
