"""The elevated broker as it is shipped: what it changes, what it keeps, and whom it does not let in. Wine asks nobody for consent and
does not enforce access rights; what is shown in spite of that, and what is not, stands in app/broker/README.md."""
import json
import re
import time
import unittest

from wine import BIN, WindowsTest

CLI = BIN / "rdpmend-cli.exe"
KNOCK = BIN / "knock.exe"
LICENSING = r"HKLM\SOFTWARE\Microsoft\MSLicensing"
POLICIES = r"HKLM\SOFTWARE\Policies"
STATE = r"C:\Program Files\rdpmend\State"
TARGET = "127.0.0.1:1"    # nobody listens there, so looking is quick

LICENCES = r"""
[HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\MSLicensing]
[HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\MSLicensing\HardwareID]
"ClientHWID"=hex:02,00,00,00,aa
[HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\MSLicensing\Store\LICENSE000]
"ClientLicense"=hex:01,02,03
"""


class Broker(WindowsTest):
    def setUp(self):
        super().setUp()
        for view in (64, 32):
            self.pc.import_registry(LICENCES, view)
        self.before = self.machine_wide()

    def machine_wide(self):
        return [self.pc.export_registry(key, view) for key in (LICENSING, POLICIES) for view in (64, 32)]

    def cli(self, *arguments, status=0):
        ended = self.pc.run(CLI, *arguments)
        self.assertEqual((ended.status, ended.err), (status, ""), ended.out)
        return ended.out

    def history(self):
        return json.loads(self.cli("history", "--json"))["history"]

    def knock(self, how):
        ended = self.pc.run(KNOCK, how)
        self.assertEqual((ended.status, ended.err), (0, ""), ended.out)
        return ended.out.strip()

    def brokers_are_gone(self, within):
        until = time.monotonic() + within
        while self.pc.processes("rdpmend-broker.exe"):
            self.assertLess(time.monotonic(), until, "a broker is still there")
            time.sleep(0.1)

    def test_fixes_and_undoes_to_the_byte(self):
        self.pc.run(CLI, "fix", "F401", "F502", TARGET, "--yes", "--keep")
        self.assertNotEqual(self.machine_wide(), self.before)
        history = self.history()
        self.assertEqual([one["name"] for one in history], ["M1", "M2", "M3"])
        self.assertEqual({one["scope"] for one in history}, {"machine"})
        self.assertEqual({(one["run"], one["standing"]) for one in history}, {(1, "ours")})
        self.assertTrue(self.pc.path(STATE + r"\machine.db").exists())
        self.brokers_are_gone(within=10)
        self.assertIn("M2: put back.", self.cli("undo", "M2"))
        self.cli("undo", "--all")
        self.assertEqual(self.machine_wide(), self.before)
        self.assertIn("nothing to put back", self.cli("undo", "--all"))

    def test_a_run_of_both_kinds_is_undone_as_one(self):
        self.pc.run(CLI, "fix", "F501", "F502", TARGET, "--gateway", TARGET, "--yes", "--keep")
        self.assertEqual(sorted((one["name"], one["run"]) for one in self.history()), [("1", 1), ("M1", 1)])
        self.cli("undo", "--run", "1")
        self.assertEqual({one["state"] for one in self.history()}, {"undone"})
        self.assertEqual(self.machine_wide(), self.before)

    def test_what_did_not_help_is_put_back_without_asking_again(self):
        self.pc.run(CLI, "fix", "F401", TARGET, "--yes")
        self.assertTrue(self.history())
        self.brokers_are_gone(within=10)

    def test_another_plan_than_the_one_it_would_propose_is_refused(self):
        self.assertIn("no longer as it was when you agreed", self.knock("plan"))
        self.assertEqual(self.machine_wide(), self.before)
        self.assertEqual(self.history(), [])

    def test_a_pipe_that_somebody_made_first_is_not_used(self):
        self.assertEqual(self.knock("squat"), "ended with 5")

    def test_nobody_but_the_program_that_asks_is_let_in(self):
        self.assertEqual(self.knock("stranger"), "ended with 6")

    def test_what_is_no_message_ends_it(self):
        self.assertEqual(self.knock("garbage"), "ended with 7")

    def test_ends_with_the_program(self):
        self.assertEqual(self.knock("leave"), "connected")
        self.brokers_are_gone(within=5)

    def test_the_pipe_belongs_to_administrators_and_the_person_may_only_talk(self):
        descriptor, owner, user = self.knock("descriptor").split("\n")
        self.assertEqual(owner, "S-1-5-32-544")
        self.assertEqual(descriptor, f"O:BAD:P(D;;FA;;;NU)(A;;FA;;;SY)(A;;FA;;;BA)(A;;0x120083;;;{user})")

    def test_takes_no_other_arguments(self):
        digits = "0123456789abcdef" * 2
        for wrong in ([], [digits], [digits, "0"], [digits, "-1"], [digits, "1x"], [digits.upper(), "8"], [digits[1:], "8"],
                      [digits + "0", "8"], [digits, "8", "9"], ["..\\" + digits[3:], "8"]):
            with self.subTest(wrong):
                self.assertEqual(self.pc.run(BIN / "rdpmend-broker.exe", *wrong).status, 64)

    def test_a_journal_folder_that_is_no_folder_refuses_everything(self):
        self.pc.path(STATE).parent.mkdir(parents=True)
        self.pc.path(STATE).write_bytes(b"not a folder")
        ended = self.pc.run(CLI, "fix", "F401", TARGET, "--yes", "--keep")
        self.assertEqual(ended.status, 74)
        self.assertRegex(ended.err, re.compile("State"))
        self.assertEqual(self.machine_wide(), self.before)

    def test_history_of_a_pc_on_which_nothing_was_changed_makes_nothing(self):
        self.assertEqual(self.history(), [])
        self.assertFalse(self.pc.path(STATE).exists())


if __name__ == "__main__":
    unittest.main()
