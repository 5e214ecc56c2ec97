# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
import os
import re

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout
from conan.tools.files import copy, load

ROOT = os.path.join(os.pardir, os.pardir)


class RedGuardConan(ConanFile):
    name = "redguard"
    license = "Apache-2.0"
    description = "Distributed synchronisation for Qt on Redis and Valkey"
    topics = ("qt", "qml", "redis", "valkey", "lock", "semaphore", "rate-limiter")
    package_type = "library"
    settings = "os", "arch", "compiler", "build_type"
    options = {"shared": [True, False], "qml": [True, False], "tools": [True, False]}
    default_options = {"shared": True, "qml": False, "tools": False, "qt/*:openssl": True}

    def set_version(self):
        text = load(self, os.path.join(self.recipe_folder, ROOT, "CMakeLists.txt"))
        self.version = re.search(r"project\(RedGuard VERSION ([0-9.]+)", text).group(1)

    def export_sources(self):
        root = os.path.join(self.recipe_folder, ROOT)
        for pattern in ("CMakeLists.txt", "LICENSE", "CHANGELOG.md", "include/*", "src/*"):
            copy(self, pattern, src=root, dst=self.export_sources_folder)

    def configure(self):
        if self.options.qml:
            self.options["qt/*"].qtdeclarative = True

    def requirements(self):
        self.requires("qt/[>=6.4 <7]", transitive_headers=True, transitive_libs=True)

    def validate(self):
        check_min_cppstd(self, 20)

    def layout(self):
        cmake_layout(self)

    def generate(self):
        CMakeDeps(self).generate()
        toolchain = CMakeToolchain(self)
        for option in ("EXAMPLES", "TESTS"):
            toolchain.cache_variables[f"REDGUARD_BUILD_{option}"] = False
        toolchain.cache_variables["REDGUARD_BUILD_QML"] = bool(self.options.qml)
        toolchain.cache_variables["REDGUARD_BUILD_CLI"] = bool(self.options.tools)
        toolchain.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        copy(self, "LICENSE", src=self.source_folder, dst=os.path.join(self.package_folder, "licenses"))
        CMake(self).install()

    def package_info(self):
        # The package has its own configuration for CMake, with its targets.
        self.cpp_info.set_property("cmake_find_mode", "none")
        self.cpp_info.builddirs.append(os.path.join("lib", "cmake", "RedGuard"))
        self.cpp_info.libs = (["RedGuardQml"] if self.options.qml else []) + ["RedGuard"]
        if not self.options.shared:
            self.cpp_info.defines = ["REDGUARD_STATIC"]
