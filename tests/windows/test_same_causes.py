"""The program for Windows and the one for this system look at the same hosts and must come to the same causes."""
import json
import os
import sys
import unittest
from concurrent.futures import ThreadPoolExecutor

from wine import BIN, ROOT, WindowsTest

NATIVE = os.environ.get("RDPMEND_NATIVE_CLI", str(ROOT / "build/dev/bin/rdpmend-cli"))
os.environ["RDPMEND_CLI"] = NATIVE
sys.path.insert(0, str(ROOT / "tests/cli"))
import support    # noqa: E402
import test_check    # noqa: E402
import test_real_servers as real    # noqa: E402


@unittest.skipUnless(os.access(NATIVE, os.X_OK), "the program for this system is not built: ./test.sh dev")
class Comparison(WindowsTest):
    def judged(self, ended):
        report = json.loads(ended.out)
        return {"status": ended.status, "errors": ended.err, "verdict": report["verdict"], "sentence": report["sentence"],
                "causes": [(cause["id"], cause["likelihood"]) for cause in report["causes"]]}

    def both(self, *arguments):
        on_windows = self.judged(self.pc.run(BIN / "rdpmend-cli.exe", "check", *arguments, "--json"))
        native = self.judged(support.run("check", *arguments, "--json"))
        return on_windows, native

    def assert_same(self, *arguments):
        on_windows, native = self.both(*arguments)
        self.assertEqual(on_windows, native)
        return native["causes"]

class SameCauses(Comparison):
    def test_a_closed_port(self):
        self.assertEqual(self.assert_same(f"127.0.0.1:{support.closed_port()}")[0][0], "network.port_refused")

    def test_hosts_that_refuse_stall_and_lie(self):
        hosts = test_check.Hosts()
        hosts.setUp()
        self.addCleanup(hosts.doCleanups)
        support.identity(hosts.folder)
        cases = hosts.cases()
        # On Windows a reset may overtake what was sent just before it, so this one waits until that was read.
        cases["reset after the greeting"] = (hosts.after_confirm(lambda c: (c.recv(1), test_check.reset(c))), None)

        def one(item):
            name, (serve, _) = item
            with support.Server(serve) as server:
                return name, *self.both(server.target)
        with ThreadPoolExecutor(4) as pool:
            for name, on_windows, native in pool.map(one, cases.items()):
                with self.subTest(name):
                    for judged in (on_windows, native):
                        del judged["causes"][1:]    # what else there may be depends on how far a slow host came in time
                    self.assertEqual(on_windows, native)

    def test_every_practice_case(self):
        def one(name):
            return name, self.pc.run(BIN / "rdpmend-cli.exe", "practice", name), support.run("practice", name)
        names = [line.split()[0] for line in support.run("practice", "--list").out.splitlines()]
        self.assertGreaterEqual(len(names), 8)
        with ThreadPoolExecutor(2) as pool:
            for name, on_windows, native in pool.map(one, names):
                with self.subTest(name):    # not 0 when the top cause is not the one that the story expects
                    self.assertEqual((on_windows.status, on_windows.err), (0, ""), on_windows.out)
                    self.assertEqual((native.status, native.err), (0, ""), native.out)


class RealServers(Comparison):
    """The servers of tests/cli/test_real_servers.py, each in each of its security layers."""

    def compare(self, kind, layer):
        server = kind()
        server.setUp()
        self.addCleanup(server.doCleanups)
        target, certificate = server.start(layer)
        self.assert_same(target)
        self.assert_same(target, "--trust-anchor", certificate)

    @unittest.skipUnless(real.XRDP and real.OPENSSL, "xrdp is not installed")
    def test_xrdp(self):
        for layer in ("tls", "rdp", "negotiate"):
            with self.subTest(layer):
                self.compare(real.Xrdp, layer)

    @unittest.skipUnless(real.SHADOW and real.XVFB and real.OPENSSL, "FreeRDP's shadow server is not installed")
    def test_free_rdp(self):
        for layer in ("nla", "tls", "rdp"):
            with self.subTest(layer):
                self.compare(real.FreeRdpShadow, layer)


if __name__ == "__main__":
    unittest.main()
