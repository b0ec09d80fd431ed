"""try: Remote Desktop is opened on a PC that is present, with a file made for the target or with the person's own."""
import json
import unittest

from support import CliTest, run


class Try(CliTest):
    def setUp(self):
        super().setUp()
        self.pc = self.folder / "pc.json"
        self.pc.write_text(json.dumps({}))
        self.machine = ("--machine", f"simulated:{self.pc}")

    def test_opens_remote_desktop_with_a_file_made_for_the_target(self):
        ended = run("try", "pc-17:3390", "--gateway", "gw.example.org", *self.machine)
        self.assertEqual((ended.status, ended.err), (0, ""))
        self.assertRegex(ended.out, r"Remote Desktop was opened with C:\\.*\\Try - pc-17_3390\.rdp\.")
        now = json.loads(self.pc.read_text())
        path, = now["started"]
        self.assertTrue(path.endswith("\\Try - pc-17_3390.rdp"))
        written = bytes.fromhex(now["files"][path]["hex"]).decode("utf-16")
        self.assertIn("full address:s:pc-17:3390\r\n", written)
        self.assertIn("gatewayhostname:s:gw.example.org:443\r\n", written)

    def test_refuses_where_there_is_no_windows(self):
        self.assert_one_sentence(run("try", "pc-17", "--machine", "none"), 74)

    def test_refuses_a_target_beside_a_file_and_neither(self):
        file = self.folder / "own.rdp"
        file.write_text("full address:s:pc-17\r\n")
        self.assert_one_sentence(run("try", "pc-17", "--rdp", file, *self.machine), 64)
        self.assert_one_sentence(run("try", *self.machine), 64)


if __name__ == "__main__":
    unittest.main()
