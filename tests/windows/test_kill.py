"""fix and undo killed before every call that changes something: afterwards the shipped program puts everything back.

The programs that are killed are the shipped ones' objects with kill_points.cpp. A round takes some seconds, so the ordinary
run spreads 16 kills over the calls of each program and command. RDPMEND_KILLS=most tries all but the inner ones of several
writes to a file in a row (300 rounds), RDPMEND_KILLS=all every call (480 rounds).
"""
import collections
import os
import time
import unittest

from test_fix_and_undo import CLI, CLIENT, LICENSING, licences
from wine import BIN, WindowsTest

KILLABLE = BIN / "killable"
PROGRAMS = [path.stem for path in sorted(KILLABLE.glob("*.exe"))]
EXPORT = "C:\\export.bat"
PLACES = ((LICENSING, 64), (LICENSING, 32), (CLIENT, 64))
JOURNALS = ("users/*/AppData/Local/rdpmend", "Program Files/rdpmend/State")
STEPS = "C:\\steps.txt"
FIX = ("fix", "127.0.0.1:1", "--gateway", "127.0.0.1:1", "F401", "F501", "--yes", "--keep")
UNDO = ("undo", "--all")
KILLS = os.environ.get("RDPMEND_KILLS", "some")
SOME = 16


def worth_trying(steps):
    """The numbers of the calls, from 1."""
    def inside(i):
        return steps[i] == "WriteFile" and 0 < i < len(steps) - 1 and steps[i - 1] == steps[i + 1] == "WriteFile"
    numbers = [i + 1 for i in range(len(steps)) if KILLS == "all" or not inside(i)]
    if KILLS == "some" and len(numbers) > SOME:
        numbers = [numbers[i * (len(numbers) - 1) // (SOME - 1)] for i in range(SOME)]
    return numbers


class Kill(WindowsTest):
    def setUp(self):
        super().setUp()
        for view in (64, 32):
            self.pc.import_registry(licences(view), view)
        self.pc.path(EXPORT).write_text("\r\n".join(
            f'reg export "{key}" C:\\{number}.reg /y /reg:{view}' for number, (key, view) in enumerate(PLACES)))
        self.before = self.registry()
        self.assertEqual(self.before.count('"unknown"=hex(4d):de,ad'), 2)

    def registry(self):
        """As export_registry() in one go."""
        self.pc.run("cmd", "/c", EXPORT)
        files = [self.pc.path(f"C:\\{number}.reg") for number in range(len(PLACES))]
        texts = [file.read_bytes().decode("utf-16") if file.exists() else "" for file in files]
        for file in files:
            file.unlink(missing_ok=True)
        return "".join(texts)

    def forget(self):
        """So that the next round makes the same calls."""
        for folder in JOURNALS:
            for journal in self.pc.folder.glob(f"drive_c/{folder}/*.db*"):
                journal.unlink()

    def steps(self, program, command, kill_at=0):
        """The calls that `program` made to change something; the last is the one before which it was killed."""
        ended = self.pc.run(KILLABLE / "rdpmend-cli.exe", *command, env={
            "RDPMEND_KILL_PROGRAM": program, "RDPMEND_KILL_STEPS": STEPS, "RDPMEND_KILL_AT": str(kill_at)})
        self.wait_for_the_broker()
        file = self.pc.path(STEPS)
        made = file.read_text().split() if file.exists() else []
        file.unlink(missing_ok=True)
        return made, ended

    def wait_for_the_broker(self):
        """It ends by itself when its caller does."""
        for _ in range(100):
            if not self.pc.processes("rdpmend-broker.exe"):
                return
            time.sleep(0.1)
        self.fail("the elevated part is still there")

    def assert_recovers(self):
        ended = self.pc.run(CLI, *UNDO)
        self.assertEqual((ended.status, ended.err), (0, ""), ended.out)
        self.assertEqual(self.registry(), self.before)

    def try_all(self, command, prepare):
        for program in PROGRAMS:
            changed = 0
            self.forget()
            prepare()
            steps, _ = self.steps(program, command)
            self.assert_recovers()
            self.assertTrue(steps, f"{program} changes nothing")
            tried = worth_trying(steps)
            for number in tried:
                with self.subTest(f"{program} killed before call {number}, {steps[number - 1]}"):
                    self.forget()
                    prepare()
                    made, ended = self.steps(program, command, kill_at=number)
                    self.assertEqual(made, steps[:number], ended.out + ended.err)
                    changed += any(step.startswith("Reg") for step in made[:-1])
                    self.assert_recovers()
            self.assertGreater(changed, 0, "the kills must hit something")
            counts = ", ".join(f"{count} {step}" for step, count in sorted(collections.Counter(steps[i - 1] for i in tried).items()))
            print(f"\n{command[0]}, {program}: {len(tried)} kills, {changed} of them after the registry was written to ({counts})")

    def test_of_fix_leaves_everything_recoverable(self):
        self.try_all(FIX, prepare=lambda: None)

    def test_of_undo_leaves_everything_recoverable(self):
        self.try_all(UNDO, prepare=lambda: self.pc.run(CLI, *FIX))


if __name__ == "__main__":
    unittest.main()
