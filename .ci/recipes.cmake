# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0

# What can be said of the recipes of packaging/ without vcpkg, Conan, Yocto and a board: that they can be read,
# call what is there, name the version of CMakeLists.txt, and say what options this project has.
cmake_minimum_required(VERSION 3.22)
set(root ${CMAKE_CURRENT_LIST_DIR}/..)
file(READ ${root}/CMakeLists.txt project)
string(REGEX MATCH "project\\(RedGuard VERSION ([0-9.]+)" _ "${project}")
set(version ${CMAKE_MATCH_1})

file(READ ${root}/packaging/vcpkg/redguard/vcpkg.json manifest)
string(JSON found GET "${manifest}" version)
file(READ ${root}/packaging/yocto/redguard.bb recipe)
file(READ ${root}/packaging/debian/changelog changelog)
if(NOT found STREQUAL version OR NOT recipe MATCHES "\nPV = \"${version}\""
    OR NOT changelog MATCHES "^redguard \\(${version}-")
  message(SEND_ERROR "packaging/: vcpkg.json, redguard.bb or debian/changelog has another version than ${version}")
endif()
file(MD5 ${root}/LICENSE licence)
if(NOT recipe MATCHES "md5=${licence}")
  message(SEND_ERROR "packaging/yocto/redguard.bb: the checksum of LICENSE is ${licence}")
endif()

file(READ ${root}/packaging/vcpkg/redguard/portfile.cmake port)
file(READ ${root}/src/cmake/Install.cmake install)
string(REGEX MATCHALL "REDGUARD_[A-Z_]+" options "${recipe}${port}")
list(REMOVE_DUPLICATES options)
foreach(option IN LISTS options)
  if(NOT "${project}${install}" MATCHES "(option|set)\\(${option} ")
    message(SEND_ERROR "packaging/: there is no option ${option}")
  endif()
endforeach()

foreach(command vcpkg_check_features vcpkg_cmake_configure vcpkg_cmake_install vcpkg_cmake_config_fixup
    vcpkg_fixup_pkgconfig vcpkg_copy_tools vcpkg_copy_pdbs vcpkg_install_copyright)
  cmake_language(EVAL CODE "function(${command})\nendfunction()")
endforeach()
set(FEATURES qml tools)
set(CURRENT_PACKAGES_DIR ${root}/build/no-such-folder)
include(${root}/packaging/vcpkg/redguard/portfile.cmake)
if(NOT EXISTS ${SOURCE_PATH}/CMakeLists.txt)
  message(SEND_ERROR "packaging/vcpkg: the port's source tree is not ${SOURCE_PATH}")
endif()
include(${root}/packaging/cross/aarch64-linux.cmake)
