# Windows x86-64 from Debian or Ubuntu, with g++-mingw-w64-x86-64-posix. The libraries are where installer/deps/get.sh put
# them: it prints the folder, and RDPMEND_WINDOWS_PREFIX (environment or -D) hands it over here.
if(NOT RDPMEND_WINDOWS_PREFIX)
  set(RDPMEND_WINDOWS_PREFIX "$ENV{RDPMEND_WINDOWS_PREFIX}" CACHE PATH "Static libraries for Windows")
endif()
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES RDPMEND_WINDOWS_PREFIX)

set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(CMAKE_C_COMPILER x86_64-w64-mingw32-gcc-posix)
set(CMAKE_CXX_COMPILER x86_64-w64-mingw32-g++-posix)
set(CMAKE_RC_COMPILER x86_64-w64-mingw32-windres)

set(CMAKE_FIND_ROOT_PATH /usr/x86_64-w64-mingw32 ${RDPMEND_WINDOWS_PREFIX})
set(CMAKE_PREFIX_PATH ${RDPMEND_WINDOWS_PREFIX})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)

# moc, rcc and uic are programs of this machine, of the same version as the libraries
set(QT_HOST_PATH /usr CACHE PATH "Qt of this machine")
set(QT_HOST_PATH_CMAKE_DIR /usr/lib/x86_64-linux-gnu/cmake CACHE PATH "CMake files of this machine's Qt")
set(OPENSSL_USE_STATIC_LIBS ON)
