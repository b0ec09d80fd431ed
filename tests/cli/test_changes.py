"""plan, fix, undo and history on a simulated PC that is a file: exact undo, across processes, crashes and journal trouble."""
import json
import os
import random
import sqlite3
import subprocess
import unittest

from support import CLI, CliTest, closed_port, environment, run

FIXES = ["F302", "F204", "F304", "F401", "F502"]

PC = {
    "registry": {
        "HKCU\\Software\\Microsoft\\Terminal Server Client\\Servers\\127.0.0.1": {
            "UsernameHint": {"string": "EX\\anna"},
            "CertHash": {"binary": "00112233445566778899aabbccddeeff00112233"},
        },
        "HKCU\\Software\\Microsoft\\Terminal Server Client": {"AuthenticationLevelOverride": {"dword": 0}},
        "HKLM64\\SOFTWARE\\Microsoft\\MSLicensing\\HardwareID": {"ClientHWID": {"binary": "0200"}},
        "HKLM64\\SOFTWARE\\Microsoft\\MSLicensing\\Store\\LICENSE000": {
            "ClientLicense": {"binary": ""}, "ProductID": {"expand": "%x%"}, "Odd": {"type": 77, "data": "00ff"}},
        "HKLM32\\SOFTWARE\\Microsoft\\MSLicensing\\Store": {"": {"multi": ["a", "b"]}},
        "HKLM64\\SOFTWARE\\Policies\\Microsoft": {},
    },
    "permissions": {"HKLM64\\SOFTWARE\\Microsoft\\MSLicensing\\Store": "D:(A;;KA;;;BA)"},
    "credentials": [{"target": "TERMSRV/127.0.0.1", "user": "EX\\anna", "password": "old"}],
    "files": {"C:\\Users\\anna\\Documents\\a.rdp": "full address:s:127.0.0.1\r\n"},
}


