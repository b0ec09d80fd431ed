// What every program of ours does on Windows before anything else runs in it.
#pragma once

namespace rdpmend {

// From here on Windows looks for DLLs in System32 alone, and the environment holds nothing that chooses what is loaded
// or read: Qt, OpenSSL and the programs that are started see a clean one. The first call of main(); cannot fail,
// because a Windows without one of these protections still has to run the program.
void harden();

// For the program that holds an administrator's rights: nothing that others placed is loaded into it or redirects it.
void hardenElevated();

}    // namespace rdpmend
