"""practice: every scenario runs to the end its story promises."""
import unittest
from concurrent.futures import ThreadPoolExecutor

from support import CliTest, run


def scenarios():
    return [line.split()[0] for line in run("practice", "--list").out.splitlines()]


class Practice(CliTest):
    def test_has_at_least_eight_scenarios(self):
        self.assertGreaterEqual(len(scenarios()), 8)

    def test_goes_as_each_story_says(self):
        with ThreadPoolExecutor(2) as pool:
            for name, ended in zip(scenarios(), pool.map(lambda name: run("practice", name), scenarios())):
                with self.subTest(name):
                    self.assertEqual((ended.status, ended.err), (0, ""), ended.out)
                    self.assertIn("Who must act", ended.out) if "What will be changed" not in ended.out else None
                    self.assertNotIn("\x1b", ended.out)
                    self.assert_modest(ended)

    def test_plays_the_first_scenario_when_none_is_named_and_leaves_a_report(self):
        report = self.folder / "report.html"
        ended = run("practice", "--html", report)
        self.assertEqual(ended.status, 0, ended.err)
        self.assertIn("Content-Security-Policy", report.read_text())

    def test_says_when_the_report_cannot_be_written(self):
        ended = run("practice", "--html", self.folder / "missing" / "report.html")
        self.assertEqual(ended.status, 74)
        self.assertRegex(ended.err, r"\A[^\n]+cannot be written\.\n\Z")


if __name__ == "__main__":
    unittest.main()
