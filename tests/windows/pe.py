"""What the tests read of a program's file: Microsoft's PE format, as far as they need it."""
import struct
from dataclasses import dataclass, field
from pathlib import Path

HIGH_ENTROPY_VA, DYNAMIC_BASE, NX_COMPAT = 0x20, 0x40, 0x100    # DllCharacteristics
WINDOW, CONSOLE = 2, 3                                           # Subsystem
EXECUTABLE, WRITABLE = 0x20000000, 0x80000000                    # section
ICON_GROUP, VERSION, MANIFEST = 14, 16, 24                       # kinds of resources
EXPORTS, IMPORTS, RESOURCES, RELOCATIONS, DEBUG, LOAD_CONFIG = 0, 1, 2, 5, 6, 10    # data directories


@dataclass
class Section:
    name: str
    start: int
    size: int
    offset: int
    flags: int


@dataclass
class Program:
    path: Path
    content: bytes = field(repr=False, default=b"")

    def __post_init__(self):
        self.content = self.path.read_bytes()
        header = self._unpack("<I", 0x3c)[0]
        assert self.content[header:header + 4] == b"PE\0\0", f"{self.path} is not a program for Windows"
        self.machine, sections, self.timestamp, _, _, optional, _ = self._unpack("<HHIIIHH", header + 4)
        start = header + 24
        assert self._unpack("<H", start)[0] == 0x20b, "not PE32+"
        self.checksum, self.subsystem, self.characteristics = self._unpack("<IHH", start + 64)
        self.directories = [self._unpack("<II", start + 112 + 8 * i) for i in range(self._unpack("<I", start + 108)[0])]
        self.sections = []
        for i in range(sections):
            name, size, address, stored, offset, flags = self._unpack("<8sIIII12xI", start + optional + 40 * i)
            self.sections.append(Section(name.rstrip(b"\0").decode(), address, max(size, stored), offset, flags))

    def _unpack(self, layout, offset):
        return struct.unpack_from(layout, self.content, offset)

    def _offset(self, address):
        for section in self.sections:
            if section.start <= address < section.start + section.size:
                return address - section.start + section.offset
        raise ValueError(f"{address:#x} lies in no section")

    def _text(self, address):
        start = self._offset(address)
        return self.content[start:self.content.index(b"\0", start)].decode()

    def imports(self):
        """{DLL in small letters: its functions}, of what is loaded when the program starts."""
        found, entry = {}, self.directories[IMPORTS][0]
        while entry and any(descriptor := self._unpack("<IIIII", self._offset(entry))):
            names, slot = [], descriptor[0] or descriptor[4]
            while thunk := self._unpack("<Q", self._offset(slot))[0]:
                names.append(f"#{thunk & 0xffff}" if thunk >> 63 else self._text(thunk + 2))
                slot += 8
            found[self._text(descriptor[3]).lower()] = names
            entry += 20
        return found

    def resources(self, kind):
        """The contents of every resource of this kind."""
        base = self.directories[RESOURCES][0]
        if not base:
            return []

        def leaves(table):
            offset = self._offset(base + table)
            named, numbered = self._unpack("<HH", offset + 12)
            for i in range(named + numbered):
                name, place = self._unpack("<II", offset + 16 + 8 * i)
                if table == 0 and name != kind:
                    continue
                if place >> 31:
                    yield from leaves(place & 0x7fffffff)
                else:
                    address, size = self._unpack("<II", self._offset(base + place))
                    start = self._offset(address)
                    yield self.content[start:start + size]
        return list(leaves(0))
