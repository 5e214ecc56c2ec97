# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0

# The flags that every target of the project is built with.
function(redguard_compile_options target)
  target_compile_definitions(${target} PRIVATE
    QT_NO_KEYWORDS QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY
    QT_NO_URL_CAST_FROM_STRING QT_NO_FOREACH QT_NO_CONTEXTLESS_CONNECT QT_DISABLE_DEPRECATED_BEFORE=0x060400)
  if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic)
    if(NOT REDGUARD_QT_CONVERTS)
      target_compile_options(${target} PRIVATE -Wconversion)
    endif()
    if(REDGUARD_WERROR)
      target_compile_options(${target} PRIVATE -Werror)
    endif()
  endif()
endfunction()

# Most of a compiler's time goes into Qt's headers, so that a build of everything reads them once.
# redguard_precompile(TARGET [AS OTHER] [WITH HEADER...]): as OTHER has them, where that is compiled with the
# same flags; or with further headers.
function(redguard_precompile target)
  cmake_parse_arguments(arg "" "AS" "WITH" ${ARGN})
  if(NOT REDGUARD_PRECOMPILE)
    return()
  endif()
  if(arg_AS)
    target_precompile_headers(${target} REUSE_FROM ${arg_AS})
    return()
  endif()
  target_precompile_headers(${target} PRIVATE ${arg_WITH}
    <QtCore/qbytearray.h> <QtCore/qcoreapplication.h> <QtCore/qdebug.h> <QtCore/qfuture.h> <QtCore/qhash.h>
    <QtCore/qlist.h> <QtCore/qloggingcategory.h> <QtCore/qmap.h> <QtCore/qpointer.h> <QtCore/qtimer.h>
    <QtNetwork/qtcpsocket.h>
    <algorithm> <chrono> <deque> <functional> <map> <memory> <optional> <vector>)
endfunction()

include(CheckCXXCompilerFlag)
include(CheckCXXSourceCompiles)
include(CheckLinkerFlag)

set(REDGUARD_HARDENING "")
foreach(flag -fstack-protector-strong -fstack-clash-protection -fcf-protection)
  string(MAKE_C_IDENTIFIER "REDGUARD_HAS${flag}" has)
  check_cxx_compiler_flag(${flag} ${has})
  if(${has})
    list(APPEND REDGUARD_HARDENING ${flag})
  endif()
endforeach()
check_linker_flag(CXX LINKER:-z,relro,-z,now REDGUARD_HAS_RELRO_NOW)
# Some distributions' compilers define it, or more of it.
set(CMAKE_REQUIRED_FLAGS -O2)
check_cxx_source_compiles("#ifdef _FORTIFY_SOURCE\n#error\n#endif\nint main() { return 0; }" REDGUARD_WANTS_FORTIFY)
unset(CMAKE_REQUIRED_FLAGS)
if(REDGUARD_WANTS_FORTIFY)
  list(APPEND REDGUARD_HARDENING -D_FORTIFY_SOURCE=2)
endif()

# Sanitizers have checks of their own in the same places; without optimisation there is no fortifying.
set(REDGUARD_IS_HARDENED OFF)
if(NOT CMAKE_CXX_FLAGS MATCHES "-fsanitize" AND NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
  set(REDGUARD_IS_HARDENED ON)
endif()

# What is installed is compiled so that a fault of memory ends the program.
function(redguard_harden target)
  if(NOT REDGUARD_IS_HARDENED)
    return()
  endif()
  target_compile_options(${target} PRIVATE "$<$<NOT:$<CONFIG:Debug>>:${REDGUARD_HARDENING}>")
  get_target_property(type ${target} TYPE)
  if(REDGUARD_HAS_RELRO_NOW AND NOT type STREQUAL "OBJECT_LIBRARY" AND NOT type STREQUAL "STATIC_LIBRARY")
    target_link_options(${target} PRIVATE LINKER:-z,relro,-z,now)
  endif()
endfunction()
