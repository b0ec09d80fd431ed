# rdpmend_headers(TARGET HEADER): a library that is headers alone, found by one of them. Their CMake packages are not used:
# Debian's are for this machine only, and the same headers serve the build for Windows.
function(rdpmend_headers target header)
  string(MAKE_C_IDENTIFIER "RDPMEND_HEADERS_${target}" folder)
  find_path(${folder} ${header} REQUIRED)
  add_library(${target} INTERFACE IMPORTED GLOBAL)
  target_include_directories(${target} SYSTEM INTERFACE ${${folder}})
endfunction()
