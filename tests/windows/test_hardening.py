"""Nothing that lies about is used: planted DLLs and programs, hostile variables, files that libraries would read.

The plants are real ones: each writes its path into C:\\witness.txt when it is loaded, and what a careless program would do
with them is shown first.
"""
import os
import re
import shutil
import unittest

from wine import BIN, WindowsTest

# Not KnownDLLs: what programs, Qt, OpenSSL and Windows' own libraries load, and what is planted in practice
DLLS = """
    aclui amsi apphelp atl authz avrt bcrypt bcryptprimitives cabinet comctl32 coremessaging credui crypt32 cryptbase cryptnet
    cryptsp cryptui d2d1 d3d9 d3d10 d3d11 d3d12 davhlpr dbghelp dcomp ddraw dhcpcsvc dhcpcsvc6 dnsapi dpapi dui70 dwmapi dwrite
    dxgi edputil explorerframe fltlib fwpuclnt hid iertutil iphlpapi kernel.appcore ktmw32 linkinfo logoncli mpr msasn1 msi
    msimg32 mstask mswsock msxml6 ncrypt netapi32 netprofm netutils nlaapi npmproxy ntmarta oleacc opengl32 powrprof profapi
    propsys rasadhlp rasapi32 rsaenh rstrtmgr samcli samlib schannel secur32 sfc slc spoolss sppc srvcli sspicli textinputframework
    textshaping uiautomationcore urlmon userenv usp10 uxtheme version virtdisk wbemcomn webio wer wevtapi windowscodecs winhttp
    wininet winmm winnsi winspool.drv winsta wintrust wkscli wlanapi wshtcpip wtsapi32 xmllite
    libcrypto-3-x64 libssl-3-x64 libgcc_s_seh-1 libstdc++-6 libwinpthread-1 qt6core qt6gui qt6widgets sqlite3""".split()
PLUGINS = """
    platforms/qwindows platforms/qminimal imageformats/qico imageformats/qsvg imageformats/qjpeg styles/qwindowsvistastyle
    iconengines/qsvgicon generic/qtuiotouchplugin platformthemes/qxdg platforminputcontexts/qtvirtualkeyboard tls/qschannelbackend
    networkinformation/qnetworklistmanager engines-3/capi ossl-modules/legacy""".split()
PROGRAMS = """
    arp auditpol cacls certutil cmd cmdkey conhost cscript dism dsregcmd explorer fsutil gpresult gpupdate hostname icacls ipconfig
    klist msiexec mstsc net net1 netsh netstat nltest nslookup pathping ping pktmon powershell pwsh qwinsta reg regedit regsvr32
    route rundll32 sc schtasks sfc systeminfo taskkill tasklist tracert w32tm wevtutil whoami wmic wscript
    rdpmend-broker""".split()
