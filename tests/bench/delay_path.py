"""A path with a round-trip time, between two network namespaces of its own: for measurements on kernels without netem.

    with DelayedPath(delay_ms=50) as path:      # 100 ms round trip
        subprocess.run(command, preexec_fn=path.enter_client)

Two TUN devices, one moved into each namespace; a child process carries every packet from one to the other after the delay.
Nothing is lost or reordered. Needs root."""
import collections
import ctypes
import fcntl
import multiprocessing
import os
import select
import struct
import subprocess
import time

TUNSETIFF, IFF_TUN, IFF_NO_PI, CLONE_NEWNET = 0x400454CA, 0x0001, 0x1000, 0x40000000
libc = ctypes.CDLL(None, use_errno=True)


def _open_tun(name):
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TUN | IFF_NO_PI))
    return device


def _ip(*words):
    subprocess.run(["ip", *words], check=True)


def _carry(devices, delay):
    """Moves packets both ways for ever. `waiting` is ordered by itself: the delay is the same for every packet."""
    waiting = collections.deque()    # (due, where to, packet)
    while True:
        left = max(0.0, waiting[0][0] - time.monotonic()) if waiting else None
        for source in select.select(devices, [], [], left)[0]:
            packet = os.read(source, 65536)
            waiting.append((time.monotonic() + delay, devices[1 - devices.index(source)], packet))
        while waiting and waiting[0][0] <= time.monotonic():
            _, target, packet = waiting.popleft()
            try:
                os.write(target, packet)
            except OSError:
                pass    # the device is down while the namespaces are taken apart


class DelayedPath:
    client_address, server_address = "10.99.1.1", "10.99.1.2"

    def __init__(self, delay_ms):
        self.delay = delay_ms / 1000
        self.names = [f"bench{os.getpid()}{end}" for end in "cs"]
        self.carrier = None

    def __enter__(self):
        try:
            devices = []
            for name, mine, theirs in zip(self.names, (self.client_address, self.server_address),
                                          (self.server_address, self.client_address)):
                devices.append(_open_tun(name))
                _ip("netns", "add", name)
                _ip("link", "set", name, "netns", name)
                _ip("-n", name, "addr", "add", mine, "peer", theirs, "dev", name)
                _ip("-n", name, "link", "set", "lo", "up")
                _ip("-n", name, "link", "set", name, "up")
            self.carrier = multiprocessing.Process(target=_carry, args=(devices, self.delay), daemon=True)
            self.carrier.start()
            for device in devices:
                os.close(device)    # the carrier has its own
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.carrier:
            self.carrier.terminate()
            self.carrier.join()
        for name in self.names:
            subprocess.run(["ip", "netns", "del", name], stderr=subprocess.DEVNULL, check=False)

    def enter_client(self):
        self._enter(self.names[0])

    def enter_server(self):
        self._enter(self.names[1])

    @staticmethod
    def _enter(name):
        namespace = os.open(f"/run/netns/{name}", os.O_RDONLY)
        if libc.setns(namespace, CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), "setns")
        os.close(namespace)
