"""explain: any form of the code, and what is never offered."""
import unittest

from support import CliTest, run


class Explain(CliTest):
    def test_understands_any_form_of_a_code(self):
        for typed in (["0x904/0x7"], ["0x904/7"], ["2308/7"], ["Error code: 0x904, extended error code: 0x7"],
                      ["Error", "code:", "0x904.", "Extended", "error", "code:", "0x7"]):
            ended = run("explain", *typed)
            self.assertEqual((ended.status, ended.err), (0, ""), typed)
            self.assertIn("0x904 = 2308", ended.out)
            self.assertIn("exDiscReasonServerDeniedConnection", ended.out)

    def test_says_who_defines_a_code_and_what_advice_gets_wrong(self):
        text = run("explain", "0x904/0x7").out
        self.assertIn("Defined by:", text)
        self.assertIn("Popular advice:", text)

    def test_of_one_number_says_nothing_of_a_second(self):
        self.assertNotIn("Extended", run("explain", "0x904").out)

    def test_of_an_unknown_code_is_an_answer_too(self):
        ended = run("explain", "0x7f1234")
        self.assertEqual((ended.status, ended.err), (0, ""))
        self.assertIn("0x7f1234", ended.out.lower())

    def test_gives_a_reason_for_every_refusal(self):
        lines = run("explain", "--refusals").out.splitlines()
        self.assertGreaterEqual(len(lines), 10)
        for line in lines[1:]:
            self.assertRegex(line, r"^  .{10,}: .{20,}$")


if __name__ == "__main__":
    unittest.main()
