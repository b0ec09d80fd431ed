"""pc on a real registry, real services and real adapters, as far as Wine has them."""
import json
import struct
import unittest

from wine import BIN, WindowsTest

# What Wine cannot tell, and the program must say so: its Windows Firewall and event log are empty shells, and WMI has neither
# Security Center nor network adapters.
SILENT = {"firewall", "security", "offload"}
CONNECTIONS = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Internet Settings\Connections"


class ThisPc(WindowsTest):
    def told(self, *subjects):
        ended = self.pc.run(BIN / "rdpmend-cli.exe", "pc", *subjects, "--json")
        self.assertEqual((ended.status, ended.err), (0, ""))
        return json.loads(ended.out)

    def test_tells_what_it_sees_and_what_it_cannot(self):
        told = self.told()
        for subject, seen in told.items():
            if subject in ("services", "certificates", "events"):
                continue
            with self.subTest(subject=subject):
                self.assertEqual(isinstance(seen, dict) and "error" in seen, subject in SILENT, seen)
        for channel, events in told["events"].items():
            self.assertIn("error", events, channel)
        self.assertRegex(told["session"]["user_sid"], r"^S-1-5-")
        self.assertTrue(told["adapters"])
        self.assertGreater(told["trusted_roots"], 0)

    def test_sees_a_service_start_and_stop(self):
        self.pc.run("net", "start", "TermService")
        self.assertEqual(self.told("services")["services"]["TermService"]["state"], "running")
        self.pc.run("net", "stop", "TermService")
        service = self.told("services")["services"]["TermService"]
        self.assertEqual((service["state"], service["process_id"]), ("stopped", 0))
        self.assertIsNone(self.told("services")["services"]["UmRdpService"])

    def test_sees_the_proxy_of_the_person(self):
        proxy, direct_or_proxy = b"proxy.example.org:8080", 3
        # version, counter, flags, then proxy, bypass list and script with their lengths, as the Internet options write it
        settings = struct.pack("<4I", 0x46, 1, direct_or_proxy, len(proxy)) + proxy + bytes(4 + 4 + 32)
        self.pc.run("reg", "add", CONNECTIONS, "/v", "DefaultConnectionSettings", "/t", "REG_BINARY", "/d", settings.hex(), "/f")
        self.assertEqual(self.told("proxy")["proxy"]["proxy"], proxy.decode())

    def test_redacted_names_neither_the_person_nor_the_pc(self):
        plain = self.told("session", "dns")
        user = plain["session"]["user"].split("\\")[1]
        hidden = self.pc.run(BIN / "rdpmend-cli.exe", "pc", "session", "dns", "--redact").out
        for name in (user, plain["session"]["user_sid"], plain["dns"]["host_name"]):
            self.assertNotIn(name, hidden)


if __name__ == "__main__":
    unittest.main()
