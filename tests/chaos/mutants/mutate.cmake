# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0
#
# cmake -D MUTANT=FILE -D SOURCES=DIR -D TEXTS=FILE -D OUTPUT=FILE -P mutate.cmake
# Writes the source that a mutant makes of the library's: for a script the texts of all scripts, since that is
# what is compiled. Fails where what it replaces is not there exactly once.
include(${CMAKE_CURRENT_LIST_DIR}/read.cmake)
read_mutant(${MUTANT})

function(replace_once text before after result)
  string(FIND "${text}" "${before}" first)
  string(FIND "${text}" "${before}" last REVERSE)
  if(first EQUAL -1 OR NOT first EQUAL last)
    message(FATAL_ERROR "${MUTANT}: its text is not exactly once in ${mutant_file}:\n${before}")
  endif()
  string(REPLACE "${before}" "${after}" text "${text}")
  set(${result} "${text}" PARENT_SCOPE)
endfunction()

# As src/scripts/CMakeLists.txt has them in the texts.
function(as_compiled text result)
  string(REGEX REPLACE "(^|\n)[ ]*--[^\n]*" "\\1" text "${text}")
  string(REGEX REPLACE "(^|\n)[ ]+" "\\1" text "${text}")
  string(REGEX REPLACE "\n\n+" "\n" text "${text}")
  set(${result} "${text}" PARENT_SCOPE)
endfunction()

file(READ ${SOURCES}/${mutant_file} source)
replace_once("${source}" "${mutant_before}" "${mutant_after}" mutated)
if(mutant_file MATCHES "\\.lua$")
  file(READ ${TEXTS} texts)
  as_compiled("${mutant_before}" before)
  as_compiled("${mutant_after}" after)
  string(FIND "${texts}" "${before}" found)
  if(found EQUAL -1)
    message(FATAL_ERROR "${MUTANT}: its text is in ${mutant_file}, but not in the scripts made of it")
  endif()
  string(REPLACE "${before}" "${after}" mutated "${texts}")
endif()
file(WRITE ${OUTPUT} "${mutated}")
