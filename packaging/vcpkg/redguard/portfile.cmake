# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0

# An overlay port, of the source tree that it is in.
get_filename_component(SOURCE_PATH "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)

vcpkg_check_features(OUT_FEATURE_OPTIONS FEATURE_OPTIONS
  FEATURES
    qml REDGUARD_BUILD_QML
    tools REDGUARD_BUILD_CLI)
vcpkg_cmake_configure(
  SOURCE_PATH "${SOURCE_PATH}"
  OPTIONS
    ${FEATURE_OPTIONS}
    -DREDGUARD_BUILD_EXAMPLES=OFF
    -DREDGUARD_BUILD_TESTS=OFF
    -DREDGUARD_QML_DIR=Qt6/qml)
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(PACKAGE_NAME RedGuard CONFIG_PATH lib/cmake/RedGuard)
vcpkg_fixup_pkgconfig()
if("tools" IN_LIST FEATURES)
  vcpkg_copy_tools(TOOL_NAMES redguard AUTO_CLEAN)
endif()
vcpkg_copy_pdbs()
file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/debug/include" "${CURRENT_PACKAGES_DIR}/debug/share")
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE")
