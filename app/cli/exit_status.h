// What the program says to the script that started it. The same numbers stand in --help.
#pragma once

namespace rdpmend::cli {

enum ExitStatus : int {
    allWell = 0,
    thisPcCanAct = 10,
    somebodyElseMustAct = 15,
    couldNotTell = 20,
    badUsage = 64,         // sysexits.h EX_USAGE
    internalError = 70,    // EX_SOFTWARE
    fileTrouble = 74,      // EX_IOERR: the journal, a report or a change could not be read or written
    notPermitted = 77,     // EX_NOPERM: an administrator's consent was asked for and not given
    stopped = 130,         // 128 + SIGINT, as shells say it
};

}    // namespace rdpmend::cli
