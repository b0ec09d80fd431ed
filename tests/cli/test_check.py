"""check: hostile and broken hosts, the JSON, the HTML, pipes, terminals and Ctrl-C."""
import html.parser
import os
import pty
import signal
import socket
import struct
import subprocess
import time
import unittest
from concurrent.futures import ThreadPoolExecutor

from support import CLI, CliTest, Server, closed_port, confirm, environment, identity, read_request, run

GARBAGE = bytes(range(7, 256)) * 3
SSL, HYBRID = 1, 2


def endless(connection, block=GARBAGE * 100):
    while True:
        connection.sendall(block)


def drip(connection, data, pause=0.3):
    for byte in data:
        connection.sendall(bytes([byte]))
        time.sleep(pause)


def reset(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def silent(connection):
    connection.recv(1 << 16)
    time.sleep(60)


class Hosts(CliTest):
    def after_confirm(self, then, protocol=SSL):
        def serve(connection):
            read_request(connection)
            connection.sendall(confirm(protocol))
            then(connection)
        return serve

    def after_tls(self, then, protocol=HYBRID):
        context = identity(self.folder)

        def serve(connection):
            read_request(connection)
            connection.sendall(confirm(protocol))
            with context.wrap_socket(connection, server_side=True) as inside:
                inside.recv(4096)
                then(inside)
        return serve

    # name: (what the host does, causes of which one must rank first)
    def cases(self):
        wrong = {"network.not_rdp"}
        greeting = {"network.not_rdp", "transport.handshake_stalls"}
        tls = {"transport.reset_during_tls", "transport.handshake_stalls", "certificates.tls_version_mismatch",
               "transport.reset_after_negotiation", "certificates.cipher_mismatch"}
        inside = {"transport.closed_after_tls", "transport.handshake_stalls"}
        return {
            "garbage at once": (lambda c: (c.sendall(GARBAGE), time.sleep(1)), wrong),
            "garbage without end": (endless, wrong),
            "silence": (silent, {"transport.handshake_stalls"}),
            "reset at once": (reset, {"transport.reset_at_connect"}),
            "a greeting byte by byte": (lambda c: (read_request(c), drip(c, confirm(SSL), 2)), greeting),
            "a greeting that claims 65,535 bytes": (lambda c: (read_request(c), c.sendall(b"\x03\x00\xff\xff"), endless(c)), greeting),
            "a greeting of length 0": (lambda c: (read_request(c), c.sendall(bytes(4096)), time.sleep(1)), greeting),
            "reset after the greeting": (self.after_confirm(reset), {"transport.reset_after_negotiation"}),
            "garbage for TLS": (self.after_confirm(lambda c: (c.recv(4096), c.sendall(GARBAGE), time.sleep(1))), tls),
            "garbage without end for TLS": (self.after_confirm(lambda c: (c.recv(4096), endless(c))), tls),
            "TLS records without end": (self.after_confirm(lambda c: (c.recv(4096), endless(c, b"\x16\x03\x03\x40\x00" + bytes(0x4000)))), tls),
            "silence for TLS": (self.after_confirm(silent), {"transport.handshake_stalls"}),
            "TLS byte by byte": (self.after_confirm(lambda c: (c.recv(4096), drip(c, b"\x16\x03\x03\x00\x7a\x02" + bytes(116)))), tls),
            "garbage inside TLS": (self.after_tls(lambda c: (c.sendall(GARBAGE), time.sleep(1))), None),
            "garbage without end inside TLS": (self.after_tls(endless), None),
            "an answer that claims 4 GiB inside TLS": (self.after_tls(lambda c: (c.sendall(b"\x30\x84\xff\xff\xff\xff"), endless(c))), None),
            "silence inside TLS": (self.after_tls(silent), inside | {None}),    # an NLA host may wait for more
            "reset inside TLS": (self.after_tls(reset), inside),
        }

    def test_ends_in_time_and_modestly_with_the_right_cause_whatever_the_host_answers(self):
        def one(item):
            name, (serve, wanted) = item
            with Server(serve) as server:
                return name, wanted, run("check", server.target, "--json"), server.accepted
        identity(self.folder)
        with ThreadPoolExecutor(6) as pool:
            for name, wanted, ended, accepted in pool.map(one, self.cases().items()):
                with self.subTest(name):
                    self.assertEqual(ended.err, "")
                    self.assertIn(ended.status, (0, 10, 15, 20))
                    self.assert_report(ended)
                    self.assert_modest(ended, seconds=45)
                    self.assertLessEqual(accepted, 6)
                    top = ended.json["causes"][0]["id"] if ended.json["causes"] and ended.json["verdict"] == "problem" else None
                    if wanted is not None:
                        self.assertIn(top, wanted)
                    crashed = [p for p, o in ended.json["outcomes"].items() if o["verdict"] == "crashed"]
                    self.assertEqual(crashed, [])

    def test_of_a_closed_port_is_somebody_elses_problem(self):
        ended = run("check", f"127.0.0.1:{closed_port()}", "--json")
        self.assertEqual(ended.status, 15)
        self.assert_report(ended)
        self.assertEqual(ended.json["causes"][0]["id"], "network.port_refused")
        self.assertLess(ended.seconds, 5)

    def test_of_a_name_that_cannot_be_shows_no_cause_on_this_pc(self):
        ended = run("check", "no-such-host.invalid", "--json")
        self.assertIn(ended.status, (15, 20))
        self.assert_report(ended)

    def test_a_certificate_cannot_write_to_the_terminal_or_the_page(self):
        hostile = "/CN=<script>alert(1)<\\/script>\u202e\x1b[31m/O=\"><img src=x>"
        context = identity(self.folder, hostile)

        def serve(connection):
            read_request(connection)
            connection.sendall(confirm(SSL))
            with context.wrap_socket(connection, server_side=True) as inside:
                inside.recv(4096)

        page = self.folder / "report.html"
        with Server(serve) as server:
            ended = run("check", server.target, "--html", page, "--no-redact")
        for character in ("\x1b", "\u202e", "\r"):
            self.assertNotIn(character, ended.out)
            self.assertNotIn(character, page.read_text())

        class Tags(html.parser.HTMLParser):
            seen, attributes, text = set(), set(), ""

            def handle_starttag(self, tag, attrs):
                self.seen.add(tag)
                self.attributes.update(name for name, _ in attrs)

            def handle_data(self, data):
                Tags.text += data

        tags = Tags()
        tags.feed(page.read_text())
        self.assertIn("alert(1)", Tags.text)    # it got as far as the page, as text
        self.assertFalse(tags.seen & {"script", "img", "link", "iframe", "object", "embed", "form", "a"})
        self.assertFalse({name for name in tags.attributes if name.startswith("on") or name in ("src", "href")})


class Output(CliTest):
    def test_json_names_the_host_unless_redacted(self):
        target = f"localhost:{closed_port()}"
        self.assertEqual(run("check", target, "--json").json["target"]["host"], "localhost")
        redacted = run("check", target, "--json", "--redact")
        self.assert_report(redacted)
        self.assertTrue(redacted.json["redacted"])
        self.assertNotIn("localhost", redacted.out)
        self.assertNotIn("127.0.0.1", redacted.out)

    def test_html_hides_names_unless_told_otherwise(self):
        page = self.folder / "report.html"
        target = f"localhost:{closed_port()}"
        self.assertEqual(run("check", target, "--html", page).status, 15)
        self.assertNotIn("localhost", page.read_text())
        run("check", target, "--html", page, "--no-redact")
        self.assertIn("localhost", page.read_text())

    def test_says_when_the_report_cannot_be_written(self):
        ended = run("check", f"127.0.0.1:{closed_port()}", "--html", self.folder / "missing" / "report.html")
        self.assertEqual(ended.status, 74)
        self.assertRegex(ended.err, r"\A[^\n]+cannot be written\.\n\Z")

    def test_says_when_the_output_cannot_be_written(self):
        with open("/dev/full", "w") as full:
            child = subprocess.run([CLI, "check", f"127.0.0.1:{closed_port()}"], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
        self.assertEqual(child.returncode, 74)
        self.assertRegex(child.stderr, r"\A[^\n]+\n\Z")

    def test_a_pipe_gets_no_progress_and_no_colour(self):
        ended = run("check", f"127.0.0.1:{closed_port()}")
        self.assertEqual(ended.err, "")
        self.assertNotIn("\x1b", ended.out)
        self.assertNotIn("\r", ended.out)
        self.assertIn("Who must act", ended.out)

    def on_terminal(self, *args, keys=b"", interrupt_after=None, **env):
        """What a terminal shows of it, and its exit status."""
        pid, terminal = pty.fork()
        if pid == 0:
            try:
                os.execve(CLI, [CLI, *args], environment(**env))
            finally:
                os._exit(127)
        shown, began, sent = b"", time.monotonic(), False
        while time.monotonic() - began < 60:
            if interrupt_after and not sent and time.monotonic() - began > interrupt_after:
                os.write(terminal, b"\x03")
                sent = True
            if keys and not sent and b"[y/N]" in shown:
                os.write(terminal, keys)
                sent = True
            os.set_blocking(terminal, False)
            try:
                block = os.read(terminal, 65536)
            except BlockingIOError:
                time.sleep(0.02)
                continue
            except OSError:
                break
            if not block:
                break
            shown += block
        _, status = os.waitpid(pid, 0)
        os.close(terminal)
        return shown.decode(), os.waitstatus_to_exitcode(status)

    def test_a_terminal_gets_progress_and_colour_unless_no_color_is_set(self):
        target = f"127.0.0.1:{closed_port()}"
        shown, status = self.on_terminal("check", target)
        self.assertEqual(status, 15)
        self.assertIn("\x1b[31m", shown)
        self.assertIn("\r\x1b[K[", shown)
        for env in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
            shown, _ = self.on_terminal("check", target, **env)
            self.assertNotRegex(shown, "\x1b\\[[0-9]+m")

    def test_a_terminal_is_asked_before_a_change_and_no_is_the_default(self):
        machine = self.folder / "pc.json"
        machine.write_text("{}")
        before = machine.read_bytes()
        for keys, made in ((b"\n", False), (b"n\n", False), (b"yes\n", True)):
            shown, _ = self.on_terminal("fix", "F502", f"127.0.0.1:{closed_port()}", "--keep", "--machine", f"simulated:{machine}", keys=keys)
            self.assertIn("[y/N]", shown)
            self.assertEqual(machine.read_bytes() != before, made, shown)

    def test_ctrl_c_ends_politely_with_what_was_seen(self):
        def silent_host(connection):
            time.sleep(60)
        with Server(silent_host) as server:
            ended = run("check", server.target, "--json", kill_after=1, kill_with=signal.SIGINT)
            self.assertEqual(ended.status, 130)
            self.assertLess(ended.seconds, 4)
            self.assert_report(ended)
            shown, status = self.on_terminal("check", server.target, interrupt_after=1)
            self.assertEqual(status, 130, shown)


class Targets(CliTest):
    def test_an_rdp_file_fills_host_gateway_and_user(self):
        host, gateway = closed_port(), closed_port()
        file = self.folder / "office.rdp"
        text = f"full address:s:127.0.0.1:{host}\r\nusername:s:EX\\anna\r\ngatewayhostname:s:127.0.0.1:{gateway}\r\ngatewayusagemethod:i:1\r\n"
        for content in (text.encode("utf-16"), text.encode()):
            file.write_bytes(content)
            target = run("check", "--rdp", file, "--json").json["target"]
            self.assertEqual((target["host"], target["port"]), ("127.0.0.1", host))
            self.assertEqual(target["gateway"], {"host": "127.0.0.1", "port": gateway})
            self.assertEqual((target["user"], target["rdp_file"]), ("EX\\anna", str(file)))

    def test_options_win_over_the_rdp_file(self):
        file = self.folder / "office.rdp"
        file.write_text("full address:s:pc-17\r\n")
        port = closed_port()
        target = run("check", f"127.0.0.1:{port}", "--rdp", file, "--gateway", f"127.0.0.1:{port}", "--json").json["target"]
        self.assertEqual((target["host"], target["gateway"]["port"]), ("127.0.0.1", port))

    def test_the_reported_code_and_client_are_taken_over(self):
        report = run("check", f"127.0.0.1:{closed_port()}", "--error", "0x904/0x7", "--as", "windows-10", "--json").json
        self.assertEqual(report["target"]["reported"], {"reason": 0x904, "extended": 7, "text": report["target"]["reported"]["text"]})
        self.assertEqual(report["target"]["client"], "windows-10")

    def test_trust_anchors_may_be_repeated(self):
        identity(self.folder, "/CN=anchor.example")
        anchor = next(self.folder.glob("*.crt"))
        report = run("check", f"127.0.0.1:{closed_port()}", "--trust-anchor", anchor, "--trust-anchor", anchor, "--json").json
        self.assertEqual(report["target"]["trust_anchors"], 2)


if __name__ == "__main__":
    unittest.main()
