"""The packages as they are handed out: installed, run and removed under Wine without a trace; the same whenever they are made."""
import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest
import uuid
import zipfile
from pathlib import Path

from wine import BIN, ROOT, WindowsTest

VERSION = re.search(r"project\(rdpmend VERSION (\S+)", (ROOT / "CMakeLists.txt").read_text())[1]
TOOLS = ["makensis", "wixl", "msibuild", "zip", "osslsigncode"]
MISSING = [tool for tool in TOOLS if not shutil.which(tool)]
INSTALLED = "C:\\Program Files\\rdpmend"
JOURNAL = "C:\\users\\{}\\AppData\\Local\\rdpmend\\journal.db".format(os.environ.get("USER", "root"))
# What Windows Installer and Wine keep for themselves after any package, and no part of ours
OWN_OF_THE_SYSTEM = re.compile(r"(?i)drive_c/(windows/(installer|temp|syswow64|system32)\b|users/[^/]+/(temp|appdata/local/temp)|programdata/microsoft)")


def package(folder, programs=BIN, **environment):
    """package.sh into this folder; what it wrote, {name: path}."""
    subprocess.run([ROOT / "installer/package.sh", programs, folder], check=True, capture_output=True,
                   env={**os.environ, "SOURCE_DATE_EPOCH": "1763700000", **environment})
    return {path.name: path for path in Path(folder).iterdir()}


