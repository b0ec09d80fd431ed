file(READ ${INPUT} content HEX)
string(REGEX REPLACE "(................................)" "\\1\n" content "${content}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," content "${content}")
file(WRITE ${OUTPUT}
"#include <cstddef>
namespace rdpmend::embedded {
extern const unsigned char ${SYMBOL}[];
extern const std::size_t ${SYMBOL}_size;
const unsigned char ${SYMBOL}[] = {
${content}0};
const std::size_t ${SYMBOL}_size = sizeof(${SYMBOL}) - 1;
}
")