class Changes(CliTest):
    def setUp(self):
        super().setUp()
        self.pc = self.folder / "pc.json"
        self.journal = self.folder / "pc.json.journal"
        self.target = f"127.0.0.1:{closed_port()}"
        self.pc.write_text(json.dumps(PC))
        # Once through, so that the file has the program's own layout and comparison can be byte by byte.
        self.fix("F302")
        self.assertEqual(self.undo("--all").status, 0)
        self.before = self.pc.read_bytes()
        self.assertEqual(json.loads(self.before)["credentials"], PC["credentials"])
        self.journal.unlink()

    def on_pc(self, command, *args, **more):
        return run(command, *args, "--machine", f"simulated:{self.pc}", **more)

    def fix(self, *fixes, **more):
        return self.on_pc("fix", *fixes, self.target, "--yes", "--keep", **more)

    def undo(self, *what, **more):
        return self.on_pc("undo", *what, **more)

    def history(self):
        return self.on_pc("history", "--json").json["history"]

    def assert_untouched(self):
        self.assertEqual(self.pc.read_bytes(), self.before)

    def test_plan_shows_before_and_after_and_changes_nothing(self):
        ended = self.on_pc("plan", self.target, *FIXES, "F501")
        self.assertEqual((ended.status, ended.err), (15, ""))
        self.assertRegex(ended.out, r'UsernameHint\n    "EX\\anna" \(REG_SZ\) -> does not exist')
        self.assertRegex(ended.out, r"\nPlan [0-9a-f]{64}\n")
        self.assertRegex(ended.out, r"Not offered, and why\n  F501: .*gateway")
        self.assertEqual(self.on_pc("plan", self.target, *FIXES, "F501").out, ended.out)
        self.assert_untouched()
        self.assertFalse(self.journal.exists())

    def test_plan_and_fix_refuse_a_fix_that_does_not_exist(self):
        for command in (["plan", self.target], ["fix", self.target, "--yes"]):
            ended = self.on_pc(*command, "F999")
            self.assert_one_sentence(ended, 64)
        self.assert_untouched()

    def test_undo_in_another_process_restores_every_byte(self):
        ended = self.fix(*FIXES)
        self.assertEqual(ended.err, "")
        self.assertNotEqual(self.pc.read_bytes(), self.before)
        self.assertEqual({entry["fix"] for entry in self.history()}, set(FIXES))
        self.assertEqual(self.undo("--all").status, 0)
        self.assert_untouched()
        self.assertEqual({entry["state"] for entry in self.history()}, {"undone"})
        again = self.undo("--all")
        self.assertEqual((again.status, again.err), (0, ""))
        self.assert_untouched()

    def test_undo_by_number_and_by_run(self):
        self.fix("F302")
        self.fix("F502")
        first, second = self.history()
        self.assertNotEqual(first["run"], second["run"])
        self.assertEqual(self.undo("--run", second["run"]).status, 0)
        self.assertEqual(self.undo(first["number"]).status, 0)
        self.assert_untouched()

    def test_undo_keeps_what_somebody_changed_since_unless_told(self):
        self.fix("F302")
        pc = json.loads(self.pc.read_text())
        key = "HKCU\\Software\\Microsoft\\Terminal Server Client\\Servers\\127.0.0.1"
        pc["registry"][key]["UsernameHint"] = {"string": "EX\\ben"}
        self.pc.write_text(json.dumps(pc))
        ended = self.undo("--all")
        self.assertEqual(ended.status, 74)
        self.assertIn("somebody changed it since", ended.out)
        self.assertIn("ben", self.pc.read_text())
        number = str(self.history()[0]["number"])
        self.assertEqual(self.undo(number, "--even-if-changed").status, 0)
        self.assert_untouched()

    def test_a_change_that_did_not_help_is_put_back(self):
        self.assertEqual(self.history(), [])
        ended = self.on_pc("fix", "F204", self.target, "--yes")
        effect = [line for line in ended.out.splitlines() if line.startswith("  F204 ") and ":" in line][-1]
        if "no difference" in effect:
            self.assertIn("put back", effect)
            self.assert_untouched()
        else:
            self.assertNotIn("put back", effect)

    def test_history_exports_files_that_undo_without_the_program(self):
        self.fix("F302", "F401")
        folder = self.folder / "undo"
        self.assertEqual(self.on_pc("history", "--export", folder).status, 0)
        files = sorted(folder.glob("*.reg"))
        self.assertEqual(len(files), len(self.history()))
        text = files[0].read_bytes()
        self.assertIn("UsernameHint", text.decode("utf-16") if text[:2] == b"\xff\xfe" else text.decode())

    def test_history_of_nothing_makes_no_file(self):
        ended = self.on_pc("history")
        self.assertEqual((ended.status, ended.err), (0, ""))
        self.assertFalse(self.journal.exists())

    def test_killed_at_any_moment_undo_restores_every_byte(self):
        random.seed(20)
        moments = [i * 0.012 for i in range(20)] + [random.uniform(0, 0.4) for _ in range(10)]
        changed = 0
        for moment in moments:
            self.fix(*FIXES, kill_after=moment)
            changed += self.pc.read_bytes() != self.before
            ended = self.undo("--all")
            self.assertEqual((ended.status, ended.err), (0, ""), ended.out)
            self.assert_untouched()
        self.assertGreater(changed, 0, "no moment was late enough for a change to stand")

    def refused(self, *words):
        for ended in (self.fix("F302"), self.undo("--all")):
            self.assert_one_sentence(ended, 74)
            for word in words:
                self.assertIn(word, ended.err)
        self.assert_untouched()

    def test_a_locked_journal_is_said_and_nothing_is_changed(self):
        self.fix("F302")
        self.undo("--all")
        lock = sqlite3.connect(f"{self.journal}.lock", isolation_level=None)
        lock.execute("BEGIN EXCLUSIVE")
        self.refused("holds the journal")
        lock.close()

    def test_a_journal_of_a_newer_version_is_said_and_nothing_is_changed(self):
        self.fix("F302")
        self.undo("--all")
        with sqlite3.connect(self.journal) as journal:
            journal.execute("PRAGMA user_version = 99")
        journal.close()
        self.refused("newer")

    def test_a_damaged_journal_is_said_and_nothing_is_changed(self):
        self.journal.write_bytes(b"SQLite format 3\0" + os.urandom(5000))
        self.refused("journal")

    def test_a_journal_in_a_place_that_cannot_be_written_is_said_and_nothing_is_changed(self):
        for place in (self.folder, self.pc / "x", "/proc/rdpmend/journal.db"):
            self.assert_one_sentence(self.fix("F302", "--journal", str(place)), 74)
            self.assert_untouched()

    @unittest.skipIf(os.geteuid() == 0 and not os.path.exists("/usr/bin/setpriv"), "root may write everything")
    def test_a_read_only_journal_is_said_and_nothing_is_changed(self):
        self.fix("F302")
        self.undo("--all")
        os.chmod(self.journal, 0o444)
        os.chmod(self.folder, 0o555)
        self.addCleanup(os.chmod, self.folder, 0o755)
        command = [CLI, "fix", "F302", self.target, "--yes", "--machine", f"simulated:{self.pc}"]
        if os.geteuid() == 0:    # as somebody who may not do everything
            command = ["/usr/bin/setpriv", "--reuid", "65534", "--clear-groups", *command]
        ended = subprocess.run(command, capture_output=True, text=True, env=environment(), timeout=60)
        if "Permission denied" in ended.stderr:
            self.skipTest("the program lies where others cannot run it")
        self.assertEqual(ended.returncode, 74, ended.stderr)
        self.assertRegex(ended.stderr, r"\A[^\n]+\n\Z")
        self.assert_untouched()

    def test_a_full_disk_is_said_and_nothing_is_changed(self):
        full = self.folder / "full"
        full.mkdir()
        if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", full], capture_output=True).returncode:
            self.skipTest("no file system can be mounted here")
        try:
            ended = self.fix("F302", "--journal", str(full / "journal.db"))
            self.assertEqual(ended.status, 74)
            self.assertRegex(ended.err, r"\AF302: [^\n]*disk is full[^\n]*\n\Z")
            self.assert_untouched()
        finally:
            subprocess.run(["umount", full], check=True)


if __name__ == "__main__":
    unittest.main()
