#!/usr/bin/env python3
"""Makes the MSI of a folder: msi.py STAGE OUTPUT, with $version and $SOURCE_DATE_EPOCH.

For all users of the PC; silent with msiexec /qn. Removing it with UNDOALL=1 first puts back what was changed, and fails when
that fails. Each GUID is made of a name, so that the same programs give the same MSI.
"""
import hashlib
import os
import re
import shutil
import struct
import subprocess
import sys
import uuid
from pathlib import Path
from xml.sax.saxutils import quoteattr

UPGRADE = uuid.UUID("8f6e1f0a-5c0b-4b62-9d39-3c7a7f1d5e42")    # never changes: by it a newer version finds an older one
REVISION, CREATED, SAVED = 9, 12, 13    # properties of the summary information
DOCUMENT = """<?xml version="1.0" encoding="utf-8"?>
<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
  <Product Id="{product}" Name="rdpmend" Manufacturer="rdpmend" Version="{version}" Language="1033" UpgradeCode="{upgrade}">
    <Package Description="rdpmend {version}" Manufacturer="rdpmend" InstallerVersion="500" Compressed="yes"
             InstallScope="perMachine"/>
    <MajorUpgrade DowngradeErrorMessage="A newer version of rdpmend is installed."/>
    <Media Id="1" Cabinet="rdpmend.cab" EmbedCab="yes"/>
    <Icon Id="rdpmend.ico" SourceFile="rdpmend.ico"/>
    <Property Id="ARPPRODUCTICON" Value="rdpmend.ico"/>
    <Property Id="ARPNOMODIFY" Value="1"/>
    <Property Id="ARPCOMMENTS" Value="Removing rdpmend keeps what it changed and its journal in %LOCALAPPDATA%\\rdpmend; with UNDOALL=1 it is put back first."/>
    <Directory Id="TARGETDIR" Name="SourceDir">
      <Directory Id="ProgramFiles64Folder"><Directory Id="INSTALLDIR" Name="rdpmend">{files}</Directory></Directory>
      <Directory Id="ProgramMenuFolder"/>
    </Directory>
    <CustomAction Id="UndoAll" FileKey="rdpmend_cli.exe" ExeCommand="undo --all" Execute="immediate"
                  Impersonate="yes" Return="check"/>
    <InstallExecuteSequence>
      <Custom Action="UndoAll" Before="InstallInitialize">UNDOALL = "1" AND REMOVE = "ALL" AND NOT UPGRADINGPRODUCTCODE</Custom>
    </InstallExecuteSequence>
    <Feature Id="Programs" Level="1">{references}</Feature>
  </Product>
</Wix>
"""
SHORTCUT = '<Shortcut Id="StartMenu" Directory="ProgramMenuFolder" Name="rdpmend" WorkingDirectory="INSTALLDIR" Icon="rdpmend.ico" Advertise="yes"/>'


def identifier(text):
    return re.sub(r"[^A-Za-z0-9_.]", "_", text)


def element(path, top):
    """The element of a file or folder below the folder that is installed, and the components in it."""
    relative = identifier(str(path.relative_to(top)))
    if path.is_dir():
        inside = [element(child, top) for child in sorted(path.iterdir())]
        return (f'<Directory Id="folder_{relative}" Name={quoteattr(path.name)}>{"".join(part for part, _ in inside)}</Directory>',
                [name for _, names in inside for name in names])
    shortcut = SHORTCUT if path.name == "rdpmend.exe" else ""
    return (f'<Component Id="of_{relative}" Guid="{guid(relative)}" Win64="yes">'
            f'<File Id="{relative}" Name={quoteattr(path.name)} Source={quoteattr(str(path.relative_to(top.parent)))} KeyPath="yes">{shortcut}</File>'
            "</Component>", [f"of_{relative}"])


def guid(name):
    return str(uuid.uuid5(UPGRADE, name)).upper()


def document(stage, version):
    parts = [element(path, stage) for path in sorted(stage.iterdir())]
    return DOCUMENT.format(
        version=version, upgrade=str(UPGRADE).upper(), product=guid(version), files="".join(part for part, _ in parts),
        references="".join(f'<ComponentRef Id="{name}"/>' for _, names in parts for name in names))


def settle(content, stage, seconds):
    """Replaces the random number and the times that wixl writes into the summary information ([MS-OLEPS] 2.21)."""
    package = hashlib.sha256()
    for path in sorted(stage.rglob("*")):
        package.update(str(path.relative_to(stage)).encode() + (path.read_bytes() if path.is_file() else b""))
    header = content.index(uuid.UUID("F29F85E0-4FF9-1068-AB91-08002B27B3D9").bytes_le)    # of the one property set
    start = header - 28 + struct.unpack_from("<I", content, header + 16)[0]
    for i in range(struct.unpack_from("<I", content, start + 4)[0]):
        kind, offset = struct.unpack_from("<II", content, start + 8 + 8 * i)
        if kind == REVISION:
            content[start + offset + 8:start + offset + 8 + 38] = f"{{{guid(package.hexdigest())}}}".encode()
        elif kind in (CREATED, SAVED):
            struct.pack_into("<Q", content, start + offset + 4, (seconds + 11644473600) * 10_000_000)


def main(stage, output):
    stage, output = Path(stage).resolve(), Path(output).resolve()
    source = stage.parent / "rdpmend.wxs"    # wixl takes names of files from there only
    source.write_text(document(stage, os.environ["version"]))
    shutil.copy(Path(__file__).parents[2] / "app/windows/icon/rdpmend.ico", stage.parent)
    output.unlink(missing_ok=True)
    subprocess.run(["wixl", "--arch", "x64", "--output", output, source.name], cwd=source.parent, check=True)
    # A public property of the command line reaches the part that runs with rights only when it is named here.
    subprocess.run(["msibuild", output, "-q", "UPDATE `Property` SET `Value` = 'WIX_DOWNGRADE_DETECTED;WIX_UPGRADE_DETECTED;"
                    "UNDOALL' WHERE `Property` = 'SecureCustomProperties'"], check=True)
    content = bytearray(output.read_bytes())
    settle(content, stage, int(os.environ["SOURCE_DATE_EPOCH"]))
    output.write_bytes(content)


if __name__ == "__main__":
    main(*sys.argv[1:])
