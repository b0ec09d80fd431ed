#!/usr/bin/env bash
# Makes the packages of the programs that the preset windows-release built:
#
#     installer/package.sh [PROGRAMS [PACKAGES]]      build/windows-release/bin and dist, unless named
#
# Programs that Windows would not protect, or that are too large, are refused (tests/windows/test_pe.py); those of
# windows-release also when they tell where they were built.
#
# The same programs give the same packages, byte for byte, wherever and whenever they are made: every time inside is
# $SOURCE_DATE_EPOCH, which is that of the last commit unless it is set. With $RDPMEND_SIGN_PKCS12 (see sign.sh) the programs
# and both installers are signed, and a signature holds a time of its own.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
programs=$(realpath "${1:-$root/build/windows-release/bin}")
packages=$(realpath -m "${2:-$root/dist}")

check=(RDPMEND_WINDOWS_BIN="$programs" PYTHONDONTWRITEBYTECODE=1)
[ $# -gt 0 ] || check+=(RDPMEND_WINDOWS_RELEASE=1)
(cd "$root/tests/windows" && env "${check[@]}" python3 -m unittest -q test_pe)

version=$(sed -n 's/^project(rdpmend VERSION \([^ ]*\).*/\1/p' "$root/CMakeLists.txt")
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct)}
export SOURCE_DATE_EPOCH version TZ=UTC LC_ALL=C.UTF-8
umask 022
mkdir -p "$packages"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
stage=$work/rdpmend-$version
mkdir -p "$stage/licences"

sign() { [ -z "${RDPMEND_SIGN_PKCS12:-}" ] || "$here/sign.sh" "$@"; }
settle() { find "$1" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +; }

# Licences: ours, those of the libraries inside as Debian has examined them, and the texts that they name.
licence() { cp -L "$1" "$stage/licences/$2.txt"; }
cp "$root/LICENSE" "$stage/LICENSE.txt"
licence /usr/share/doc/qt6-base-dev/copyright qt
licence /usr/share/doc/libssl-dev/copyright openssl
licence /usr/share/doc/libsqlite3-dev/copyright sqlite
licence "$(dpkg -L libboost1.81-dev libboost-dev 2>/dev/null | grep -m 1 '/copyright$')" boost
licence /usr/share/doc/nlohmann-json3-dev/copyright nlohmann-json
licence /usr/share/doc/libcli11-dev/copyright cli11
licence /usr/share/doc/libfmt-dev/copyright fmt
licence /usr/share/doc/gcc-mingw-w64-base/copyright gcc
licence /usr/share/doc/mingw-w64-common/copyright mingw-w64
for text in LGPL-3 GPL-3 Apache-2.0; do licence /usr/share/common-licenses/$text $text; done
sed "s/@version@/$version/" "$here/packages/README.txt" | sed 's/$/\r/' >"$stage/README.txt"

cp "$programs"/rdpmend*.exe "$stage/"
sign "$stage"/*.exe
python3 "$here/packages/sbom.py" "$here/deps/MANIFEST" "$stage" >"$stage/rdpmend.cdx.json"
cp "$stage/rdpmend.cdx.json" "$packages/rdpmend-$version.cdx.json"
settle "$stage"

zip=$packages/rdpmend-$version-windows-x64.zip
rm -f "$zip"
(cd "$work" && find "rdpmend-$version" -type f | LC_ALL=C sort | zip -X -q -9 "$zip" -@)

python3 "$here/packages/msi.py" "$stage" "$packages/rdpmend-$version-windows-x64.msi"
# Not "setup.exe": Windows lays shims around programs of that very name, which load DLLs from beside it
setup=$packages/rdpmend-$version-windows-x64-setup.exe
makensis -V2 -NOCD "-DVERSION=$version" "-DSTAGE=$stage" "-DSETUP=$setup" "-DICON=$root/app/windows/icon/rdpmend.ico" \
    "$here/packages/rdpmend.nsi"
sign "$packages/rdpmend-$version-windows-x64.msi" "$setup"

(cd "$packages" && sha256sum "rdpmend-$version"* >SHA256SUMS)
cat "$packages/SHA256SUMS"
