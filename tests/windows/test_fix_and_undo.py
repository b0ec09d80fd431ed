"""The shipped command line on a registry and a Credential Manager that are Wine's: what fix changes, undo puts back to the byte."""
import contextlib
import json
import re
import sqlite3
import unittest

from wine import BIN, WindowsTest

CLI = BIN / "rdpmend-cli.exe"
LICENSING = r"HKLM\SOFTWARE\Microsoft\MSLicensing"
CLIENT = r"HKCU\Software\Microsoft\Terminal Server Client"
EMPTY_STORE = [rf"[HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\MSLicensing{below}]" for below in ("", r"\Store")]
STORE_ACCESS = "D:(A;CI;KA;;;SY)(A;CI;KA;;;BA)(A;CI;KR;;;WD)"


def licences(view):
    """A store as a Windows client has it, and what somebody's tool may have left there: every type that the registry knows."""
    return rf"""
[HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\MSLicensing]

[HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\MSLicensing\HardwareID]
"ClientHWID"=hex:02,00,00,00,aa,{view:02x}

[HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\MSLicensing\Store]
@="store"

[HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\MSLicensing\Store\LICENSE000]
"ClientLicense"=hex:01,02,03
"CompanyName"=hex:4d,00,00,00
"dword"=dword:0000002a
"qword"=hex(b):01,02,03,04,05,06,07,08
"string"="žluťoučký kůň \"{view}\" \\ 漢字"
"unfinished"=hex(1):41,00,42
"expand"=hex(2):25,00,78,00,25,00,00,00
"multi"=hex(7):61,00,00,00,62,00,00,00,00,00
"none"=hex(0):
"link"=hex(6):5c,00,78,00
"resources"=hex(8):00,01
"big endian"=hex(5):00,00,00,01
"unknown"=hex(4d):de,ad
"empty"=hex:

[HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\MSLicensing\Store\LICENSE000\žluť]
"deep"=dword:00000001
"""


class FixAndUndo(WindowsTest):
    def setUp(self):
        super().setUp()
        for view in (64, 32):
            self.pc.import_registry(licences(view), view)
            self.plant("access", LICENSING[5:] + r"\Store", view, STORE_ACCESS)
        self.plant("credential", "TERMSRV/127.0.0.1", "EX\\žofie", "secret")
        # A closed port on loopback: nobody answers, so that every probe is quick.
        self.target = ("127.0.0.1:1", "--gateway", "127.0.0.1:1")

    def plant(self, *what):
        ended = self.pc.run(BIN / "plant.exe", *what)
        self.assertEqual((ended.status, ended.err), (0, ""))
        return ended.out

    def cli(self, *arguments, status=None):
        ended = self.pc.run(CLI, *arguments)
        if status is not None:
            self.assertEqual((ended.status, ended.err), (status, ""), ended.out)
        return ended

    def everything(self):
        """All that the fixes may touch, and what lies beside it."""
        state = {(key, view): self.pc.export_registry(key, view) for key in (LICENSING, CLIENT) for view in (64, 32)}
        state["credentials"] = self.plant("credentials")
        for view in (64, 32):
            for below in ("", r"\Store", r"\Store\LICENSE000"):
                state["access" + below, view] = self.pc.run(BIN / "plant.exe", "access", LICENSING[5:] + below, view).out
        return state

    def history(self):
        return json.loads(self.cli("history", "--json", status=0).out)["history"]

    def journal(self, place):
        (file,) = self.pc.folder.glob(f"drive_c/{place}")
        with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)) as journal:
            return [fix for fix, in journal.execute("SELECT fix FROM change ORDER BY number")]

    def assert_fixed_and_undone(self):
        before = self.everything()
        self.assertIn('"unknown"=hex(4d):de,ad', before[LICENSING, 64])
        self.assertIn("ClientHWID", before[LICENSING, 32])
        self.assertNotEqual(before[LICENSING, 64], before[LICENSING, 32])
        self.assertIn("(A;CI;KR;;;WD)", before[r"access\Store", 64])
        self.assertIn("2 TERMSRV/127.0.0.1 EX\\žofie", before["credentials"])

        checked = self.cli("check", *self.target, "--json", status=15)
        self.assertIn("credentials.saved_password_present", {finding["id"] for finding in json.loads(checked.out)["findings"]})
        planned = self.cli("plan", *self.target, "F401", "F501", status=15)
        self.assertIn("MSLicensing", planned.out)
        self.assertIn("Terminal Server Client", planned.out)
        self.assertEqual(self.everything(), before, "check and plan only look")

        fixed = self.cli("fix", *self.target, "F401", "F501", "--yes", "--keep")
        self.assertEqual((fixed.status, fixed.err), (15, ""), fixed.out)
        now = self.everything()
        for view in (64, 32):
            self.assertEqual(re.findall(r"^\[.*\]|^[\"@].*", now[LICENSING, view], re.M), EMPTY_STORE)
            self.assertIn("(A;CI;CCDCLCSWRPRC;;;BU)", now[r"access\Store", view])
        self.assertIn('"rdgclienttransport"=dword:00000001', now[CLIENT, 64].lower())
        self.assertEqual(now["credentials"], before["credentials"])
        self.assertEqual(sorted((entry["fix"], entry["state"]) for entry in self.history()),
                         [("F401", "done"), ("F401", "done"), ("F501", "done")])

        # What is the whole PC's was made by the elevated part, whose journal nobody else can write; see app/broker.
        self.assertEqual(self.journal("Program Files/rdpmend/State/machine.db"), ["F401", "F401"])
        self.assertEqual(self.journal("users/*/AppData/Local/rdpmend/journal.db"), ["F501"])

        self.cli("undo", "--all", status=0)
        self.assertEqual(self.everything(), before)
        self.assertEqual({entry["state"] for entry in self.history()}, {"undone"})
        self.assertEqual(self.cli("undo", "--all", status=0).out, "There is nothing to put back.\n")
        self.assertEqual(self.everything(), before)

    def test_where_the_person_never_used_the_client(self):
        self.assertIsNone(self.pc.export_registry(CLIENT))
        self.assert_fixed_and_undone()

    def test_where_the_gateway_transport_was_set_otherwise(self):
        self.pc.import_registry(r"""
[HKEY_CURRENT_USER\Software\Microsoft\Terminal Server Client]
"rdgclienttransport"="of another type"
"AuthenticationLevelOverride"=dword:00000002

[HKEY_CURRENT_USER\Software\Microsoft\Terminal Server Client\Default]
"MRU0"="127.0.0.1"
""")
        self.assert_fixed_and_undone()


if __name__ == "__main__":
    unittest.main()
