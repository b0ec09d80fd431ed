"""pc: what is seen of the PC, in lines and as JSON; each subject that cannot be looked at says so and hides no other."""
import json
import unittest

from support import ROOT, CliTest, mismatches, run

SCHEMA = json.loads((ROOT / "resources/schema/pc.schema.json").read_text())

SUBJECTS = ["windows", "session", "domain", "clock", "adapters", "routes", "dns", "proxy", "winsock", "offload", "firewall",
            "security", "services", "certificates", "events"]
EVERY_LOOK = ["certificates", "judgement", "services", "firewall", "security_products", "events", "winsock", "adapters",
              "adapter_properties", "routes", "proxy", "proxies", "dns", "names", "session", "membership", "clock", "policies"]
DENIED = {"domain": "win32", "code": 5, "words": "access is denied"}
CLIENT_EVENTS = "Microsoft-Windows-TerminalServices-RDPClient/Operational"


class Pc(CliTest):
    def pc(self, state, *args):
        file = self.folder / "pc.json"
        file.write_text(json.dumps(state))
        return run("pc", *args, "--machine", f"simulated:{file}")

    def test_of_a_healthy_pc_tells_every_subject(self):
        ended = self.pc({})
        self.assertEqual((ended.status, ended.err), (0, ""))
        for subject in SUBJECTS:
            self.assertRegex(ended.out, rf"(?m)^{subject}$")
        self.assertNotIn("Could not look", ended.out)
        told = self.pc({}, "--json").json
        self.assertEqual(mismatches(told, SCHEMA), [])
        self.assertEqual(set(told) - {"schema", "program", "version", "when", "redacted", "trusted_roots"}, set(SUBJECTS))
        self.assertEqual(told["services"]["TermService"]["state"], "running")
        self.assertEqual(told["events"], {CLIENT_EVENTS: [], "System/Schannel": []})

    def test_tells_what_was_asked_for_alone(self):
        ended = self.pc({}, "Services", "firewall", "--json")
        self.assertEqual(ended.status, 0, ended.err)
        self.assertEqual(list(ended.json)[5:], ["firewall", "services"])

    def test_refuses_what_is_no_subject(self):
        self.assert_one_sentence(self.pc({}, "services", "printers"), 64)
        self.assert_one_sentence(run("pc", "--machine", "none"), 64)

    def test_says_what_could_not_be_looked_at_beside_what_could(self):
        ended = self.pc({"cannot_look": {"firewall": DENIED}}, "firewall", "services")
        self.assertEqual((ended.status, ended.err), (0, ""))
        self.assertIn("Could not look: look at firewall: access is denied (Win32 5)", ended.out)
        self.assertIn("TermService (Remote Desktop Services): running", ended.out)
        told = self.pc({"cannot_look": {"firewall": DENIED}}, "firewall", "--json")
        self.assertEqual(told.json["firewall"]["error"]["code"], 5)

    def test_that_sees_nothing_could_not_tell(self):
        state = {"cannot_look": {look: DENIED for look in EVERY_LOOK}}
        asked = [subject for subject in SUBJECTS if subject != "windows"]
        ended = self.pc(state, *asked)
        self.assertEqual(ended.status, 20, ended.err)
        # ten services, two stores and the roots, two channels; the others say it once
        self.assertEqual(ended.out.count("Could not look"), len(asked) - 3 + 10 + 3 + 2)
        self.assertEqual(self.pc(state).status, 0, "the version of Windows is seen")
        self.assertEqual(mismatches(self.pc(state, "--json").json, SCHEMA), [])

    def test_tells_a_missing_service_from_a_stopped_one(self):
        ended = self.pc({"services": {"TermService": {"state": "stopped", "start": "disabled", "exit_code": 1058}, "W32Time": None}},
                        "services")
        self.assertIn("TermService (Remote Desktop Services): stopped, disabled", ended.out)
        self.assertIn("Exit code 1058", ended.out)
        self.assertIn("W32Time: there is no such service", ended.out)

    def test_shows_the_newest_twenty_events_first_and_nothing_that_moves_the_cursor(self):
        events = [{"ago_seconds": 60 * n, "provider": "Schannel", "id": 36000 + n, "level": 2, "data": [["AlertDesc", "\u001b[2J"]]}
                  for n in range(1, 31)]
        state = {"events": {"System": events}}
        told = self.pc(state, "events", "--json").json["events"]["System/Schannel"]
        self.assertEqual([event["id"] for event in told], list(range(36001, 36021)))
        self.assertNotIn("\u001b", self.pc(state, "events").out)

    def test_shows_firewall_rules_that_matter_and_counts_all(self):
        rules = [{"name": f"rule {n}", "local_ports": "80", "enabled": True} for n in range(50)]
        rules.append({"name": "blocker", "enabled": True, "allows": False, "inbound": False})
        told = self.pc({"firewall": {"rules": rules}}, "firewall", "--json").json["firewall"]
        self.assertEqual((told["rules_in_all"], [rule["name"] for rule in told["rules"]]), (51, ["blocker"]))

    def test_redacted_names_nobody(self):
        state = {
            "session": {"user": "CORP\\berta", "user_sid": "S-1-5-21-7-7-7-1105", "remote": True, "client_name": "LAPTOP-B"},
            "membership": {"joined": "domain", "name": "CORP", "dns_domain": "corp.example"},
            "adapters": [{"id": "{1}", "name": "Ethernet", "index": 3, "addresses": ["198.51.100.7/24"], "dns_servers": ["198.51.100.1"],
                          "dns_suffix": "corp.example"}],
            "routes": [{"destination": "0.0.0.0/0", "next_hop": "198.51.100.1", "adapter_index": 3}],
            "dns": {"host_name": "PC-BERTA", "domain": "corp.example"},
            "proxy": {"proxy": "http=proxy.corp.example:8080", "script": "http://wpad.corp.example/wpad.dat"},
            "firewall": {"rules": [{"name": "app", "application": "C:\\Users\\berta\\app.exe", "enabled": True, "allows": False,
                                    "remote_addresses": "198.51.100.9/32"}]},
            "events": {CLIENT_EVENTS: [{"id": 1024, "data": [["Value", "secret-host.corp.example"], ["Code", "2308"]]}]},
            "cannot_look": {"clock": {"domain": "win32", "code": 5, "doing": "open C:\\Users\\berta\\clock"}},
        }
        secrets = ["berta", "corp.example", "198.51.100", "S-1-5-21-7", "secret-host"]
        for form in ([], ["--json"]):
            plain, hidden = self.pc(state, *form).out, self.pc(state, "--redact", *form).out
            for secret in secrets:
                self.assertIn(secret, plain.lower() if secret == "berta" else plain)
                self.assertNotIn(secret.lower(), hidden.lower())
            self.assertIn("2308", hidden)
            self.assertIn("0.0.0.0/0", hidden)
        self.assertEqual(mismatches(self.pc(state, "--json").json, SCHEMA), [])
        self.assertTrue(self.pc(state, "--redact", "--json").json["redacted"])

    def test_refuses_a_file_that_describes_no_pc(self):
        for state in ({"services": {"TermService": {"state": "asleep"}}}, {"cannot_look": {"weather": DENIED}}, {"routes": {}},
                      {"adapters": [{"index": -1}]}, {"session": {"shoe_size": 44}}, {"certificates": {"x": [{"der": "zz"}]}}):
            with self.subTest(state=state):
                self.assert_one_sentence(self.pc(state), 64)


if __name__ == "__main__":
    unittest.main()
