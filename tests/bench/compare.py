"""The whole program against its peers, in one run: compare.py CLI [--runs N] [--round-trip MS] [--check]

Each asks a real xrdp about its Remote Desktop service: on loopback, and (as root) over a path with a round-trip time.
Prints a Markdown table of medians: wall clock, processor time (user + system), largest resident memory, ratio of the wall
clock to the program's. --check ends with 1 when the program is over the limits below."""
import argparse
import collections
import os
import pathlib
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

from delay_path import DelayedPath

limits = {"loopback": (0.15, 30), "delayed": (0.9, 30)}    # seconds, MiB
enough = 60    # seconds after which a slow peer is not run again

Run = collections.namedtuple("Run", "wall cpu memory status")


def start_xrdp(folder, address, port, enter=None):
    """xrdp with a certificate of its own, in the foreground, without a session manager: as far as sign-in."""
    if not (folder / "xrdp.pem").exists():
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=bench",
                        "-addext", f"subjectAltName=IP:{address}", "-keyout", folder / "xrdp.key", "-out", folder / "xrdp.pem"],
                       check=True, stderr=subprocess.DEVNULL)
    settings = folder / f"xrdp-{port}.ini"
    settings.write_text(f"""[Globals]
ini_version=1
fork=true
port=tcp://{address}:{port}
tcp_nodelay=true
security_layer=negotiate
crypt_level=high
certificate={folder}/xrdp.pem
key_file={folder}/xrdp.key
ssl_protocols=TLSv1.2, TLSv1.3
autorun=
allow_channels=true
bitmap_cache=true
max_bpp=32
[Logging]
LogFile={folder}/xrdp.log
LogLevel=INFO
EnableSyslog=false
[Channels]
rdpdr=true
[Xorg]
name=Xorg
lib=libxup.so
username=ask
password=ask
ip=127.0.0.1
port=-1
code=20
""")
    server = subprocess.Popen(["/usr/sbin/xrdp", "--nodaemon", "--config", settings], preexec_fn=enter,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(1.0)    # asking whether it is there would be one of its two places in the queue
    if server.poll() is not None:
        raise RuntimeError(f"xrdp did not start; see {folder}/xrdp.log")
    return server


def start_display():
    """An X server for xfreerdp, which wants one even when it only signs in. (process, ":number")"""
    ours, theirs = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(theirs), "-nolisten", "tcp"], pass_fds=[theirs],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(theirs)
    with os.fdopen(ours) as pipe:
        number = pipe.readline().strip()
    if not number:
        raise RuntimeError("Xvfb did not start")
    return server, f":{number}"


def measure(command, environment, enter=None):
    """One run. `time` reports the memory: what a process that Python forks reports begins at Python's own size."""
    with tempfile.NamedTemporaryFile("r") as memory:
        began = time.perf_counter()
        child = subprocess.Popen(["/usr/bin/time", "-q", "-f", "%M", "-o", memory.name, *command], preexec_fn=enter,
                                 env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            _, status, usage = os.wait4(child.pid, 0)
        except KeyboardInterrupt:
            os.killpg(child.pid, signal.SIGTERM)
            raise
        child.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - began
        return Run(wall, usage.ru_utime + usage.ru_stime, int(memory.read().split()[-1]) / 1024, child.returncode)


def tools(cli, address, port):
    """{name: (command, exit statuses of a run that worked)} of what is installed."""
    host = f"{address}:{port}"
    every = {
        "rdpmend-cli check": ([str(cli), "check", host], (0, 10, 15)),
        "nmap, four scripts": (["nmap", "-Pn", "-n", "-p", str(port), "--script",
                                "+rdp-enum-encryption,+rdp-ntlm-info,+ssl-cert,+ssl-enum-ciphers", address], (0,)),
        "sslscan --rdp": (["sslscan", "--rdp", "--no-colour", host], (0,)),
        "xfreerdp +auth-only": (["xfreerdp", f"/v:{host}", "/cert:ignore", "/u:alice", "/p:x", "+auth-only"], (0,)),
    }
    return {name: tool for name, tool in every.items() if shutil.which(tool[0][0])}


def compare(title, kind, cli, address, port, runs, environment, enter=None):
    """Prints one table; the words of the limits that the program broke."""
    results = collections.defaultdict(list)
    commands = tools(cli, address, port)
    for _ in range(runs):    # in turns, so that a busy moment meets all alike
        for name, (command, good) in commands.items():
            if results[name] and sum(run.wall for run in results[name]) > enough:
                continue
            run = measure(command, environment, enter)
            if run.status not in good:
                raise RuntimeError(f"{name}: exit status {run.status}, expected one of {good}: {' '.join(command)}")
            results[name].append(run)
            time.sleep(0.2)    # xrdp's children leave its queue
    median = {name: Run(*(statistics.median(column) for column in zip(*list_of))) for name, list_of in results.items()}
    ours = median["rdpmend-cli check"]
    print(f"\n{title}\n\n| tool | runs | wall s | min-max | CPU s | memory MiB | wall, times ours |\n|---|---|---|---|---|---|---|")
    for name, run in median.items():
        walls = [one.wall for one in results[name]]
        print(f"| {name} | {len(walls)} | {run.wall:.3f} | {min(walls):.3f}-{max(walls):.3f} | {run.cpu:.3f} | {run.memory:.1f} "
              f"| {run.wall / ours.wall:.1f} |")
    seconds, mebibytes = limits[kind]
    if ours.wall > seconds:
        yield f"{title}: {ours.wall:.3f} s is more than {seconds} s"
    if ours.memory > mebibytes:
        yield f"{title}: {ours.memory:.1f} MiB is more than {mebibytes} MiB"


def free_port(address):
    with socket.socket() as probe:
        probe.bind((address, 0))
        return probe.getsockname()[1]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cli", type=pathlib.Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--round-trip", type=float, default=100, help="ms; 0: loopback only")
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    if not os.path.exists("/usr/sbin/xrdp") or not os.path.exists("/usr/bin/time"):
        sys.exit("xrdp and time are needed: ./test.sh bench installs them")

    broken, servers = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        environment = os.environ | {"HOME": name, "LC_ALL": "C"}
        try:
            if shutil.which("Xvfb"):
                display, environment["DISPLAY"] = start_display()
                servers.append(display)
            cli = arguments.cli.resolve()
            port = free_port("127.0.0.1")
            servers.append(start_xrdp(folder, "127.0.0.1", port))
            broken += compare("Loopback", "loopback", cli, "127.0.0.1", port, arguments.runs, environment)
            if arguments.round_trip and os.geteuid() != 0:
                print("\nThe path with a round-trip time needs root: left out.")
            elif arguments.round_trip:
                with DelayedPath(arguments.round_trip / 2) as path:
                    (folder / "xrdp.pem").unlink()    # a certificate for the other address
                    server = start_xrdp(folder, path.server_address, 3389, path.enter_server)
                    servers.append(server)
                    broken += compare(f"Round trip {arguments.round_trip:g} ms", "delayed", cli, path.server_address, 3389,
                                      arguments.runs, environment, path.enter_client)
                    server.terminate()
                    server.wait()
        finally:
            for server in servers:
                server.terminate()
                server.wait()
    for sentence in broken:
        print(f"\n{sentence}")
    sys.exit(1 if broken and arguments.check else 0)


if __name__ == "__main__":
    main()
