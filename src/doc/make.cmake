# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0

# Runs QDOC over redguard.qdocconf into HTML, with Qt's HEADERS; what a person reads elsewhere as Markdown becomes a page
# in GENERATED first. A warning is an error, and leaves no documentation behind.
set(root ${CMAKE_CURRENT_LIST_DIR}/../..)

# The tables of faults.md.
function(make_page_of_faults)
  file(READ ${CMAKE_CURRENT_LIST_DIR}/faults.md text)
  string(REGEX REPLACE "\\[([^]]*)\\]\\([^)]*\\)" "\\1" text "${text}")
  string(REGEX REPLACE "`([^`]*)`" "\\\\c{\\1}" text "${text}")
  string(REGEX REPLACE "^# [^\n]*" "" text "${text}")
  string(REGEX REPLACE "\n## ([^\n]*)" "\n\\\\section1 \\1" text "${text}")
  string(REPLACE "| |" "|  |" text "${text}")
  string(REGEX REPLACE "\n\\| fault \\|[^\n]*\n[^\n]*" "\n\\\\table\n\\\\header \\\\li Fault \\\\li What the user sees \\\\li Test" text "${text}")
  string(REGEX REPLACE "\n\\| ([^\n]*) \\| ([^\n]*) \\| ([^\n]*) \\|" "\n\\\\row \\\\li \\1 \\\\li \\2 \\\\li \\\\c{\\3}" text "${text}")
  string(REGEX REPLACE "(\n\\\\row [^\n]*)\n(\n|$)" "\\1\n\\\\endtable\n\\2" text "${text}")
  file(WRITE ${GENERATED}/faults.qdoc "/*!
    \\page faults.html
    \\title What each fault does
    \\brief What goes wrong, what the user sees, and the test that shows it.

${text}*/
")
endfunction()

file(REMOVE_RECURSE ${HTML} ${GENERATED})
make_page_of_faults()
set(includes "")
foreach(folder IN LISTS HEADERS)
  list(APPEND includes -I ${folder})
endforeach()
set(ENV{REDGUARD_VERSION} ${VERSION})
set(ENV{REDGUARD_GENERATED} ${GENERATED})
execute_process(
  COMMAND ${QDOC} --autolink-errors --outputdir ${HTML} ${includes} -I ${root}/include -I ${root}/src -I ${CMAKE_CURRENT_LIST_DIR}
    ${CMAKE_CURRENT_LIST_DIR}/redguard.qdocconf
  ERROR_VARIABLE log OUTPUT_VARIABLE log RESULT_VARIABLE result)
string(REGEX MATCHALL "[^\n]*(warning|error|fatal): [^\n]*(\n +\\[[^\n]*)?" complaints "${log}")
if(complaints OR NOT result EQUAL 0)
  file(REMOVE_RECURSE ${HTML})
  list(LENGTH complaints count)
  message(FATAL_ERROR "${log}\nQDoc ended with ${result} and ${count} complaints")
endif()
