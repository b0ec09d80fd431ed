// Runs a harness without libFuzzer: every seed of a folder, then cuts and flips of each. Deterministic and bounded, so
// that it can be an ordinary test with any compiler.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "tests/fuzz/fuzz.h"

namespace {

using Input = std::vector<std::uint8_t>;

// Of each seed; long seeds are mutated at every n-th place. Fewer under Wine, which is many times slower.
#ifdef _WIN32
constexpr std::size_t mutationsOfAKind = 100;
#else
constexpr std::size_t mutationsOfAKind = 500;
#endif

std::size_t runs = 0;

void run(const Input& input)
{
    const Input exact(input);    // no spare room behind the end: a sanitizer sees every step too far
    LLVMFuzzerTestOneInput(exact.data(), exact.size());
    ++runs;
}

void runWithout(const Input& seed, std::size_t keep)
{
    run(Input(seed.begin(), seed.begin() + static_cast<std::ptrdiff_t>(keep)));
}

void runWith(Input seed, std::size_t at, std::uint8_t value)
{
    seed[at] = value;
    run(seed);
}

void runMutations(const Input& seed)
{
    run(seed);
    const auto step = seed.size() / mutationsOfAKind + 1;
    for (std::size_t at = 0; at < seed.size(); at += step) {
        runWithout(seed, at);
        runWith(seed, at, 0x00);
        runWith(seed, at, 0xFF);
        runWith(seed, at, static_cast<std::uint8_t>(seed[at] ^ 1U << at / step % 8));
    }
    Input twice(seed);
    twice.insert(twice.end(), seed.begin(), seed.end());
    run(twice);
}

}    // namespace

int main(int count, char** arguments)
{
    if (count != 2) {
        std::fprintf(stderr, "usage: %s FOLDER\n", arguments[0]);
        return 64;
    }
    std::vector<std::filesystem::path> seeds;
    for (const auto& entry : std::filesystem::directory_iterator(arguments[1])) seeds.push_back(entry.path());
    std::ranges::sort(seeds);
    if (seeds.empty()) {
        std::fprintf(stderr, "%s is empty\n", arguments[1]);
        return 1;
    }
    run({});
    for (const auto& path : seeds) {
        std::ifstream in(path, std::ios::binary);
        runMutations({std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()});
    }
    std::printf("%zu seeds, %zu inputs\n", seeds.size(), runs);
    return 0;
}
