#!/usr/bin/env bash
# Runs a program for Windows: ctest's way to the programs of a cross build (CMAKE_CROSSCOMPILING_EMULATOR).
#
#     tests/windows/wine.sh PROGRAM.exe ARGUMENT...
#
# $WINEPREFIX names the PC that it runs on. One that does not exist is made as a copy of a template (hard links, 60 ms), so
# that every test may have its own. Its services stay for $RDPMEND_WINE_STAYS seconds (20) after the last program.
#
# Lines end as here, not as on Windows. What the program writes is shown when it has ended: through a file and not a pipe,
# because the services that Wine starts inherit it and would keep a pipe open. The exit status is the low byte of the
# program's; 124 means that it did not end within $RDPMEND_WINE_SECONDS (110).
set -euo pipefail
cache=${XDG_CACHE_HOME:-$HOME/.cache}/rdpmend
export WINEPREFIX=${WINEPREFIX:-$cache/wine}
export WINEARCH=win64 WINEDEBUG=${WINEDEBUG:--all} LANG=C.UTF-8 LC_ALL=C.UTF-8
# No debugger and no .NET: a crash shall end at once, with its status.
overrides='winedbg.exe=;mscoree=;mshtml=;winemenubuilder.exe='    # and no menus for this machine
export WINEDLLOVERRIDES="$overrides${WINEDLLOVERRIDES:+;$WINEDLLOVERRIDES}"

# Nothing that outlives this script may inherit the lock or the caller's output.
detached() { "$@" 9>&- </dev/null >/dev/null 2>&1; }

make_template() {    # make_template FOLDER
    local made=$1.$$
    WINEPREFIX=$made WINEDLLOVERRIDES=$overrides detached timeout 180 wine wineboot --init
    # Wine 8 would pretend to be Windows 7
    WINEPREFIX=$made WINEDLLOVERRIDES=$overrides detached timeout 60 wine winecfg -v win10
    WINEPREFIX=$made detached wineserver -k || true    # writes the registry down
    WINEPREFIX=$made detached timeout 60 wineserver -w || true
    mv "$made" "$1"
}

make_prefix() {
    local template copy=$WINEPREFIX.$$ file
    template=$cache/wine-template-$(wine --version 2>/dev/null | tr -c 'A-Za-z0-9.\n' -)
    mkdir -p "$cache" "$(dirname "$WINEPREFIX")"
    (
        flock 9
        [ -d "$template" ] || make_template "$template"
        [ ! -d "$WINEPREFIX" ] || exit 0
        cp -al "$template" "$copy" 2>/dev/null || { rm -rf "$copy" && cp -a "$template" "$copy"; }
        for file in system user userdef; do    # what Wine writes into must not be shared
            cp --remove-destination "$template/$file.reg" "$copy/$file.reg"
        done
        mv "$copy" "$WINEPREFIX"
    ) 9>"$cache/wine.lock"
}

[ -d "$WINEPREFIX" ] || make_prefix
detached wineserver "-p${RDPMEND_WINE_STAYS:-20}" || true    # it may run already

said=$(mktemp -d)
trap 'rm -rf "$said"' EXIT
status=0
timeout -k 5 "${RDPMEND_WINE_SECONDS:-110}" wine "$@" >"$said/out" 2>"$said/err" || status=$?
tr -d '\r' <"$said/out"
tr -d '\r' <"$said/err" >&2
# A wineserver that hangs would take every later test of this PC with it.
if [ $status -eq 124 ] && ! detached timeout -k 5 30 wine cmd /c ver; then detached wineserver -k9 || true; fi
exit $status
