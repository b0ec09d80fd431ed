"""Linked again in another folder at another time, each program is the same, byte for byte."""
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from wine import BIN

BUILD = BIN.parent


@unittest.skipUnless((BUILD / "build.ninja").exists(), f"{BUILD} is not where it was built")
class Reproducible(unittest.TestCase):
    def test_linking_again_elsewhere_gives_the_same_programs(self):
        programs = sorted(path.name for path in BIN.glob("rdpmend*.exe"))
        self.assertIn("rdpmend-cli.exe", programs)
        with tempfile.TemporaryDirectory(prefix="again-", dir=BUILD) as folder:
            # Links, because the linker only reads them; what it writes goes where nothing was copied.
            again = Path(folder, "elsewhere")
            left_out = shutil.ignore_patterns("bin", "wine", "Testing", Path(folder).name)
            shutil.copytree(BUILD, again, copy_function=os.link, ignore=left_out)
            (again / "bin").mkdir()
            for program in programs:
                commands = subprocess.run(["ninja", "-t", "commands", f"bin/{program}"], cwd=BUILD, check=True, capture_output=True,
                                          text=True).stdout.splitlines()
                clock = ["faketime", "2031-05-06 07:08:09"] if shutil.which("faketime") else []
                subprocess.run([*clock, "sh", "-c", commands[-1]], cwd=again, check=True, capture_output=True,
                               env={**os.environ, "TZ": "Asia/Tokyo"})
                with self.subTest(program=program):
                    self.assertEqual((again / "bin" / program).read_bytes(), (BIN / program).read_bytes())


if __name__ == "__main__":
    unittest.main()
