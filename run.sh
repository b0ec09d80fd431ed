#!/usr/bin/env bash
# Installs what is missing, builds rdpmend and starts it.
#
#     ./run.sh                 the practice case: a broken Remote Desktop host and a Windows PC, both inside the program
#     ./run.sh HOST [args]     check a real host; args as of `rdpmend-cli check`
#
# With a display the wizard opens. Without one the same happens on the command line, and leaves report.html.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=$root/build/run
# shellcheck source=.ci/packages.sh
source "$root/.ci/packages.sh"

case ${1:-} in
-h | --help)
    sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}"
    exit
    ;;
esac

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    window=ON
    packages=("${packages_build[@]}" "${packages_wizard[@]}")
else
    window=OFF    # nothing of Qt is installed or built where no window can open
    packages=("${packages_build[@]}")
fi
install_missing "$build/install.log" "${packages[@]}"

[ -e "$build/build.ninja" ] || echo "Building; the first time takes some minutes ..."
mkdir -p "$build"
cd "$root"    # where CMakePresets.json is looked for
quietly "$build/configure.log" cmake --preset release -B "$build" -DRDPMEND_UI=$window \
    -DRDPMEND_TESTS=OFF -DRDPMEND_BENCH=OFF
if [ -t 1 ]; then ninja -C "$build"; else quietly "$build/build.log" ninja -C "$build"; fi
cd "$OLDPWD"

if [ $window = ON ]; then
    [ $# -gt 0 ] || set -- --practice
    exec "$build/bin/rdpmend" "$@"
fi
if [ $# -gt 0 ]; then exec "$build/bin/rdpmend-cli" check "$@"; fi

echo "No display: playing the practice case on the command line."
echo
status=0
"$build/bin/rdpmend-cli" practice --html report.html || status=$?
[ $status -ne 0 ] || printf '\nThe report is %s\n' "$PWD/report.html"
exit $status