@unittest.skipIf(MISSING, f"not installed: {' '.join(MISSING)}")
class Packages(WindowsTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.folder = tempfile.TemporaryDirectory(prefix="packages-")
        cls.addClassCleanup(cls.folder.cleanup)
        cls.packages = package(Path(cls.folder.name, "first"))
        cls.msi = cls.packages[f"rdpmend-{VERSION}-windows-x64.msi"]
        cls.setup = cls.packages[f"rdpmend-{VERSION}-windows-x64-setup.exe"]
        cls.zip = cls.packages[f"rdpmend-{VERSION}-windows-x64.zip"]
        cls.programs = sorted(path.name for path in BIN.glob("rdpmend*.exe"))

    def setUp(self):
        if "on_a_pc" in self._testMethodName:
            super().setUp()

    # The PC

    def state(self):
        """Every file and every key and value of the PC, read when Wine has written them down."""
        for option in ("-k", "-w"):
            subprocess.run(["wineserver", option], env={**os.environ, "WINEPREFIX": str(self.pc.folder)}, timeout=60)
        files = {str(path.relative_to(self.pc.folder)) for path in self.pc.path("C:\\").rglob("*")}
        registry = set()
        for name in ("system.reg", "user.reg", "userdef.reg"):
            key = ""
            for line in (self.pc.folder / name).read_text("utf-8", "replace").splitlines():
                if line.startswith("["):
                    key = line.rsplit("]", 1)[0] + "]"
                    registry.add(key)
                elif line.startswith(('"', "@")):
                    registry.add(f"{key} {line}")
        return files, registry

    def assert_no_trace(self, before):
        files, registry = (now - then for now, then in zip(self.state(), before))
        self.assertEqual(sorted(file for file in files if not OWN_OF_THE_SYSTEM.match(file)), [])
        self.assertEqual(sorted(entry for entry in registry if "rdpmend" in entry.lower()), [])
        keys = sorted(entry for entry in registry if entry.endswith("]"))
        self.assertEqual([key for key in keys if not re.search(r"(?i)\\(installer|explorer|rpc|eventlog)\b", key)], [])

    def cli(self, *arguments):
        return self.pc.run(self.pc.path(INSTALLED) / "rdpmend-cli.exe", *arguments)

    def setting(self):
        return self.pc.run("reg", "query", "HKCU\\Software\\Microsoft\\Terminal Server Client", "/v", "RDGClientTransport").status == 0

    def change_something(self):
        target = ("127.0.0.1:1", "--gateway", "127.0.0.1:1")
        fixed = self.cli("fix", *target, "F501", "--yes", "--keep")
        self.assertTrue(self.setting(), fixed.out + fixed.err)

    def install_msi(self):
        ended = self.pc.run("msiexec", "/i", self.msi, "/qn")
        self.assertEqual(ended.status, 0, ended.err)

    def install_setup(self):
        ended = self.pc.run(self.setup, "/S")
        self.assertEqual(ended.status, 0, ended.err)

    def remove_setup(self, *arguments):
        """Its exit status. With _?=, last and without quotes, it does not go on as a copy of itself that nobody can wait for."""
        copy, script = self.pc.path("C:\\uninstall.exe"), self.pc.path("C:\\remove.bat")
        shutil.copy(self.pc.path(INSTALLED) / "uninstall.exe", copy)
        script.write_text(f'@start /wait "" C:\\uninstall.exe /S {" ".join(arguments)} _?={INSTALLED}\r\n@exit /b %errorlevel%\r\n')
        ended = self.pc.run("cmd", "/c", "C:\\remove.bat")
        copy.unlink()
        script.unlink()
        return ended.status

    def assert_installed(self):
        version = self.cli("--version")
        self.assertEqual((version.status, version.out), (0, f"rdpmend-cli {VERSION}\n"))
        folder = self.pc.path(INSTALLED)
        self.assertEqual(sorted(path.name for path in folder.glob("rdpmend*.exe")), self.programs)
        self.assertTrue((folder / "licences/qt.txt").exists())
        links = [path for path in self.pc.path("C:\\").rglob("rdpmend.lnk")]
        self.assertEqual(len(links), 1)
        listed = self.pc.export_registry("HKLM\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall")
        self.assertIn('"DisplayName"="rdpmend"', listed)
        self.assertIn(f'"DisplayVersion"="{VERSION}"', listed)

    def test_the_msi_comes_and_goes_on_a_pc(self):
        before = self.state()
        self.install_msi()
        self.assert_installed()
        self.assertEqual(self.pc.run("msiexec", "/x", self.msi, "/qn").status, 0)
        self.assert_no_trace(before)

    def test_the_setup_comes_and_goes_on_a_pc(self):
        before = self.state()
        self.install_setup()
        self.assert_installed()
        self.assertEqual(self.remove_setup(), 0)
        self.assert_no_trace(before)

    def test_removing_the_msi_keeps_changes_and_journal_on_a_pc(self):
        self.install_msi()
        self.change_something()
        self.assertEqual(self.pc.run("msiexec", "/x", self.msi, "/qn").status, 0)
        self.assertFalse(self.pc.path(INSTALLED).exists())
        self.assertTrue(self.setting() and self.pc.path(JOURNAL).exists())
        self.install_msi()
        self.assertEqual(self.cli("undo", "--all").status, 0, "the journal serves the next installation")
        self.assertFalse(self.setting())

    def test_removing_the_msi_undoes_all_when_told_on_a_pc(self):
        self.install_msi()
        self.change_something()
        self.assertEqual(self.pc.run("msiexec", "/x", self.msi, "/qn", "UNDOALL=1").status, 0)
        self.assertFalse(self.setting())
        self.assertFalse(self.pc.path(INSTALLED).exists())

    def test_removing_the_setup_keeps_or_undoes_as_told_on_a_pc(self):
        self.install_setup()
        self.change_something()
        self.assertEqual(self.remove_setup(), 0)
        self.assertFalse((self.pc.path(INSTALLED) / "rdpmend-cli.exe").exists())
        self.assertTrue(self.setting() and self.pc.path(JOURNAL).exists())
        self.install_setup()
        self.assertEqual(self.remove_setup("/UNDOALL"), 0)
        self.assertFalse(self.setting())

    def test_what_cannot_be_undone_keeps_the_setup_on_a_pc(self):
        self.install_setup()
        self.change_something()
        journal = self.pc.path(JOURNAL)
        journal.write_bytes(b"not a journal" + bytes(5000))
        self.assertEqual(self.remove_setup("/UNDOALL"), 2)
        self.assertTrue((self.pc.path(INSTALLED) / "rdpmend-cli.exe").exists() and self.setting())

    # The files

    def test_the_same_programs_give_the_same_packages(self):
        elsewhere = Path(self.folder.name, "elsewhere")
        shutil.copytree(BIN, elsewhere / "bin", ignore=lambda folder, names: [n for n in names if not n.startswith("rdpmend")])
        (elsewhere / "tmp").mkdir()
        os.utime(elsewhere / "bin" / "rdpmend-cli.exe", (1, 1))
        again = package(elsewhere / "out", elsewhere / "bin", TMPDIR=str(elsewhere / "tmp"), TZ="Asia/Tokyo", LC_ALL="C",
                        USER="somebody", HOME=str(elsewhere))
        self.assertEqual(sorted(again), sorted(self.packages))
        self.assertEqual([name for name in again if again[name].read_bytes() != self.packages[name].read_bytes()], [])

    def test_checksums_are_of_all_packages(self):
        lines = [line.split("  ") for line in self.packages["SHA256SUMS"].read_text().splitlines()]
        self.assertEqual({name: hashlib.sha256(self.packages[name].read_bytes()).hexdigest() for name in self.packages
                          if name != "SHA256SUMS"}, {name: checksum for checksum, name in lines})

    def test_the_zip_holds_programs_licences_and_what_is_inside(self):
        with zipfile.ZipFile(self.zip) as archive:
            names = [name.removeprefix(f"rdpmend-{VERSION}/") for name in archive.namelist()]
        self.assertEqual([name for name in names if name.endswith(".exe")], self.programs)
        self.assertLessEqual({"LICENSE.txt", "README.txt", "rdpmend.cdx.json", "licences/qt.txt", "licences/LGPL-3.txt",
                              "licences/openssl.txt", "licences/sqlite.txt"}, set(names))

    def test_the_bill_of_materials_names_what_was_linked(self):
        bill = json.loads(self.packages[f"rdpmend-{VERSION}.cdx.json"].read_text())
        self.assertEqual((bill["bomFormat"], bill["specVersion"], bill["version"]), ("CycloneDX", "1.5", 1))
        uuid.UUID(bill["serialNumber"].removeprefix("urn:uuid:"))
        self.assertEqual(bill["metadata"]["component"]["version"], VERSION)
        parts = bill["components"]
        for part in parts:
            self.assertLessEqual({"type", "name", "bom-ref"}, set(part))
        self.assertEqual(len({part["bom-ref"] for part in parts}), len(parts))
        libraries = {part["name"]: part for part in parts if part["type"] == "library"}
        self.assertTrue(all(part["licenses"] and part["version"] for part in libraries.values()))
        manifest = (ROOT / "installer/deps/MANIFEST").read_text()
        self.assertLessEqual({"qtbase", "openssl", "sqlite", "boost"}, set(libraries))
        for part in libraries.values():
            if part["name"] != "libstdc++":
                self.assertIn(f"{part['name']} {part['version']}", manifest)
        self.assertEqual(set(bill["dependencies"][0]["dependsOn"]), {part["bom-ref"] for part in libraries.values()})
        [cli] = [part for part in parts if part["name"] == "rdpmend-cli.exe"]
        self.assertEqual(cli["hashes"][0]["content"], hashlib.sha256((BIN / "rdpmend-cli.exe").read_bytes()).hexdigest())

    def test_everything_can_be_signed(self):
        folder = Path(self.folder.name, "signed")
        folder.mkdir()
        key, certificate, bundle, password = (folder / name for name in ("key.pem", "certificate.pem", "test.p12", "password"))
        password.write_text("test")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "2",
                        "-subj", "/CN=rdpmend test", "-addext", "extendedKeyUsage=codeSigning"], check=True, capture_output=True)
        subprocess.run(["openssl", "pkcs12", "-export", "-inkey", key, "-in", certificate, "-out", bundle, "-passout", "pass:test"],
                       check=True, capture_output=True)
        signed = package(folder / "out", RDPMEND_SIGN_PKCS12=str(bundle), RDPMEND_SIGN_PASSWORD=str(password),
                         RDPMEND_SIGN_ROOTS=str(certificate))
        with zipfile.ZipFile(signed[self.zip.name]) as archive:
            archive.extractall(folder)
        for file in [signed[self.msi.name], signed[self.setup.name], *folder.glob("rdpmend-*/*.exe")]:
            verified = subprocess.run(["osslsigncode", "verify", "-CAfile", certificate, file], capture_output=True, text=True)
            self.assertEqual(verified.returncode, 0, f"{file.name}: {verified.stdout}")
        unsigned = subprocess.run(["osslsigncode", "verify", "-CAfile", certificate, self.setup], capture_output=True)
        self.assertNotEqual(unsigned.returncode, 0)


if __name__ == "__main__":
    unittest.main()
