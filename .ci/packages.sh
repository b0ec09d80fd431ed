# shellcheck shell=bash
# What run.sh and test.sh need of Debian 12 and Ubuntu 24.04, in one place. Sourced, never run.

boost() {    # the newest Boost that the distribution has as a package of its own: Debian 12's default is too old
    if apt-cache show libboost1.81-dev >/dev/null 2>&1; then echo libboost1.81-dev; else echo libboost-dev; fi
}

# shellcheck disable=SC2034    # the lists are used by the scripts that source this file
{
    packages_build=(g++ cmake ninja-build ccache pkg-config libssl-dev nlohmann-json3-dev libsqlite3-dev
        libcli11-dev libfmt-dev)
    packages_wizard=(qt6-base-dev qt6-qpa-plugins qt6-wayland libgl1-mesa-dev fonts-dejavu-core)
    packages_test=(libgtest-dev libgmock-dev libbenchmark-dev python3 openssl)
    packages_fuzz=(clang libclang-rt-dev)
    packages_windows=(g++-mingw-w64-x86-64-posix qt6-base-dev-tools wine wine64 xvfb xauth xdotool
        imagemagick wixl msitools nsis osslsigncode zip)
    packages_tidy=(clang-tidy-16)
    # Linters, and the real servers and clients that tests, labs and benchmarks talk to. A test whose peer is missing is
    # skipped, and says so.
    packages_peers=(clang-format-14 shellcheck xrdp freerdp2-shadow-x11 freerdp2-x11 freerdp2-dev winpr-utils nmap sslscan
        rdesktop nginx-light haproxy openssh-server stunnel4 socat dnsmasq-base bind9-dnsutils curl xvfb xauth faketime
        iproute2 iputils-ping iptables nftables tcpdump procps time gcc libc6-dev)
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

installed() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# install_missing LOG NEEDED... [-- WANTED...]: installs what is not there yet. A WANTED package that the distribution does
# not have is left out with a word; a NEEDED one that cannot be installed ends the script.
install_missing() {
    local log=$1 needed=() wanted=() left_out=() package into=needed
    shift
    if ! command -v apt-get >/dev/null; then
        echo "This system has no apt-get: please install the counterparts of these Debian packages yourself:"
        echo "    $*"
        return 0
    fi
    for package in "$@"; do
        if [ "$package" = -- ]; then into=wanted; continue; fi
        installed "$package" && continue
        if [ $into = needed ]; then needed+=("$package"); else wanted+=("$package"); fi
    done
    if ! installed libboost1.81-dev && ! installed libboost-dev; then into=boost; fi
    [ ${#needed[@]} -eq 0 ] && [ ${#wanted[@]} -eq 0 ] && [ $into != boost ] && return 0

    if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
        echo "These packages are missing: ${needed[*]} ${wanted[*]}" >&2
        echo "Run this script as root, or install sudo." >&2
        return 1
    fi
    mkdir -p "$(dirname "$log")"
    quietly "$log" as_root apt-get update || return 1
    [ $into = boost ] && needed+=("$(boost)")
    for package in "${wanted[@]}"; do
        if apt-cache show "$package" >/dev/null 2>&1; then needed+=("$package"); else left_out+=("$package"); fi
    done
    [ ${#left_out[@]} -eq 0 ] || echo "Not in this distribution, so what needs them is skipped: ${left_out[*]}"
    [ ${#needed[@]} -eq 0 ] && return 0
    echo "Installing ${#needed[@]} packages ..."
    without_starting_services quietly "$log" as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends "${needed[@]}"
}

# Debian starts a server as soon as its package is installed. Ours are only there to be started by tests.
without_starting_services() (
    policy=/usr/sbin/policy-rc.d
    if [ ! -e $policy ]; then
        trap 'as_root rm -f $policy' EXIT
        trap 'exit 130' INT TERM
        printf '#!/bin/sh\nexit 101\n' | as_root tee $policy >/dev/null
        as_root chmod 755 $policy
    fi
    "$@"
)

# quietly LOG COMMAND...: the output goes to LOG, and to the screen only when the command fails.
quietly() {
    local log=$1
    shift
    "$@" >"$log" 2>&1 && return 0
    local status=$?
    tail -n 60 "$log" >&2
    echo "Failed: $* (the whole output is in $log)" >&2
    return $status
}
