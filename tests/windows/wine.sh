#!/usr/bin/env bash
# Runs a program for Windows: ctest's way to the programs of a cross build (CMAKE_CROSSCOMPILING_EMULATOR).
#
#     tests/windows/wine.sh PROGRAM.exe ARGUMENT...
#
# Lines end as here, not as on Windows. What the program writes is shown when it has ended: through a file and not a pipe,
# because the services that Wine starts inherit it and would keep a pipe open. The exit status is the low byte of the
# program's; 124 means that it did not end within $RDPMEND_WINE_SECONDS (110).
set -euo pipefail
export WINEPREFIX=${WINEPREFIX:-${XDG_CACHE_HOME:-$HOME/.cache}/rdpmend/wine}
export WINEARCH=win64 WINEDEBUG=-all LANG=C.UTF-8 LC_ALL=C.UTF-8
# No debugger and no .NET: a crash shall end at once, with its status.
export WINEDLLOVERRIDES='winedbg.exe=;mscoree=;mshtml='

mkdir -p "$WINEPREFIX"
(
    flock 9
    [ -e "$WINEPREFIX/made" ] && exit
    wineserver -p60 || true    # not an error when it runs already
    timeout 180 wine wineboot
    timeout 60 wine winecfg -v win10    # Wine 8 would pretend to be Windows 7
    touch "$WINEPREFIX/made"
) 9>"$WINEPREFIX.lock" </dev/null >/dev/null 2>&1

said=$(mktemp -d)
trap 'rm -rf "$said"' EXIT
status=0
timeout -k 5 "${RDPMEND_WINE_SECONDS:-110}" wine "$@" >"$said/out" 2>"$said/err" || status=$?
tr -d '\r' <"$said/out"
tr -d '\r' <"$said/err" >&2
exit $status
