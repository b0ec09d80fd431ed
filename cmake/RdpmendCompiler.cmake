# Warnings and sanitizers, as interface targets that every target of ours links.
add_library(rdpmend_options INTERFACE)
target_include_directories(rdpmend_options INTERFACE ${CMAKE_SOURCE_DIR})
if(MSVC)    # written after its manual, and never run
  target_compile_options(rdpmend_options INTERFACE /W4 /permissive- /utf-8 /Zc:__cplusplus /EHsc /guard:cf)
  target_link_options(rdpmend_options INTERFACE /guard:cf /HIGHENTROPYVA /DEPENDENTLOADFLAG:0x800 /Brepro)
else()
  target_compile_options(rdpmend_options INTERFACE
    -Wall -Wextra -Wpedantic -Werror -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual -Wconversion
    -Wno-sign-conversion               # indexing with int where Qt and the standard library disagree on signedness
    -Wno-missing-field-initializers)   # designated initialisers leave members at their `{}` on purpose
endif()
target_compile_definitions(rdpmend_options INTERFACE RDPMEND_VERSION="${PROJECT_VERSION}" BOOST_ASIO_NO_DEPRECATED)

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # gcc 12 reports impossible overlaps inside libstdc++ when optimising string concatenation (GCC bug 105651)
  # and calls the inside of an empty std::optional uninitialised (GCC bug 80635)
  target_compile_options(rdpmend_options INTERFACE -Wno-restrict -Wno-maybe-uninitialized)
endif()
if(WIN32)
  target_compile_definitions(rdpmend_options INTERFACE UNICODE _UNICODE NOMINMAX WIN32_LEAN_AND_MEAN
    _WIN32_WINNT=0x0A00 NTDDI_VERSION=0x0A00000B)
endif()
if(MINGW)
  # One file that needs nothing beside it and is the same whenever it is built
  target_compile_options(rdpmend_options INTERFACE -ffunction-sections -fdata-sections)
  target_link_options(rdpmend_options INTERFACE -static -s -Wl,--gc-sections -Wl,--no-insert-timestamp
    -Wl,--dynamicbase -Wl,--high-entropy-va -Wl,--nxcompat)
endif()
if(RDPMEND_SANITIZE)
  target_compile_options(rdpmend_options INTERFACE -fsanitize=${RDPMEND_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(rdpmend_options INTERFACE -fsanitize=${RDPMEND_SANITIZE})
  if(RDPMEND_SANITIZE MATCHES "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Asio's fences are not seen by the thread sanitizer; its own code takes other ways when told so
    target_compile_definitions(rdpmend_options INTERFACE BOOST_ASIO_DISABLE_FENCED_BLOCK)
    target_compile_options(rdpmend_options INTERFACE -Wno-tsan)
  endif()
endif()

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
