"""The event log as the program sees it, with our own wevtapi.dll in the place of Wine's, which knows no events."""
import json
import shutil
import unittest

from wine import BIN, WindowsTest

CLIENT = "Microsoft-Windows-TerminalServices-RDPClient/Operational"
EVENT = """<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>\
<Provider Name='Microsoft-Windows-TerminalServices-ClientActiveXCore' Guid='{{28AA95BB-D444-4719-A36F-40462168127E}}'/>\
<EventID>{id}</EventID><Version>0</Version><Level>4</Level><TimeCreated SystemTime='2026-11-21T12:34:56.1234567Z'/>\
<EventRecordID>{record}</EventRecordID><Execution ProcessID='1234' ThreadID='5678'/><Channel>{channel}</Channel>\
<Computer>pc-17</Computer></System><EventData>{data}</EventData></Event>"""


class Events(WindowsTest):
    def seen(self, mode="", timeout=60):
        ended = self.pc.run(BIN / "rdpmend-cli.exe", "pc", "events", "--json", timeout=timeout, env={"FAKE_SYSTEM_LOG": mode})
        self.assertEqual(ended.err, "")
        events = json.loads(ended.out)["events"]
        return events[CLIENT], next(seen for name, seen in events.items() if name.startswith("System"))

    def plant(self, *events):
        system = self.pc.path("C:\\windows\\system32\\wevtapi.dll")
        system.unlink()    # a hard link to Wine's
        shutil.copy(BIN / "fakes/wevtapi.dll", system)
        folder = self.pc.path("C:\\events")
        folder.mkdir()
        for number, event in enumerate(events, 1):
            (folder / f"{number}.xml").write_text(event, encoding="utf-8")

    def test_wines_own_cannot_be_looked_at(self):
        for seen in self.seen():
            self.assertIn("error", seen)

    def test_events_with_their_names_and_values(self):
        self.plant(EVENT.format(id=1026, record=2, channel=CLIENT, data="<Data Name='Name'>Disconnect Reason</Data><Data Name='Value'>2308</Data>"),
                   EVENT.format(id=1024, record=1, channel=CLIENT, data="<Data Name='Name'>Server Name</Data><Data Name='Value'>počítač &amp; co</Data>"))
        client, _ = self.seen()
        self.assertEqual([(e["id"], e["record"]) for e in client], [(1026, 2), (1024, 1)])
        self.assertEqual(client[1]["process_id"], 1234)
        self.assertIn("Server Name", str(client[1]["data"]))
        self.assertIn("počítač & co", str(client[1]["data"]))
        asked = self.pc.path("C:\\events.txt").read_text().splitlines()
        self.assertEqual(len(asked), 2)
        self.assertTrue(asked[0].startswith("513 <QueryList><Query Id=\"0\"><Select Path=\"" + CLIENT + "\">"), asked[0])    # newest first
        self.assertIn("Provider[@Name='Schannel']", asked[1])
        self.assertIn("timediff(@SystemTime) &lt;= 2592000000", asked[1])

    def test_no_events_is_not_an_error(self):
        self.plant()
        self.assertEqual(self.seen(), ([], []))

    def test_no_more_than_asked_for(self):
        self.plant(*(EVENT.format(id=1, record=n, channel=CLIENT, data="") for n in range(40)))
        client, system = self.seen()
        self.assertEqual((len(client), len(system)), (20, 20))

    def test_a_large_event_is_read_and_cut(self):
        self.plant(EVENT.format(id=1, record=1, channel=CLIENT, data=f"<Data>{'x' * 60000}</Data>"))
        self.assertIn("'" + 4096 * "x" + "'", str(self.seen()[0]))

    def test_an_event_that_is_none_is_not_passed_over(self):
        self.plant("<Event><!-- none --></Event>")
        self.assertIn("error", self.seen()[0])

    def test_a_log_that_is_off_missing_or_slow_is_an_error_and_the_other_is_read(self):
        self.plant()
        for mode, expected in (("off", "switched off"), ("missing", "15007"), ("slow", "no answer in time")):
            client, system = self.seen(mode, timeout=90)
            self.assertEqual(client, [])
            self.assertIn(expected, json.dumps(system["error"]))


if __name__ == "__main__":
    unittest.main()
