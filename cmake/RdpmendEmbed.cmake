# rdpmend_embed(TARGET FUNCTION FILES...): the files, byte for byte, as part of the program. FUNCTION(path) of
# core/facts/embedded.h's shape returns the content; paths are relative to resources/. FUNCTIONPaths() lists them, sorted.
function(rdpmend_embed target function)
  set(outputs "")
  set(entries "")
  set(declarations "")
  set(paths "")
  foreach(file ${ARGN})
    file(RELATIVE_PATH path ${CMAKE_SOURCE_DIR}/resources ${file})
    string(MAKE_C_IDENTIFIER "${path}" symbol)
    set(output ${CMAKE_CURRENT_BINARY_DIR}/embedded/${symbol}.cpp)
    add_custom_command(OUTPUT ${output}
      COMMAND ${CMAKE_COMMAND} -DINPUT=${file} -DOUTPUT=${output} -DSYMBOL=${symbol} -P ${CMAKE_SOURCE_DIR}/cmake/embed.cmake
      DEPENDS ${file} ${CMAKE_SOURCE_DIR}/cmake/embed.cmake VERBATIM)
    list(APPEND outputs ${output})
    string(APPEND declarations "extern const unsigned char ${symbol}[];\nextern const std::size_t ${symbol}_size;\n")
    string(APPEND paths "        \"${path}\",\n")
    string(APPEND entries "    if (path == \"${path}\") return {reinterpret_cast<const char*>(${symbol}), ${symbol}_size};\n")
  endforeach()
  file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/embedded/${function}.cpp CONTENT
"#include <cstddef>
#include <span>
#include <string_view>
namespace rdpmend::embedded {
${declarations}}
namespace rdpmend {
std::string_view ${function}(std::string_view path);
std::span<const std::string_view> ${function}Paths();
std::string_view ${function}(std::string_view path)
{
    using namespace embedded;
${entries}    return {};
}
std::span<const std::string_view> ${function}Paths()
{
    static constexpr std::string_view paths[] = {
${paths}    };
    return paths;
}
}
")
  target_sources(${target} PRIVATE ${outputs} ${CMAKE_CURRENT_BINARY_DIR}/embedded/${function}.cpp)
endfunction()
