# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0

# A toolchain file for a board with 64-bit Arm. Three folders are yours to give:
#   REDGUARD_SYSROOT  the board's root file system, with its Qt's headers and libraries
#   REDGUARD_QT       that Qt, where it is not in the sysroot's /usr
#   QT_HOST_PATH      a Qt of the same version for this machine: its moc and qmltyperegistrar are run
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES REDGUARD_SYSROOT REDGUARD_QT)

set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)

if(REDGUARD_SYSROOT)
  set(CMAKE_SYSROOT ${REDGUARD_SYSROOT})
endif()
if(REDGUARD_QT)
  list(APPEND CMAKE_FIND_ROOT_PATH ${REDGUARD_QT})
  list(APPEND CMAKE_PREFIX_PATH ${REDGUARD_QT})
endif()
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
