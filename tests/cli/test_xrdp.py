"""check against a real xrdp, in each of its security layers."""
import os
import shutil
import socket
import subprocess
import time
import unittest

from support import CliTest, closed_port, run

XRDP = shutil.which("xrdp") or shutil.which("xrdp", path="/usr/sbin:/usr/local/sbin")


@unittest.skipUnless(XRDP and shutil.which("openssl"), "xrdp is not installed")
class Xrdp(CliTest):
    def start(self, layer):
        port = closed_port()
        certificate, key = self.folder / "cert.pem", self.folder / "key.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=127.0.0.1",
                        "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate], check=True, capture_output=True)
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
        server = subprocess.Popen([XRDP, "--nodaemon", "--config", config], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(server.wait)
        self.addCleanup(server.kill)
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return f"127.0.0.1:{port}", certificate
            time.sleep(0.05)
        self.skipTest("xrdp does not start here")

    def test_with_tls_is_healthy_when_its_certificate_is_trusted(self):
        target, certificate = self.start("tls")
        ended = run("check", target, "--trust-anchor", certificate, "--json")
        self.assert_report(ended)
        self.assertEqual(ended.status, 0, ended.out)
        self.assertEqual([c["id"] for c in ended.json["causes"] if c["weight"] == "blocks"], [])
        self.assertEqual(ended.json["outcomes"]["transport.tls_handshake"]["verdict"], "healthy")
        self.assertEqual(ended.json["connections"], 1)
        self.assert_modest(ended, seconds=5)

    def test_with_the_old_security_is_told_apart_from_tls(self):
        target, _ = self.start("rdp")
        ended = run("check", target, "--json")
        self.assert_report(ended)
        ids = [c["id"] for c in ended.json["causes"]]
        self.assertTrue({"transport.security_layer_mismatch", "credentials.nla_not_offered"} & set(ids), ids)

    def test_that_negotiates_is_healthy(self):
        target, certificate = self.start("negotiate")
        ended = run("check", target, "--trust-anchor", certificate, "--json")
        self.assert_report(ended)
        self.assertEqual(ended.status, 0, ended.out)


if __name__ == "__main__":
    unittest.main()