FILES = {
    "qt.conf": "[Paths]\nPlugins = C:/hostile\nPrefix = C:/hostile\n",
    "openssl.cnf": "openssl_conf = a\n[a]\nengines = b\n[b]\nc = d\n[d]\nengine_id = d\ndynamic_path = C:/hostile/capi.dll\ninit = 1\n",
    "qtlogging.ini": "[Rules]\n*=true\n",
    "cert.pem": "", "gtkrc": "", "style.qss": "QWidget { background: red }\n",
}
HOSTILE = {    # 30 of them, all about C:\hostile
    **{name: "C:\\hostile" for name in """
        OPENSSL_ENGINES OPENSSL_MODULES SSL_CERT_DIR CTLOG_FILE RANDFILE QT_PLUGIN_PATH QT_QPA_PLATFORM_PLUGIN_PATH
        QT_QPA_FONTDIR QML2_IMPORT_PATH QML_IMPORT_PATH QT_SCALE_FACTOR_ROUNDING_POLICY SystemRoot windir PATH
        SQLITE_TMPDIR QTDIR""".split()},
    "TEMP": "C:\\temporary", "TMP": "C:\\temporary",    # where files of its own may be made, and plants lie
    "OPENSSL_CONF": "C:\\hostile\\openssl.cnf", "OPENSSL_CONF_INCLUDE": "C:\\hostile", "SSLKEYLOGFILE": "C:\\hostile\\keys.txt",
    "SSL_CERT_FILE": "C:\\hostile\\cert.pem", "ComSpec": "C:\\hostile\\cmd.exe", "QT_LOGGING_CONF": "C:\\hostile\\qtlogging.ini",
    "QT_LOGGING_RULES": "*=true", "QT_DEBUG_PLUGINS": "1", "QT_QPA_PLATFORM": "nonsense", "QT_STYLE_OVERRIDE": "nonsense",
    "QT_QPA_PLATFORMTHEME": "qxdg", "QT_QPA_GENERIC_PLUGINS": "qtuiotouchplugin", "QSG_INFO": "1", "OPENSSL_ia32cap": "0",
    "QT_SCALE_FACTOR": "7", "__COMPAT_LAYER": "RunAsAdmin",
}
# Wine prefers its own DLLs to files of their names, Windows does not. Not to be told of version.dll, which Wine's own user32
# imports, a KnownDLL that on Windows imports none but KnownDLLs: what runs here before main() is Wine's.
WINES_OWN = {"version"}
PREFER_PLANTS = ",".join(name for name in DLLS if name not in WINES_OWN) + "=n,b"
# Wine calls its own DLL by the name of a plant that it passed over, and "builtin".
LOADED = re.compile(r'Loaded L"(.+?)" at \w+: native')
OPENED = re.compile(r'(?:CreateFileW|NtCreateFile|FindFirstFileExW|GetFileAttributes\w*) .*')
# Qt cannot be kept from asking beside the program which of its own messages to write; nothing else can be said there.
# The other is a driver that Wine itself looks for.
NOT_OURS = ("QtProject\\\\qtlogging.ini", "\\\\winemac.drv")


