"""Help, version, and every unusable argument: status 64, one sentence on standard error, nothing else."""
import subprocess
import time
import unittest

from support import CLI, SANITIZED, CliTest, run

COMMANDS = ["check", "explain", "plan", "fix", "undo", "history", "practice", "capture", "try"]


class Help(CliTest):
    def test_names_every_command(self):
        ended = run("--help")
        self.assertEqual((ended.status, ended.err), (0, ""))
        for command in COMMANDS:
            self.assertIn(f"\n  {command} ", ended.out)

    def test_of_each_command_has_exit_statuses_and_examples(self):
        for command in COMMANDS:
            ended = run(command, "--help")
            self.assertEqual((ended.status, ended.err), (0, ""))
            self.assertIn(f"rdpmend-cli {command}", ended.out)
            for status in (0, 10, 15, 20, 64, 70, 74, 77, 130):
                self.assertRegex(ended.out, rf"\n  {status} +\w")

    def test_of_check_names_every_option(self):
        text = run("check", "--help").out
        for option in ("--gateway", "--proxy", "--rdp", "--error", "--as", "--trust-anchor", "--deep", "--avd", "--machine", "--json",
                       "--html", "--redact", "--no-redact", "--journal"):
            self.assertIn(f"\n  {option} ", text)


class Version(CliTest):
    def test_is_one_line(self):
        ended = run("--version")
        self.assertRegex(ended.out, r"\Ardpmend-cli \d+\.\d+\.\d+\n\Z")
        self.assertEqual((ended.status, ended.err), (0, ""))

    def test_comes_at_once(self):
        times = []
        for _ in range(11):
            began = time.perf_counter()
            subprocess.run([CLI, "--version"], check=True, capture_output=True)
            times.append(time.perf_counter() - began)
        # 20 ms is the goal, which the benchmark measures; a loaded machine must not fail this
        self.assertLess(min(times), 1.0 if SANITIZED else 0.1)


class BadUsage(CliTest):
    def refused(self, *args):
        with self.subTest(args=args):
            self.assert_one_sentence(run(*args, timeout=20), 64)

    def test_without_or_with_an_unknown_command(self):
        self.refused()
        self.refused("chekc")
        self.refused("--chekc")
        self.refused("")

    def test_a_cloud_that_is_none_names_those_there_are(self):
        self.refused("check", "--avd", "mars")
        self.assertIn("azure, us-gov, china", run("check", "pc-17", "--avd", "mars").err)

    def test_unknown_and_incomplete_options(self):
        for command in COMMANDS:
            self.refused(command, "--no-such-option")
        self.refused("check", "a", "b")
        self.refused("check", "a", "--gateway")
        self.refused("check", "a", "--gateway", "g", "--gateway", "h")
        self.refused("check", "a", "--json=perhaps")
        self.refused("check", "a", "--redact", "--no-redact")

    def test_targets(self):
        for target in ("", " ", "a:0", "a:65536", "a:b", "a:", ":3389", "[::1", "rdp://a", "a b", "a/b", "-", "a\nb", "\x1b[31m",
                       "x" * 300, ".".join(["a"] * 200), "a..b", "*"):
            self.refused("check", "--", target)
        self.refused("check")

    def test_gateways_and_proxies(self):
        self.refused("check", "a", "--gateway", "g:0")
        self.refused("check", "a", "--gateway", "https://g")
        self.refused("check", "a", "--gateway", "g", "--proxy", "http://user:word@p:1")
        self.refused("check", "a", "--gateway", "g", "--proxy", "https://p/path")
        self.refused("check", "a", "--gateway", "g", "--proxy", "p:x")

    def test_codes_and_clients(self):
        for code in ("hello", "0x", "0x1234567890", "99999999999", "/"):
            self.refused("check", "a", "--error", code)
        self.refused("explain")
        self.refused("explain", "")
        self.refused("explain", "hello")
        self.refused("explain", "0x904", "--refusals")
        self.refused("check", "a", "--as", "windows-7")

    def test_files(self):
        empty = self.folder / "empty.rdp"
        empty.write_bytes(b"")
        binary = self.folder / "binary.rdp"
        binary.write_bytes(bytes(range(256)))
        large = self.folder / "large.rdp"
        large.write_bytes(b"full address:s:a\r\n" * 10000)
        nameless = self.folder / "nameless.rdp"
        nameless.write_text("audiomode:i:0\r\n")
        crooked = self.folder / "crooked.rdp"
        crooked.write_text("full address:s:a b c:99999\r\n")
        for file in (empty, binary, large, nameless, crooked, self.folder, self.folder / "missing.rdp", "/dev/zero"):
            self.refused("check", "--rdp", file)
        for file in (empty, binary, self.folder, self.folder / "missing.pem", "/dev/zero"):
            self.refused("check", "a", "--trust-anchor", file)
        for machine in ("windows", "this-pc", "simulated:", "simulated:/nowhere", f"simulated:{binary}", f"simulated:{self.folder}"):
            self.refused("check", "a", "--machine", machine)

    def test_fixes(self):
        self.refused("fix")
        self.refused("fix", "pc-17", "--yes")
        self.refused("fix", "F401", "--yes")
        self.refused("fix", "F401", "a", "b", "--yes")
        self.refused("fix", "F401", "pc-17")    # nobody to ask
        self.refused("fix", "F401", "pc-17", "--yes")    # no Windows PC
        self.refused("plan", "F401")

    def test_undo(self):
        self.refused("undo")
        for what in (["x"], ["0"], ["99999999999999999999"], ["--all", "3"], ["--run", "x"], ["--all", "--run", "1"], ["--run", "1", "2"]):
            self.refused("undo", *what)

    def test_practice(self):
        self.refused("practice", "no-such-scenario")
        self.refused("practice", "a", "b")


if __name__ == "__main__":
    unittest.main()
