#!/usr/bin/env python3
"""Prints the bill of materials (CycloneDX 1.5) of the programs in a folder.

    sbom.py MANIFEST FOLDER      with $version and $SOURCE_DATE_EPOCH

What is inside is read from the MANIFEST of the libraries, so that it cannot name other versions than those that were linked.
"""
import datetime
import hashlib
import json
import os
import re
import subprocess
import sys
import uuid
from pathlib import Path

LICENCES = {    # SPDX; a library that is not named here has to be examined first
    "qtbase": "LGPL-3.0-only", "openssl": "Apache-2.0", "sqlite": "blessing", "boost": "BSL-1.0",
    "nlohmann-json": "MIT", "CLI11": "BSD-3-Clause", "fmt": "MIT",
}
NOT_SHIPPED = {"googletest", "SQLiteCpp"}


def libraries(manifest):
    """(name, version, Debian source package or None) of each library, in the order of the MANIFEST."""
    for line in manifest.read_text().splitlines():
        if line.startswith("#"):
            continue
        for item in line.removeprefix("headers only: ").split("  ")[0].split(", "):
            name, version, source = re.fullmatch(r"(\S+) (\S+)(?: \((.*)\))?", item).groups()
            if name not in NOT_SHIPPED:
                yield name, version, source


def component(name, version, source):
    found = {"type": "library", "bom-ref": f"{name}@{version}", "name": name, "version": version,
             "licenses": [{"license": {"id": LICENCES[name]}}], "scope": "required"}
    if source and (package := re.fullmatch(r"(\S+) (\d\S*)", source)):
        found["purl"] = f"pkg:deb/debian/{package[1]}@{package[2].replace('+', '%2B')}?arch=source"
    return found


def program(path):
    return {"type": "file", "bom-ref": path.name, "name": path.name,
            "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(path.read_bytes()).hexdigest()}]}


def main(manifest, folder):
    version = os.environ["version"]
    compiler = subprocess.run(["x86_64-w64-mingw32-g++-posix", "-dumpfullversion"], check=True, capture_output=True, text=True)
    parts = [component(*library) for library in libraries(Path(manifest))]
    parts.append({"type": "library", "bom-ref": "libstdc++", "name": "libstdc++", "version": compiler.stdout.strip(),
                  "licenses": [{"expression": "GPL-3.0-or-later WITH GCC-exception-3.1"}], "scope": "required"})
    files = [program(path) for path in sorted(Path(folder).glob("*.exe"))]
    content = json.dumps([parts, files])
    when = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.timezone.utc)
    json.dump({
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, content)}",
        "metadata": {
            "timestamp": when.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {"type": "application", "bom-ref": "rdpmend", "name": "rdpmend", "version": version,
                          "licenses": [{"license": {"id": "Apache-2.0"}}]}},
        "components": parts + files,
        "dependencies": [{"ref": "rdpmend", "dependsOn": [part["bom-ref"] for part in parts]}],
    }, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main(*sys.argv[1:])
