#!/usr/bin/env bash
# Builds the libraries of MANIFEST for 64-bit Windows from Debian 12's source packages: 25 minutes on two cores.
#
#     installer/deps/build.sh PREFIX      the libraries go to PREFIX; the work is done in a folder beside it
#
# Needs deb-src entries beside the deb ones. Whether a package is the right one is apt's to say: it checks signatures, and
# this script compares the versions with MANIFEST.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=.ci/packages.sh
source "$here/../../.ci/packages.sh"
prefix=${1:?usage: build.sh PREFIX}
work=$prefix.work

as_root apt-get install -y --no-install-recommends g++-mingw-w64-x86-64-posix ninja-build cmake dpkg-dev tclsh make perl \
    googletest qt6-base-dev qt6-base-dev-tools
mkdir -p "$work" "$prefix"/{lib,include}
cd "$work"

cross=(-G Ninja -DCMAKE_TOOLCHAIN_FILE="$here/../toolchains/mingw-w64-x86_64.cmake" -DRDPMEND_WINDOWS_PREFIX="$prefix"
    -DCMAKE_INSTALL_PREFIX="$prefix" -DCMAKE_BUILD_TYPE=Release)
sections=(-ffunction-sections -fdata-sections)    # so that the linker can leave out what a program does not use

pinned() {    # pinned WORD: the version behind WORD in MANIFEST
    sed -n "s/^\(.*[ ,(]\)\?$1 \([0-9][^ ,)]*\).*/\2/p" "$here/MANIFEST" | head -n 1
}
require() {    # require WHAT PINNED FOUND
    [ "$2" = "$3" ] || { echo "MANIFEST asks for $1 $2, but this system has $3" >&2; exit 1; }
}
build_and_install() {    # build_and_install SOURCES FOLDER [options...]
    cmake -S "$1" -B "$2" "${cross[@]}" "${@:3}"
    cmake --build "$2"
    cmake --install "$2"
}

for source in qt6-base sqlite3 sqlitecpp; do
    apt-get source --download-only $source
    dpkg-source -x --no-check "${source}"_*.dsc $source
done
# The .dsc of a security update can be missing on a mirror; the tarball of the authors is all that is needed.
apt-get source --download-only openssl || true
tar xf openssl_*.orig.tar.gz
require qt6-base "$(pinned qt6-base)" "$(dpkg-parsechangelog -l qt6-base/debian/changelog -S Version)"
require sqlite3 "$(pinned sqlite3)" "$(dpkg-parsechangelog -l sqlite3/debian/changelog -S Version)"
require SQLiteCpp "$(pinned SQLiteCpp)" "$(dpkg-parsechangelog -l sqlitecpp/debian/changelog -S Version | sed 's/[+-].*//')"
require openssl "$(pinned openssl)" "$(basename openssl-3.*/ | sed 's/^openssl-//')"
require googletest "$(pinned googletest)" "$(dpkg-query -W -f='${source:Upstream-Version}' googletest)"

# Direct2D stays on, for the font database of DirectWrite; OpenGL and tablets must be off, because Debian's sources lack
# wintab.h.
off=()
for feature in sql dbus opengl dynamicgl tabletevent direct2d1_1 icu glib vulkan xml openssl schannel zstd brotli \
    system_zlib system_png system_jpeg system_freetype system_harfbuzz system_pcre2 system_doubleconversion; do
    off+=("-DFEATURE_$feature=OFF")
done
build_and_install qt6-base build-qt -DBUILD_SHARED_LIBS=OFF -DQT_BUILD_EXAMPLES=OFF -DQT_BUILD_TESTS=OFF \
    -DFEATURE_optimize_size=ON -DCMAKE_CXX_FLAGS="${sections[*]}" -DCMAKE_C_FLAGS="${sections[*]}" "${off[@]}"

# Old protocols are built in because a host that still speaks them must be recognised.
(
    cd openssl-3.*/
    ./Configure mingw64 --cross-compile-prefix=x86_64-w64-mingw32- --prefix="$prefix" --libdir=lib \
        --openssldir=/nonexistent no-shared no-module no-engine no-dso no-autoload-config no-tests \
        enable-weak-ssl-ciphers enable-ssl3 enable-ssl3-method
    make -j"$(nproc)" build_libs
    make install_dev
)

build_and_install /usr/src/googletest build-googletest

mkdir -p build-sqlite
(
    cd build-sqlite
    ../sqlite3/configure --disable-tcl
    make sqlite3.c
    x86_64-w64-mingw32-gcc-posix -O2 "${sections[@]}" -DSQLITE_THREADSAFE=1 -DSQLITE_DQS=0 -DSQLITE_OMIT_LOAD_EXTENSION \
        -DSQLITE_ENABLE_COLUMN_METADATA -DSQLITE_DEFAULT_SYNCHRONOUS=3 -c sqlite3.c
    x86_64-w64-mingw32-ar rcsD "$prefix/lib/libsqlite3.a" sqlite3.o
    cp sqlite3.h "$prefix/include/"
)
build_and_install sqlitecpp build-sqlitecpp -DSQLITECPP_INTERNAL_SQLITE=OFF -DSQLITE_OMIT_LOAD_EXTENSION=ON \
    -DSQLITECPP_RUN_CPPLINT=OFF -DSQLITECPP_BUILD_TESTS=OFF \
    -DSQLite3_LIBRARY="$prefix/lib/libsqlite3.a" -DSQLite3_INCLUDE_DIR="$prefix/include"

for package in libboost1.81-dev nlohmann-json3-dev libcli11-dev libfmt-dev; do
    apt-get download $package
    dpkg -x "${package}"_*.deb headers
done
cp -r headers/usr/include/. "$prefix/include/"
