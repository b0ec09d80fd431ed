"""What Windows reads of the programs before it runs them: their protections, what they import, and who may read what is inside."""
import functools
import os
import re
import unittest
from dataclasses import dataclass

import pe
from wine import BIN, ROOT

MIB = 1024 * 1024
# HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\KnownDLLs of Windows 10 and 11: Windows takes these from memory that it
# filled itself, never from the folder of the program.
KNOWN = {f"{name}.dll" for name in """
    advapi32 clbcatq combase comdlg32 coml2 difxapi gdi32 gdiplus imagehlp imm32 kernel32 msctf msvcrt normaliz nsi ole32
    oleaut32 psapi rpcrt4 sechost setupapi shcore shell32 shlwapi user32 wldap32 ws2_32""".split()}
API_SET = re.compile(r"(api|ext)-ms-win-.*\.dll")    # not a file: a name that Windows itself maps to one
RELEASE = "RDPMEND_WINDOWS_RELEASE" in os.environ    # what the preset windows-release built


@dataclass
class Traits:
    largest: int
    subsystem: int
    level: str


PROGRAMS = {
    "rdpmend.exe": Traits(20 * MIB, pe.WINDOW, "asInvoker"),
    "rdpmend-cli.exe": Traits(12 * MIB, pe.CONSOLE, "asInvoker"),
    "rdpmend-broker.exe": Traits(2 * MIB, pe.WINDOW, "requireAdministrator"),
}
# Places that a build knows and a PC of somebody else does not, or where anybody may put files
TREACHEROUS = [b"/usr/local", b"/usr/lib/ssl", b"/etc/ssl", b"C:/usr", b"C:\\usr", b"C:/msys", b"/home/", b"/root/", b"/tmp/"]


def for_each_program(test):
    """The test is called with each program that is built, and its traits."""
    @functools.wraps(test)
    def run(self):
        for name, traits in PROGRAMS.items():
            if (BIN / name).exists():
                with self.subTest(program=name):
                    test(self, pe.Program(BIN / name), traits)
    return run


class Pe(unittest.TestCase):
    def test_there_are_programs(self):
        self.assertTrue((BIN / "rdpmend-cli.exe").exists(), f"nothing is built in {BIN}")

    @for_each_program
    def test_imports_at_the_start_only_what_no_folder_can_replace(self, program, traits):
        replaceable = sorted(dll for dll in program.imports() if dll not in KNOWN and not API_SET.fullmatch(dll))
        self.assertEqual(replaceable, [], "name them in app/windows/CMakeLists.txt to be loaded later")

    @for_each_program
    def test_the_elevated_one_imports_no_networking(self, program, traits):
        if traits.level == "requireAdministrator":
            self.assertNotIn("ws2_32.dll", program.imports())

    @for_each_program
    def test_addresses_are_random_and_data_never_runs(self, program, traits):
        wanted = pe.HIGH_ENTROPY_VA | pe.DYNAMIC_BASE | pe.NX_COMPAT
        self.assertEqual(program.characteristics & wanted, wanted)
        self.assertGreater(program.directories[pe.RELOCATIONS][1], 0, "without relocations it cannot be moved")
        both = [s.name for s in program.sections if s.flags & pe.EXECUTABLE and s.flags & pe.WRITABLE]
        self.assertEqual(both, [])

    @unittest.skipUnless(RELEASE, "guards are for the release: ./test.sh windows builds with assertions")
    @for_each_program
    def test_the_stack_is_guarded(self, program, traits):
        self.assertIn(b"stack smashing detected", program.content)

    @unittest.skipUnless(RELEASE, "what assertions say names files")
    @for_each_program
    def test_nothing_tells_where_it_was_built(self, program, traits):
        self.assertEqual([place for place in TREACHEROUS + [str(ROOT).encode()] if place in program.content], [])

    @for_each_program
    def test_nothing_tells_when_it_was_built(self, program, traits):
        self.assertEqual(program.timestamp, 0)
        self.assertEqual(program.directories[pe.DEBUG], (0, 0))

    @for_each_program
    def test_sizes(self, program, traits):
        # Assertions and less thorough optimising make what ./test.sh builds larger than what is handed out
        self.assertLessEqual(len(program.content), traits.largest * (1 if RELEASE else 1.4))

    @for_each_program
    def test_who_may_start_it_and_how_it_speaks(self, program, traits):
        self.assertEqual(program.subsystem, traits.subsystem)
        [manifest] = program.resources(pe.MANIFEST)
        for words in (f'level="{traits.level}"', ">UTF-8<", ">PerMonitorV2<", "longPathAware"):
            self.assertIn(words, manifest.decode())

    @for_each_program
    def test_shows_an_icon_and_its_version(self, program, traits):
        version = re.search(r"project\(rdpmend VERSION (\S+)", (ROOT / "CMakeLists.txt").read_text())[1]
        self.assertEqual(len(program.resources(pe.ICON_GROUP)), 1)
        [block] = program.resources(pe.VERSION)
        self.assertIn(version, block.decode("utf-16", "replace"))
        self.assertIn(program.path.name, block.decode("utf-16", "replace"))


if __name__ == "__main__":
    unittest.main()
