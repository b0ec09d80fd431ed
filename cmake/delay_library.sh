#!/usr/bin/env bash
# Makes a library that loads a DLL when it is first called, of mingw's library that loads it at the program's start.
#
#     cmake/delay_library.sh CXX NM DLLTOOL NAME FOLDER      FOLDER/libNAME.a
set -euo pipefail
cxx=$1 nm=$2 dlltool=$3 name=$4 folder=$5

original=$("$cxx" -print-file-name="lib$name.a")
mkdir -p "$folder"
cd "$folder"
{
    echo EXPORTS
    "$nm" --quiet "$original" | sed -n 's/.* I __imp_//p' | LC_ALL=C sort -u
} >"$name.def"
# Names of its own would hold the number of the process; a path would be in the names of symbols.
"$dlltool" --machine i386:x86-64 --temp-prefix "delay_$name" --dllname "$("$dlltool" --identify "$original")" \
    --input-def "$name.def" --output-delaylib "lib$name.a"
