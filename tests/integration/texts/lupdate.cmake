# SPDX-FileCopyrightText: 2026 The RedGuard authors
# SPDX-License-Identifier: Apache-2.0

# lupdate finds the library's texts in the contexts in which the library asks for them.
file(REMOVE ${TS_FILE})
execute_process(
  COMMAND ${LUPDATE} -I include -I src include src -ts ${TS_FILE}
  WORKING_DIRECTORY ${SOURCE_DIR}
  OUTPUT_VARIABLE output
  ERROR_VARIABLE errors
  RESULT_VARIABLE result)
if(NOT result EQUAL 0 OR NOT errors STREQUAL "")
  message(FATAL_ERROR "lupdate ended with ${result}:\n${output}${errors}")
endif()
file(READ ${TS_FILE} texts)
foreach(context Primitive Lock Semaphore RateLimiter RedGuard Survey LocalServer net::Connection net::Endpoint QmlPrimitive QmlHold)
  if(NOT texts MATCHES "<name>redguard::${context}</name>")
    message(SEND_ERROR "lupdate found nothing in the context redguard::${context}")
  endif()
endforeach()
# What is asked for without a class ends up here, and is not found when the program runs.
if(texts MATCHES "<name></name>|<name>QObject</name>")
  message(SEND_ERROR "lupdate found a text without a context of its own")
endif()
