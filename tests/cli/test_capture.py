"""capture: what a recording tells; files that are none; stories, causes, JSON and names that are replaced."""
import struct
import unittest

from support import MIB, CliTest, run

CLIENT, SERVER = bytes([10, 9, 8, 7]), bytes([10, 1, 2, 3])
SYN, RST, ACK = 0x02, 0x04, 0x10
REQUEST = bytes.fromhex("030000130ee000000000000100080003000000")
CONFIRM = bytes.fromhex("030000130ed000001234000200080002000000")
HELLO = bytes.fromhex("16030100310100002d0303") + bytes(32) + bytes.fromhex("00") + bytes.fromhex("0004c030c02f0100") + bytes.fromhex("0000")


def packet(at, from_client, flags, sequence, acknowledged, data=b"", ttl=None, identification=0, port=3389):
    source, destination = (CLIENT, SERVER) if from_client else (SERVER, CLIENT)
    ports = (50000, port) if from_client else (port, 50000)
    tcp = struct.pack(">HHIIBBHHH", *ports, sequence, acknowledged, 5 << 4, flags, 64000, 0, 0) + data
    pseudo = source + destination + struct.pack(">HH", 6, len(tcp)) + tcp + b"\0" * (len(tcp) % 2)
    total = sum(struct.unpack(f">{len(pseudo) // 2}H", pseudo))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    tcp = tcp[:16] + struct.pack(">H", total ^ 0xFFFF) + tcp[18:]
    ip = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(tcp), identification, 0, ttl or (64 if from_client else 121), 6, 0)
    frame = bytes(12) + b"\x08\x00" + ip + source + destination + tcp
    return struct.pack("<IIII", int(at), int(at % 1 * 1e6), len(frame), len(frame)) + frame


