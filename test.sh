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
#     ./test.sh all                dev and windows, one after the other, and the tests of both as one
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

build_windows() {
    RDPMEND_WINDOWS_PREFIX=$(installer/deps/get.sh)
    export RDPMEND_WINDOWS_PREFIX
    build windows-tests
}

# What runs under Wine needs a screen that is there before it is; and nothing of Wine is left behind.
with_screen() {
    trap stop_wine EXIT
    rm -rf build/windows-tests/wine
    export WINEPREFIX=$root/build/windows-tests/wine/any    # for what does not ask for a PC of its own
    tests/windows/wine.sh cmd /c ver >/dev/null    # the first of all makes the template, which takes a while
    xvfb-run -a "$@"
}
stop_wine() {
    local pc
    for pc in build/windows-tests/wine/*/; do WINEPREFIX=$root/$pc wineserver -k || true; done
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
dev | release | asan | tsan | fuzz | bench | labs | windows | all | tidy) ;;
*)
    echo "There is no '$preset' here; ./test.sh --help says what there is." >&2
    exit 64
    ;;
esac

packages=("${packages_build[@]}" "${packages_wizard[@]}" "${packages_test[@]}")
[ "$preset" != fuzz ] || packages+=("${packages_fuzz[@]}")
[ "$preset" != windows ] || packages+=("${packages_windows[@]}")
[ "$preset" != tidy ] || packages+=("${packages_tidy[@]}")
wanted=("${packages_peers[@]}")
[ "$preset" != all ] || wanted+=("${packages_windows[@]}")    # without them that half is skipped
install_missing build/install.log "${packages[@]}" -- "${wanted[@]}"
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
    build_windows
    with_screen ctest --test-dir build/windows-tests --output-on-failure -j "$(nproc)" "$@"
    ;;
all)
    build dev
    mkdir -p build/all
    echo 'subdirs(../dev)' >build/all/CTestTestfile.cmake
    if installed wine && installed g++-mingw-w64-x86-64-posix; then
        build_windows
        echo 'subdirs(../windows-tests)' >>build/all/CTestTestfile.cmake
        # Wine stalls now and then where Windows would not: what fails is tried once more, and both tries are shown.
        with_screen ctest --test-dir build/all --output-on-failure --repeat until-pass:2 -j "$(nproc)" "$@"
    else
        cat >>build/all/CTestTestfile.cmake <<'EOF'
add_test(windows sh -c "echo 'NOTHING of the build for Windows was tested: Wine or mingw-w64 is not in this distribution.'; exit 77")
set_tests_properties(windows PROPERTIES SKIP_RETURN_CODE 77)
EOF
        ctest --test-dir build/all --output-on-failure -j "$(nproc)" "$@"
    fi
    ;;
tidy)
    quietly "build/tidy.log" cmake --preset dev -DCMAKE_EXPORT_COMPILE_COMMANDS=ON
    git ls-files 'core/*.cpp' 'ui/*.cpp' 'app/*.cpp' |
        xargs -P "$(nproc)" -n 1 clang-tidy-16 -p build/dev --quiet --extra-arg=-Wno-unknown-warning-option --warnings-as-errors='*'
    ;;
esac
