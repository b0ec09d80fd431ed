#!/usr/bin/env bash
# Installs what is missing, builds rdpmend and runs its tests.
#
#     ./test.sh [dev]              all tests; more arguments go to ctest:  ./test.sh dev -R network
#     ./test.sh release            the same, optimised
#     ./test.sh asan | tsan        under the sanitizers
#     ./test.sh fuzz [seconds]     every fuzz target with libFuzzer, 20 seconds each unless told otherwise
#     ./test.sh bench              micro benchmarks, and the program against nmap, sslscan and xfreerdp
#     ./test.sh labs [name...]     only the fault labs (root; where the labs are)
#     ./test.sh windows            builds for Windows, and runs under Wine what can be run there
#     ./test.sh tidy               clang-tidy over every source file
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=.ci/packages.sh
source "$root/.ci/packages.sh"
cd "$root"

preset=${1:-dev}
[ $# -eq 0 ] || shift
# Paths are left out of the hashes: a second clone of the same tree is built from the cache.
export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=time_macros,include_file_mtime,include_file_ctime

build() {    # build PRESET [TARGET...]
    local name=$1
    shift
    mkdir -p "build/$name"
    quietly "build/$name/configure.log" cmake --preset "$name"
    if [ -t 1 ]; then ninja -C "build/$name" "$@"; else quietly "build/$name/build.log" ninja -C "build/$name" "$@"; fi
}

run_tests() {    # run_tests PRESET [ctest arguments...]
    local name=$1
    shift
    ctest --test-dir "build/$name" --output-on-failure -j "$(nproc)" "$@"
}

case $preset in
-h | --help)
    sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}"
    exit
    ;;
dev | release | asan | tsan | fuzz | bench | labs | windows | tidy) ;;
*)
    echo "There is no '$preset' here; ./test.sh --help says what there is." >&2
    exit 64
    ;;
esac

packages=("${packages_build[@]}" "${packages_wizard[@]}" "${packages_test[@]}")
[ "$preset" != fuzz ] || packages+=("${packages_fuzz[@]}")
[ "$preset" != windows ] || packages+=("${packages_windows[@]}")
[ "$preset" != tidy ] || packages+=("${packages_tidy[@]}")
install_missing build/install.log "${packages[@]}" -- "${packages_peers[@]}"
echo "Building ($preset) ..."

case $preset in
dev | release | asan | tsan)
    build "$preset"
    run_tests "$preset" "$@"
    ;;
labs)
    build dev rdpmend-cli
    python3 tests/labs/score_labs.py build/dev/bin/rdpmend-cli "$@"
    ;;
fuzz)
    build fuzz tests/fuzz/all
    for target in build/fuzz/bin/*_fuzz; do
        name=$(basename "$target" _fuzz)
        corpus=build/fuzz/corpus/$name
        mkdir -p "$corpus"
        echo "$name"
        # What it finds is kept beside the corpus; the seeds in the repository are only read.
        seeds=(tests/fuzz/corpus/"$name")
        [ -d "${seeds[0]}" ] || seeds=()
        quietly "$corpus.log" "$target" -max_total_time="${1:-20}" -rss_limit_mb=512 -artifact_prefix="$corpus-" \
            "$corpus" "${seeds[@]}"
    done
    ;;
bench)
    build release
    build/release/bin/core_bench
    python3 tests/bench/compare.py build/release/bin/rdpmend-cli "$@"
    ;;
windows)
    RDPMEND_WINDOWS_PREFIX=$(installer/deps/get.sh)
    export RDPMEND_WINDOWS_PREFIX
    export WINEPREFIX=$root/build/windows-tests/wine
    build windows-tests
    trap 'wineserver -k || true' EXIT
    # Wine needs a screen that is there before it is. Its first program makes its folders, which takes a while.
    xvfb-run -a sh -c 'tests/windows/wine.sh cmd /c ver && exec "$@"' test.sh \
        ctest --test-dir build/windows-tests --output-on-failure -j "$(nproc)" "$@"
    ;;
tidy)
    quietly "build/tidy.log" cmake --preset dev -DCMAKE_EXPORT_COMPILE_COMMANDS=ON
    git ls-files 'core/*.cpp' 'ui/*.cpp' 'app/*.cpp' |
        xargs -P "$(nproc)" -n 1 clang-tidy-16 -p build/dev --quiet --extra-arg=-Wno-unknown-warning-option --warnings-as-errors='*'
    ;;
esac
