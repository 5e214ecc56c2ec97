# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0

# Fails where the documentation holds code that no test runs: code on a page is quoted from a file of
# tests/snippets or tests/consumer/program. What is no code, such as what a program prints, stands in \badcode.
cmake_minimum_required(VERSION 3.22)
get_filename_component(root ${CMAKE_CURRENT_LIST_DIR}/../.. ABSOLUTE)
file(GLOB_RECURSE pages ${root}/src/doc/*.qdoc ${root}/src/doc/*.qdocinc ${root}/src/*.cpp ${root}/src/*.qml ${root}/include/*.h)
set(complaints "")
set(quoted "")
foreach(page IN LISTS pages)
  file(READ ${page} text)
  file(RELATIVE_PATH name ${root} ${page})
  string(REGEX MATCHALL "\n *\\\\(code|qml|js|oldcode|newcode)[ \n]" bare "${text}")
  if(bare)
    list(APPEND complaints "${name}: code that is not quoted from a file")
  endif()
  string(REGEX MATCHALL "\\\\(snippet|quotefromfile|quotefile)( +{[^}]*})? +[A-Za-z_/.]+" quotes "${text}")
  foreach(quote IN LISTS quotes)
    string(REGEX REPLACE ".* " "" file ${quote})
    if(EXISTS ${CMAKE_CURRENT_LIST_DIR}/${file})
      list(APPEND quoted ${file})
    elseif(NOT file MATCHES "^(consumer/program/CMakeLists.txt|doc/redguard.acl)$")
      list(APPEND complaints "${name}: quotes ${file}, which is no file of tests/snippets")
    endif()
  endforeach()
endforeach()
# What no page quotes any more is not kept.
file(GLOB_RECURSE files RELATIVE ${CMAKE_CURRENT_LIST_DIR}
  ${CMAKE_CURRENT_LIST_DIR}/*.cpp ${CMAKE_CURRENT_LIST_DIR}/*.qml ${CMAKE_CURRENT_LIST_DIR}/*.sh ${CMAKE_CURRENT_LIST_DIR}/*.py)
foreach(file IN LISTS files)
  if(NOT file IN_LIST quoted AND NOT file MATCHES "tst_doc(qml|shell)\\.cpp")
    list(APPEND complaints "tests/snippets/${file}: no page quotes it")
  endif()
endforeach()
if(complaints)
  list(JOIN complaints "\n" complaints)
  message(FATAL_ERROR "${complaints}")
endif()
