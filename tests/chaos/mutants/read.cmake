# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0

# A mutant is a file: what it is, on a line that begins with '#'; then 'file NAME', 'scenario NAME',
# 'before', the lines to be replaced, 'after', and the lines that replace them, if any.
function(read_mutant path)
  file(READ ${path} text)
  if(NOT text MATCHES "\nfile ([^\n]+)\nscenario ([^\n]+)\nbefore\n(.*)\nafter\n(.*)$")
    message(FATAL_ERROR "${path} is no mutant")
  endif()
  set(mutant_file "${CMAKE_MATCH_1}" PARENT_SCOPE)
  set(mutant_scenario "${CMAKE_MATCH_2}" PARENT_SCOPE)
  set(mutant_before "${CMAKE_MATCH_3}" PARENT_SCOPE)
  string(REGEX REPLACE "\n$" "" after "${CMAKE_MATCH_4}")
  set(mutant_after "${after}" PARENT_SCOPE)
endfunction()
