"""check against a real xrdp and a real FreeRDP shadow server in each of their security layers: the facts must be those
that the servers' own settings say."""
import os
import shutil
import socket
import subprocess
import time
import unittest

from support import CliTest, closed_port, run

PATH = os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin"
XRDP = shutil.which("xrdp", path=PATH)
SHADOW = shutil.which("freerdp-shadow-cli", path=PATH)
XVFB = shutil.which("Xvfb", path=PATH)
OPENSSL = shutil.which("openssl", path=PATH)


class RealServer(CliTest):
    def certificate(self):
        certificate, key = self.folder / "cert.pem", self.folder / "key.pem"
        subprocess.run([OPENSSL, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=127.0.0.1",
                        "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate], check=True, capture_output=True)
        return certificate, key

    def serve(self, arguments, port, **more):
        server = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, **more)
        self.addCleanup(server.wait)
        self.addCleanup(server.kill)
        for _ in range(200):
            # Looking into the kernel's table and not knocking: a first connection that says nothing confuses some servers.
            wanted = f"{port:04X}"
            with open("/proc/net/tcp") as table:
                if any(line.split()[1].endswith(":" + wanted) and line.split()[3] == "0A" for line in table.readlines()[1:]):
                    return
            time.sleep(0.05)
        self.skipTest("the server does not start here")

    def facts(self, target, *arguments):
        ended = run("check", target, *arguments, "--json")
        self.assert_report(ended)
        self.assertEqual(ended.json["connections"], 1, "nothing was left open by the first connection")
        facts = {}
        for outcome in ended.json["outcomes"].values():
            facts.update(outcome.get("facts", {}))
        causes = [cause["id"] for cause in ended.json["causes"]]
        return ended, facts, causes


@unittest.skipUnless(XRDP and OPENSSL, "xrdp is not installed")
class Xrdp(RealServer):
    def start(self, layer):
        port = closed_port()
        certificate, key = self.certificate()
        config = self.folder / f"xrdp-{layer}.ini"
        config.write_text(f"""[Globals]
ini_version=1
fork=true
address=127.0.0.1
port=tcp://127.0.0.1:{port}
security_layer={layer}
crypt_level=high
certificate={certificate}
key_file={key}
ssl_protocols=TLSv1.2, TLSv1.3
[Logging]
LogFile={self.folder}/xrdp.log
LogLevel=ERROR
EnableSyslog=false
[Xorg]
name=Xorg
lib=libxup.so
""")
        self.serve([XRDP, "--nodaemon", "--config", config], port)
        return f"127.0.0.1:{port}", certificate

    def test_with_tls_selects_ssl_and_is_healthy_when_its_certificate_is_trusted(self):
        target, certificate = self.start("tls")
        ended, facts, causes = self.facts(target, "--trust-anchor", certificate, "--as", "windows-11")
        self.assertEqual((ended.status, ended.json["verdict"]), (0, "healthy"))
        self.assertEqual(facts["negotiation.selected"], "SSL")
        self.assertEqual(facts["negotiation.flags"], "0x01")
        self.assertEqual(facts["tls.version"], "TLSv1.3")
        self.assertEqual(facts["certificate.key"], "RSA 2048")
        self.assertEqual(causes, ["credentials.nla_not_offered"])
        self.assert_modest(ended, seconds=5)

    def test_with_the_old_security_answers_what_was_not_requested(self):
        target, _ = self.start("rdp")
        ended, facts, causes = self.facts(target)
        self.assertEqual(facts["negotiation.selected"], "RDP")
        self.assertEqual(facts["encryption.level"], "High")
        self.assertEqual(facts["encryption.method"], "0x02")
        self.assertIn("transport.security_layer_mismatch", causes)
        self.assertEqual(ended.json["outcomes"]["transport.tls_handshake"]["verdict"], "not_applicable")

    def test_that_negotiates_selects_ssl(self):
        target, certificate = self.start("negotiate")
        ended, facts, _ = self.facts(target, "--trust-anchor", certificate)
        self.assertEqual((ended.status, facts["negotiation.selected"]), (0, "SSL"))


@unittest.skipUnless(SHADOW and XVFB and OPENSSL, "FreeRDP's shadow server is not installed")
class FreeRdpShadow(RealServer):
    def start(self, layer):
        display = f":{20000 + os.getpid() % 20000}"
        screen = subprocess.Popen([XVFB, display, "-screen", "0", "640x480x24", "-nolisten", "tcp"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(screen.wait)
        self.addCleanup(screen.kill)
        socket_file = f"/tmp/.X11-unix/X{display[1:]}"
        for _ in range(200):
            if os.path.exists(socket_file):
                break
            time.sleep(0.05)
        certificate, key = self.certificate()
        home = self.folder / "home"
        settings = home / ".config/freerdp/shadow"
        settings.mkdir(parents=True)
        shutil.copy(certificate, settings / "shadow.crt")
        shutil.copy(key, settings / "shadow.key")
        port = closed_port()
        arguments = {"tls": ["/sec:tls", "-auth"], "rdp": ["/sec:rdp", "-auth"]}.get(layer)
        if layer == "nla":
            accounts = self.folder / "sam"
            accounts.write_bytes(subprocess.run(["winpr-hash", "-u", "alice", "-p", "Secret1!", "-f", "sam"], check=True, capture_output=True).stdout)
            arguments = ["/sec:nla", f"/sam-file:{accounts}", "+auth"]
        self.serve([SHADOW, f"/port:{port}", "/bind-address:127.0.0.1", *arguments], port,
                   env={**os.environ, "HOME": str(home), "DISPLAY": display})
        return f"127.0.0.1:{port}", certificate

    def test_with_nla_selects_hybrid_and_tells_its_names_and_clock(self):
        target, certificate = self.start("nla")
        ended, facts, causes = self.facts(target, "--trust-anchor", certificate)
        self.assertEqual((ended.status, ended.json["verdict"], causes), (0, "healthy", []))
        self.assertEqual(facts["negotiation.selected"], "HYBRID")
        self.assertEqual(facts["negotiation.flags"], "0x03")
        self.assertEqual(facts["ntlm.build"], "6.1.7601")
        self.assertEqual(facts["ntlm.computer"].lower(), socket.gethostname().split(".")[0].lower()[:15])
        self.assertEqual(facts["credssp.version"], "6")
        self.assertLess(int(facts["clock.apart"].removeprefix("about ").split()[0]), 60, facts["clock.apart"])

    def test_with_tls_selects_ssl(self):
        target, certificate = self.start("tls")
        ended, facts, _ = self.facts(target, "--trust-anchor", certificate)
        self.assertEqual((ended.status, facts["negotiation.selected"], facts["negotiation.flags"]), (0, "SSL", "0x03"))

    def test_with_the_old_security_refuses_tls_and_no_tls_is_tried(self):
        target, _ = self.start("rdp")
        ended, facts, causes = self.facts(target)
        self.assertEqual(ended.status, 15)
        self.assertIn("SSL_NOT_ALLOWED_BY_SERVER", facts["negotiation.failure"])
        self.assertEqual(causes[0], "transport.security_layer_mismatch")
        self.assertEqual(ended.json["outcomes"]["transport.tls_handshake"]["verdict"], "skipped")


if __name__ == "__main__":
    unittest.main()
