"""What the tests of the executable share: running it with limits, scripted servers, the schema of its JSON."""
import contextlib
import json
import os
import re
import signal
import socket
import ssl
import subprocess
import tempfile
import threading
import time
import unittest
from pathlib import Path

CLI = os.environ["RDPMEND_CLI"]
ROOT = Path(__file__).resolve().parents[2]
SANITIZED = bool(os.environ.get("RDPMEND_SANITIZE"))
MIB = 1024


class Ended:
    def __init__(self, status, out, err, seconds, peak):
        self.status, self.out, self.err, self.seconds, self.peak = status, out, err, seconds, peak

    @property
    def json(self):
        return json.loads(self.out)


def environment(**more):
    kept = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "TERM", "XDG_STATE_HOME")}
    return {**kept, "TERM": "xterm", **more}


def run(*args, timeout=60, env=None, stdin=subprocess.DEVNULL, kill_after=None, kill_with=signal.SIGKILL, cwd=None):
    """Runs the program; its peak memory is in KiB. A program that does not end in time fails the test."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = time.monotonic()
        child = subprocess.Popen([CLI, *map(str, args)], stdout=out, stderr=err, stdin=stdin, env=env or environment(), cwd=cwd)
        timers = [threading.Timer(timeout, child.kill)]
        if kill_after is not None:
            timers.append(threading.Timer(kill_after, lambda: child.send_signal(kill_with)))
        for timer in timers:
            timer.start()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        for timer in timers:
            timer.cancel()
        seconds = time.monotonic() - began
        if seconds >= timeout:
            raise AssertionError(f"{args} did not end within {timeout} s")
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode())
        return Ended(child.returncode, *texts, seconds, usage.ru_maxrss)


def closed_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Server:
    """A TCP server on loopback that does `serve(connection)` with each connection, and what that raises is its end."""

    def __init__(self, serve):
        self._serve = serve
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.accepted = 0
        self._open = []
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def target(self):
        return f"127.0.0.1:{self.port}"

    def _accept(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.accepted += 1
            self._open.append(connection)
            threading.Thread(target=self._one, args=(connection,), daemon=True).start()

    def _one(self, connection):
        with contextlib.suppress(OSError, ssl.SSLError, ValueError):
            connection.settimeout(60)
            self._serve(connection)
        with contextlib.suppress(OSError):
            connection.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        # close() alone would leave accept() waiting
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self._open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


def confirm(protocol):
    """X.224 Connection Confirm with RDP_NEG_RSP (MS-RDPBCGR 2.2.1.2.1)."""
    return bytes.fromhex("030000130ed00000123400") + b"\x02\x1f\x08\x00" + protocol.to_bytes(4, "little")


def read_request(connection):
    """The client's X.224 Connection Request."""
    head = connection.recv(4, socket.MSG_WAITALL)
    return head + connection.recv(int.from_bytes(head[2:4], "big") - 4, socket.MSG_WAITALL)


_identity = {}


def identity(folder, subject="/CN=127.0.0.1"):
    """A server-side TLS context with a certificate made for this run."""
    if subject not in _identity:
        base = Path(folder) / f"id{len(_identity)}"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-utf8", "-subj", subject,
                        "-keyout", f"{base}.key", "-out", f"{base}.crt"], check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(f"{base}.crt", f"{base}.key")
        _identity[subject] = context
    return _identity[subject]


def mismatches(value, schema, root=None, where="report"):
    """The part of JSON Schema 2020-12 that report.schema.json uses; also every member that the schema does not name."""
    root = root or schema
    if "$ref" in schema:
        return mismatches(value, root["$defs"][schema["$ref"].rsplit("/", 1)[1]], root, where)
    out = []
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "boolean": bool, "null": type(None)}
    if "type" in schema:
        wanted = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        fits = any(isinstance(value, kinds[k]) and not (isinstance(value, bool) and k in ("integer", "number")) for k in wanted)
        if not fits:
            return [f"{where}: {value!r} is not {wanted}"]
    if "const" in schema and value != schema["const"]:
        out.append(f"{where}: {value!r} is not {schema['const']!r}")
    if "enum" in schema and value not in schema["enum"]:
        out.append(f"{where}: {value!r} is none of {schema['enum']}")
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        out.append(f"{where}: {value!r} does not match {schema['pattern']}")
    if "minimum" in schema and isinstance(value, (int, float)) and value < schema["minimum"]:
        out.append(f"{where}: {value} is too small")
    if "maximum" in schema and isinstance(value, (int, float)) and value > schema["maximum"]:
        out.append(f"{where}: {value} is too large")
    if isinstance(value, list):
        for i, item in enumerate(value):
            out += mismatches(item, schema.get("items", {}), root, f"{where}[{i}]")
    if isinstance(value, dict):
        out += [f"{where}: {name} is missing" for name in schema.get("required", []) if name not in value]
        for name, item in value.items():
            inner = schema.get("properties", {}).get(name, schema.get("additionalProperties"))
            out += [f"{where}: {name} is not in the schema"] if inner is None else mismatches(item, inner, root, f"{where}.{name}")
    return out


SCHEMA = json.loads((ROOT / "resources/schema/report.schema.json").read_text())


class CliTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def assert_one_sentence(self, ended, status):
        self.assertEqual(ended.status, status, ended.err)
        self.assertEqual(ended.out, "")
        self.assertRegex(ended.err, r"\A[^\n]{10,400}\n\Z")

    def assert_report(self, ended):
        self.assertEqual(mismatches(ended.json, SCHEMA), [])

    def assert_modest(self, ended, seconds=60):
        self.assertLess(ended.seconds, seconds)
        if not SANITIZED:
            self.assertLess(ended.peak, 64 * MIB)