def recording(*packets):
    return struct.pack("<IHHIIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1) + b"".join(packets)


def opening(port=3389):
    return [packet(1.0, True, SYN, 100, 0, port=port), packet(1.02, False, SYN | ACK, 200, 101, identification=500, port=port),
            packet(1.021, True, ACK, 101, 201, port=port)]


def cut_on_hello(**reset):
    return recording(*opening(), packet(1.022, True, ACK, 101, 201, REQUEST),
                     packet(1.05, False, ACK, 201, 101 + len(REQUEST), CONFIRM, identification=501),
                     packet(1.051, True, ACK, 101 + len(REQUEST), 201 + len(CONFIRM), HELLO),
                     packet(1.08, False, RST, 201 + len(CONFIRM), 0, **reset))


class Capture(CliTest):
    def file(self, content, name="a.pcap"):
        path = self.folder / name
        path.write_bytes(content)
        return str(path)

    def test_tells_the_story_and_the_cause(self):
        ended = run("capture", self.file(cut_on_hello(ttl=64)))
        self.assertEqual((ended.status, ended.err), (15, ""))
        self.assertIn("Connection 1: 10.9.8.7:50000 to 10.1.2.3:3389 (Remote Desktop)", ended.out)
        self.assertRegex(ended.out, r"t\+0\.022  The client greets with a Remote Desktop request and offers SSL\+HYBRID")
        self.assertRegex(ended.out, r"t\+0\.080  The server cuts the connection off \(RST\)")
        self.assertIn("+ The TTL of the reset is 64; on the other packets of the server it is 121 (2 compared)", ended.out)
        self.assertIn("C108 network.reset_by_middlebox", ended.out)

    def test_a_reset_that_fits_the_server_points_to_the_server(self):
        path = self.file(recording(*opening(), packet(1.022, True, ACK, 101, 201, REQUEST),
                                   packet(1.04, False, ACK, 201, 120, identification=501),
                                   packet(1.05, False, ACK, 201, 120, CONFIRM, identification=502),
                                   packet(1.051, True, ACK, 120, 220, HELLO),
                                   packet(1.08, False, RST | ACK, 220, 120 + len(HELLO), identification=503)))
        report = run("capture", path, "--json").json
        self.assertEqual(report["causes"][0]["number"], "C511")
        self.assertNotIn("network.reset_by_middlebox_seen", [one["id"] for one in report["findings"]])

    def test_json_follows_the_schema_and_redacts_on_request(self):
        path = self.file(cut_on_hello(ttl=64))
        ended = run("capture", path, "--json")
        self.assert_report(ended)
        stream = ended.json["recording"]["streams"][0]
        self.assertEqual((stream["stage"], stream["server"]), ("hello_sent", "10.1.2.3:3389"))
        self.assertEqual([one["at"] for one in stream["story"]], sorted(one["at"] for one in stream["story"]))
        for arguments in (["--json", "--redact"], ["--redact"]):
            ended = run("capture", path, *arguments)
            self.assertEqual(ended.status, 15)
            self.assertNotIn("10.1.2.3", ended.out)
            self.assertNotIn("10.9.8.7", ended.out)
            self.assertIn("address-1", ended.out)

    def test_one_stream_alone(self):
        refused = [packet(9, True, SYN, 5, 0, port=3390), packet(9.01, False, RST | ACK, 0, 6, port=3390)]
        path = self.file(cut_on_hello(ttl=64) + b"".join(refused))
        report = run("capture", path, "--json", "--stream", "2").json
        self.assertEqual([one["number"] for one in report["recording"]["streams"]], [2])
        self.assertEqual(report["causes"][0]["number"], "C106")
        for number in ("3", "x", "-1"):
            self.assert_one_sentence(run("capture", path, "--stream", number), 64)

    def test_nothing_to_tell_is_said(self):
        ended = run("capture", self.file(recording(*opening(port=5000))))
        self.assertEqual((ended.status, ended.err), (20, ""))
        self.assertIn("no Remote Desktop connection in this recording", ended.out)

    def test_files_that_are_no_recordings(self):
        self.assert_one_sentence(run("capture"), 64)
        self.assert_one_sentence(run("capture", str(self.folder / "missing.pcap")), 64)
        self.assert_one_sentence(run("capture", str(self.folder)), 64)
        self.assert_one_sentence(run("capture", self.file(b"")), 64)
        self.assert_one_sentence(run("capture", self.file(b"just some text that is no recording")), 64)
        packed = run("capture", self.file(b"\x1f\x8b\x08\x00" + bytes(40)))
        self.assert_one_sentence(packed, 64)
        self.assertIn("gzip -dk", packed.err)
        trace = run("capture", self.file(bytes.fromhex("00100000") + bytes(70) + bytes.fromhex("02c0") + bytes(100), "a.etl"))
        self.assert_one_sentence(trace, 64)
        self.assertIn("pktmon etl2pcap", trace.err)

    def test_a_file_that_is_cut_short_is_told_as_far_as_it_goes(self):
        ended = run("capture", self.file(cut_on_hello(ttl=64) + recording(*opening())[24:40 + 10]))
        self.assertEqual((ended.status, ended.err), (15, ""))
        self.assertIn("The file ends in the middle of a packet", ended.out)

    def test_a_gigabyte_of_nothing_is_answered_at_once(self):
        for begin, status in ((b"", 64), (recording(), 20)):
            path = self.folder / "sparse.pcap"
            with path.open("wb") as file:
                file.write(begin)
                file.truncate(1024 * MIB)
            ended = run("capture", str(path))
            self.assertEqual(ended.status, status, ended.err)
            self.assert_modest(ended, seconds=10)

    def test_a_large_recording_is_read_as_a_stream(self):
        path = self.folder / "large.pcap"
        one = packet(2, False, ACK, 201, 120, bytes(1400))
        with path.open("wb") as file:
            file.write(recording(*opening()))
            for _ in range(100):
                file.write(one * (MIB // len(one)))
        ended = run("capture", str(path))
        self.assertEqual(ended.err, "")
        self.assert_modest(ended, seconds=60)


if __name__ == "__main__":
    unittest.main()
