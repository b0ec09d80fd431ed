"""Windows Firewall as the program sees it, with our own firewall in the place of Wine's, which is an empty shell."""
import json
import shutil
import unittest

from wine import BIN, WindowsTest

NET_FW_POLICY2 = "{E2B3C97F-6AE1-41AC-817A-F6F92166D7DD}"


class Firewall(WindowsTest):
    def seen(self, mode=""):
        ended = self.pc.run(BIN / "rdpmend-cli.exe", "pc", "firewall", "--json", env={"FAKE_FIREWALL": mode})
        self.assertEqual(ended.err, "")
        return json.loads(ended.out)["firewall"]

    def test_wines_own_cannot_be_looked_at(self):
        self.assertEqual(self.seen()["error"]["code"], 0x80004001)    # E_NOTIMPL

    def plant(self):
        shutil.copy(BIN / "fakes/fake_firewall.dll", self.pc.path("C:\\fake_firewall.dll"))
        self.pc.import_registry(fr'''
[HKEY_LOCAL_MACHINE\Software\Classes\CLSID\{NET_FW_POLICY2}\InprocServer32]
@="C:\\fake_firewall.dll"
"ThreadingModel"="Both"
''')

    def test_profiles_and_rules(self):
        self.plant()
        seen = self.seen()
        states = {p["profile"]: (p["active"], p["enabled"], p["blocks_all_inbound"], p["blocks_inbound_by_default"],
                                 p["blocks_outbound_by_default"]) for p in seen["profiles"]}
        self.assertEqual(states, {"domain": (False, True, False, True, False), "private": (False, False, False, False, False),
                                  "public": (True, True, True, True, True)})
        self.assertEqual(seen["rules_in_all"], 3)
        remote_desktop, outbound = seen["rules"]
        self.assertEqual(remote_desktop, {
            "name": "Remote Desktop - User Mode (TCP-In)", "group": "@FirewallAPI.dll,-28752",
            "application": r"C:\Windows\system32\svchost.exe", "service": "termservice", "local_ports": "3389",
            "remote_ports": "*", "remote_addresses": "LocalSubnet", "protocol": 6, "profiles": 3, "inbound": True,
            "allows": True, "enabled": False})
        self.assertEqual((outbound["remote_ports"], outbound["remote_addresses"], outbound["protocol"], outbound["inbound"],
                          outbound["allows"], outbound["enabled"]), ("3389-3400,445", "10.0.0.0/255.0.0.0", 17, False, False, True))

    def test_a_rule_that_cannot_be_read_is_not_passed_over(self):
        self.plant()
        self.assertEqual(self.seen("broken")["error"]["code"], 5)

    def test_too_many_rules(self):
        self.plant()
        self.assertIn("8192", self.seen("many")["error"]["text"])


if __name__ == "__main__":
    unittest.main()