class Hardening(WindowsTest):
    display = os.environ.get("DISPLAY")

    def setUp(self):
        super().setUp()
        self.program_folder = self.pc.path("C:\\download")
        self.program_folder.mkdir()
        for program in BIN.glob("rdpmend*.exe"):
            shutil.copy(program, self.program_folder)
        for name in ("download", "current", "hostile", "temporary", "careless"):
            self.plant(self.pc.path(f"C:\\{name}"))

    def plant(self, folder):
        plants = {name if name.endswith(".drv") else f"{name}.dll": "witness.dll" for name in DLLS + PLUGINS}
        plants.update({f"{name}.exe": "witness.exe" for name in PROGRAMS})
        for name, original in plants.items():
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            if not place.exists():
                os.link(BIN / original, place)
        for name, content in FILES.items():
            (folder / name).write_text(content)

    def run_among_plants(self, command, variables=(), timeout=100):
        """Runs the command where plants lie in the current folder, and on the PATH if the variables say so."""
        lines = ["@cd /d C:\\current", *(f"@set {name}={value}" for name, value in dict(variables).items()), "@" + command,
                 "@exit /b %errorlevel%"]
        self.pc.path("C:\\run.bat").write_text("\r\n".join(lines) + "\r\n")
        return self.pc.run("cmd", "/c", "C:\\run.bat", timeout=timeout, env={"WINEDEBUG": "+loaddll,+file", "WINEDLLOVERRIDES": PREFER_PLANTS})

    def witnesses(self):
        file = self.pc.path("C:\\witness.txt")
        return file.read_bytes().decode("utf-16-le").split() if file.exists() else []

    def assert_untouched(self, ended):
        self.assertEqual(self.witnesses(), [])
        loaded = {path.replace("\\\\", "\\") for path in LOADED.findall(ended.err)}
        self.assertTrue(any(path.lower().startswith("c:\\download\\rdpmend") for path in loaded), "nothing was traced")
        self.assertEqual([path for path in loaded if not re.match(r"(?i)c:\\(windows\\|download\\rdpmend)", path)], [])
        opened = [line for line in OPENED.findall(ended.err) if not any(name in line for name in NOT_OURS) and re.search(
            r"(?i)hostile|qt\.conf|openssl\.cnf|qtlogging\.ini|(download|current)\\\\\w+\\\\", line)]
        self.assertEqual(opened, [])

    def commands(self):
        yield "C:\\download\\rdpmend-cli.exe --version"
        yield "C:\\download\\rdpmend-cli.exe check 127.0.0.1:1 --json --redact"
        yield "C:\\download\\rdpmend-cli.exe explain 0x904/0x7"
        if "\n  pc " in self.pc.run(self.program_folder / "rdpmend-cli.exe", "--help").out:
            yield "C:\\download\\rdpmend-cli.exe pc"

    def test_a_careless_program_would_fall_for_the_plants(self):
        shutil.copy(BIN / "witness.exe", self.pc.path("C:\\careless\\careless.exe"))
        for dll in ("wevtapi.dll", "textshaping.dll", "platforms\\qwindows.dll"):
            self.run_among_plants(f"C:\\careless\\careless.exe {dll}")
        self.run_among_plants("mstsc.exe")
        names = [path.lower() for path in self.witnesses()]
        self.assertIn("c:\\careless\\wevtapi.dll", names)
        self.assertIn("c:\\careless\\textshaping.dll", names)
        self.assertIn("c:\\careless\\platforms\\qwindows.dll", names)
        self.assertIn("c:\\current\\mstsc.exe", names)

    def test_there_are_enough_of_them(self):
        self.assertGreaterEqual(len(set(DLLS)), 60)
        self.assertGreaterEqual(len(set(PROGRAMS)), 40)
        self.assertGreaterEqual(len(HOSTILE), 25)

    def test_the_command_line_uses_no_plant(self):
        for command in self.commands():
            with self.subTest(command=command):
                self.assert_untouched(self.run_among_plants(command))

    def test_hostile_variables_change_nothing(self):
        for command in self.commands():
            with self.subTest(command=command):
                calm, hostile = self.run_among_plants(command), self.run_among_plants(command, HOSTILE)
                self.assert_untouched(hostile)
                self.assertEqual((hostile.status, self.timeless(hostile.out)), (calm.status, self.timeless(calm.out)))
        self.assertFalse(self.pc.path("C:\\hostile\\keys.txt").exists())

    @unittest.skipUnless((BIN / "rdpmend-broker.exe").exists(), "needs the broker")
    def test_changes_of_an_administrator_are_made_by_the_broker_beside_the_program(self):
        key = "HKLM\\Software\\Microsoft\\MSLicensing"
        self.pc.import_registry("[HKEY_LOCAL_MACHINE\\Software\\Microsoft\\MSLicensing\\Store\\LICENSE000]\n\"ClientLicense\"=hex:01")
        ended = self.run_among_plants("C:\\download\\rdpmend-cli.exe fix 127.0.0.1:1 F401 --yes --keep", HOSTILE)
        self.assert_untouched(ended)
        self.assertNotIn("LICENSE000", self.pc.export_registry(key), ended.out)
        self.assertIn("rdpmend-broker.exe", "".join(LOADED.findall(ended.err)))

    @staticmethod
    def timeless(text):
        return re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z?|[\d.]+ ?(ms|s)\b|: ?[\d.]+", "", text)

    @unittest.skipUnless(display and (BIN / "rdpmend.exe").exists(), "needs a display and the wizard")
    def test_the_wizard_uses_no_plant_whatever_the_variables_say(self):
        ended = self.run_among_plants("C:\\download\\rdpmend.exe --snapshot C:\\pages", HOSTILE, timeout=280)
        self.assertEqual(ended.status, 0, ended.err[-2000:])
        self.assert_untouched(ended)


if __name__ == "__main__":
    unittest.main()
