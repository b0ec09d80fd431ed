"""The wizard on a screen, by keyboard alone. Pictures of every page are kept in build/.../wizard for somebody to look at."""
import contextlib
import sqlite3
import unittest

from screen import COMPLETE, Screen
from wine import BIN, WindowsTest

PICTURES = BIN.parent / "wizard"
PHASES = 5


@unittest.skipUnless(COMPLETE, "a screen needs Xvfb, xdotool and ImageMagick")
@unittest.skipUnless((BIN / "rdpmend.exe").exists(), "built without the wizard")
class Wizard(WindowsTest):
    def setUp(self):
        self.screen = Screen(PICTURES)
        self.addCleanup(self.screen.close)
        self.display = self.screen.display
        super().setUp()
        # Wine has none of Windows' fonts; without this it takes one with serifs.
        fonts = {"Segoe UI": "DejaVu Sans", "Tahoma": "DejaVu Sans", "Consolas": "DejaVu Sans Mono", "Courier New": "DejaVu Sans Mono"}
        self.pc.import_registry("[HKEY_CURRENT_USER\\Software\\Wine\\Fonts\\Replacements]\n" +
                                "\n".join(f'"{theirs}"="{ours}"' for theirs, ours in fonts.items()))

    def open(self, *arguments):
        self.program = self.pc.start(BIN / "rdpmend.exe", *arguments)
        self.addCleanup(self.program.wait)
        self.addCleanup(self.program.terminate)
        self.arrive("0-1 ")

    def arrive(self, words):
        title = self.screen.wait_for(words)
        self.assertGreater(self.screen.take(f"{self._testMethodName.removeprefix('test_')}-{words.split()[0]}"), 20, "the window is empty")
        return title

    def leave(self):
        """With the key that closes the window on every page that changes nothing."""
        self.screen.press("Escape")
        self.assertEqual(self.program.wait(30), 0)

    def changes(self):
        """What the journal of the practice case says."""
        (file,) = self.pc.folder.glob("drive_c/users/*/**/practice-1.db")
        with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)) as journal:
            return journal.execute("SELECT fix, state FROM change ORDER BY number").fetchall()

    def test_the_practice_case_from_the_first_page_to_undo(self):
        self.open()
        self.screen.press(*["Tab"] * 6, "Return")    # address, browse, gateway, error, what is broken, practise
        verdict = self.arrive("0-3 ")
        self.assertIn("licence", verdict)
        self.screen.press(*["Tab"] * 4, "Return")    # the fix, what was checked, start, network
        for phase in ("1-1 ", "2-1 ", "3-1 "):
            self.arrive(phase)
            self.screen.press("Return")
        self.arrive("4-1 ")    # here Return would mend, and the next phase is the button before it
        self.screen.press("shift+Tab", "shift+Tab", "Return")
        self.arrive("5-1 ")
        self.screen.press(*["alt+Left"] * PHASES)
        self.arrive("0-3 ")

        self.screen.press("Return")    # the fix
        self.arrive("4-2 ")
        self.assertEqual(self.changes(), [])
        self.screen.press("Return")    # consent
        self.assertIn("It worked", self.arrive("4-4 "))
        self.assertEqual(self.changes(), [("F401", "done"), ("F401", "done")])
        self.screen.press("Return")
        self.assertIn("You can connect again", self.arrive("6-2 "))

        self.screen.press("Tab", "Return")    # what was ever changed
        self.arrive("7-1 ")
        self.screen.press("Return")    # put back everything
        self.arrive("7-1 ")
        self.assertEqual(self.changes(), [("F401", "undone"), ("F401", "undone")])
        self.leave()

    def test_a_closed_port_of_this_pc_to_the_verdict(self):
        self.open()
        self.screen.press("Tab")
        self.screen.type("127.0.0.1:1")
        self.screen.press("Return")
        self.assertIn("127.0.0.1", self.arrive("0-3 "))
        self.leave()


if __name__ == "__main__":
    unittest.main()
