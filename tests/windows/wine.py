"""What the tests of the programs for Windows share: a Windows PC of one's own under Wine, and a screen for it."""
import contextlib
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BIN = Path(os.environ.get("RDPMEND_WINDOWS_BIN", ROOT / "build/windows-tests/bin"))
WINE = HERE / "wine.sh"
DID_NOT_END = 124


class Ended:
    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err


class Pc:
    """A fresh Windows PC: its own registry, files and services, gone when the test ends."""

    def __init__(self, folder, display=None):
        self.folder = Path(folder)
        self._environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WINEDLLOVERRIDES")}
        self._environment["WINEPREFIX"] = str(self.folder)
        if display:
            self._environment["DISPLAY"] = display
        self.run("cmd", "/c", "ver")    # so that it is there

    def run(self, program, *arguments, timeout=60, env=None):
        """`program` is the path of an .exe, or the name of one of Wine's own tools ("reg")."""
        environment = {**self._environment, "RDPMEND_WINE_SECONDS": str(timeout), **(env or {})}
        ended = subprocess.run([WINE, str(program), *map(str, arguments)], env=environment, stdin=subprocess.DEVNULL, capture_output=True)
        out, err = (text.decode("utf-8", "backslashreplace") for text in (ended.stdout, ended.stderr))
        if ended.returncode == DID_NOT_END:
            raise AssertionError(f"{program} {arguments} did not end within {timeout} s\n{out}\n{err}")
        return Ended(ended.returncode, out, err)

    def start(self, program, *arguments, env=None):
        """For what stays, such as a window. What it writes is lost."""
        environment = {**self._environment, "RDPMEND_WINE_SECONDS": "600", **(env or {})}
        return subprocess.Popen([WINE, str(program), *map(str, arguments)], env=environment, stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def path(self, windows_path):
        r"""Where C:\... lies here."""
        drive, rest = windows_path[:2], windows_path[2:]
        assert drive.lower() == "c:", windows_path
        return self.folder / "drive_c" / rest.strip("\\").replace("\\", "/")

    def processes(self, program):
        """The ids of the processes here that run this .exe on this PC."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if (program.encode() in (process / "cmdline").read_bytes()
                        and f"WINEPREFIX={self.folder}\0".encode() in (process / "environ").read_bytes()):
                    found.append(int(process.name))
        return found

    def import_registry(self, text, view=64):
        """`text` is a .reg file without its first line."""
        file = self.path("C:\\import.reg")
        file.write_text("Windows Registry Editor Version 5.00\r\n\r\n" + text.strip().replace("\n", "\r\n") + "\r\n\r\n", encoding="utf-16")
        ended = self.run("reg", "import", "C:\\import.reg", f"/reg:{view}")
        assert ended.status == 0, ended.out + ended.err
        file.unlink()

    def export_registry(self, key, view=64):
        """What Wine's reg.exe exports; None when there is no such key."""
        file = self.path("C:\\export.reg")
        file.unlink(missing_ok=True)
        ended = self.run("reg", "export", key, "C:\\export.reg", "/y", f"/reg:{view}")
        if not file.exists():
            assert ended.status != 0
            return None
        text = file.read_bytes().decode("utf-16")
        file.unlink()
        return text

    @staticmethod
    def remove(folder):
        environment = {**os.environ, "WINEPREFIX": folder}
        for option in ("-k", "-k9"):
            with contextlib.suppress(subprocess.TimeoutExpired):
                subprocess.run(["wineserver", option], env=environment, capture_output=True, timeout=20)
                subprocess.run(["wineserver", "-w"], env=environment, capture_output=True, timeout=20)
                break
        shutil.rmtree(folder, ignore_errors=True)


class WindowsTest(unittest.TestCase):
    """One PC for each case, self.pc."""
    maxDiff = None
    display = None

    def setUp(self):
        self.pc = self.new_pc()

    def new_pc(self):
        place = BIN.parent / "wine"    # on the file system that has room, and where hard links to the cache are likely
        place.mkdir(exist_ok=True)
        folder = tempfile.mkdtemp(prefix="pc-", dir=place)
        os.rmdir(folder)    # wine.sh makes it
        self.addCleanup(Pc.remove, folder)
        return Pc(folder, self.display)
