#!/usr/bin/env bash
# Prints the folder of the static libraries for Windows, having made it if need be. It is kept under ~/.cache/rdpmend and
# named after everything that decides what is in it, so that a changed recipe makes a new one.
#
#     prefix=$(installer/deps/get.sh)
#     RDPMEND_WINDOWS_DEPS=FILE.tar.xz installer/deps/get.sh      with a ready archive of them
#
# A ready archive saves the 25 minutes of build.sh. It is taken only when the MANIFEST inside is, byte for byte, ours.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
recipe=$(cat "$here/MANIFEST" "$here/build.sh" "$here/../toolchains/mingw-w64-x86_64.cmake" | sha256sum | cut -c 1-16)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/rdpmend/windows-deps-$recipe
prefix=$cache/prefix
archive=${RDPMEND_WINDOWS_DEPS:-$here/../../../shared/windows-deps/windows-deps.tar.xz}

mkdir -p "$cache"
exec 3>"$cache/lock"
flock 3    # two builds at once wait for one another
if [ ! -e "$cache/complete" ]; then
    rm -rf "$prefix" "$prefix.work"
    manifest=prefix/share/rdpmend-deps/MANIFEST
    if [ -e "$archive" ] && tar xOf "$archive" $manifest 2>/dev/null | cmp -s - "$here/MANIFEST"; then
        tar xf "$archive" -C "$cache"
    else
        [ ! -e "$archive" ] || echo "$archive holds other libraries than installer/deps/MANIFEST asks for." >&2
        echo "Building the libraries for Windows (25 minutes on two cores); see $cache/build.log ..." >&2
        "$here/build.sh" "$prefix" >"$cache/build.log" 2>&1 3>&- || { tail -n 40 "$cache/build.log" >&2; exit 1; }
        rm -rf "$prefix.work"
    fi
    touch "$cache/complete"
fi
echo "$prefix"
