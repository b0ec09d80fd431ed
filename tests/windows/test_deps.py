"""installer/deps/get.sh takes a ready archive of libraries only when it holds what the recipe asks for."""
import os
import shutil
import subprocess
import tarfile
import tempfile
import unittest
from pathlib import Path

from wine import ROOT

MANIFEST = ROOT / "installer/deps/MANIFEST"


class Deps(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="deps-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        shutil.copytree(ROOT / "installer", self.folder / "installer")
        # Building takes 25 minutes; here it is enough to see that it was begun.
        (self.folder / "installer/deps/build.sh").write_text('#!/bin/sh\nmkdir -p "$1"\ntouch "$1/built"\n')

    def get(self, manifest):
        """What lies in the folder that get.sh prints, with an archive of this manifest."""
        prefix = self.folder / "prefix"
        (prefix / "share/rdpmend-deps").mkdir(parents=True, exist_ok=True)
        (prefix / "share/rdpmend-deps/MANIFEST").write_bytes(manifest)
        (prefix / "archived").touch()
        archive = self.folder / "deps.tar.xz"
        with tarfile.open(archive, "w:xz") as tar:
            tar.add(prefix, "prefix")
        ended = subprocess.run([self.folder / "installer/deps/get.sh"], capture_output=True, text=True, check=True,
                               env={**os.environ, "XDG_CACHE_HOME": str(self.folder / "cache"), "RDPMEND_WINDOWS_DEPS": str(archive)})
        return {path.name for path in Path(ended.stdout.strip()).iterdir()}, ended.stderr

    def test_takes_an_archive_of_the_same_libraries(self):
        found, said = self.get(MANIFEST.read_bytes())
        self.assertEqual((found, said), ({"archived", "share"}, ""))

    def test_builds_when_one_version_differs(self):
        found, said = self.get(MANIFEST.read_bytes().replace(b"openssl 3", b"openssl 4"))
        self.assertEqual(found, {"built"})
        self.assertIn("other libraries", said)

    def test_builds_when_the_archive_does_not_say_what_it_holds(self):
        self.assertEqual(self.get(b"")[0], {"built"})


if __name__ == "__main__":
    unittest.main()
