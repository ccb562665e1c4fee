# SPDX-License-Identifier: GPL-3.0-or-later
# Fails when a function is longer than LIMIT lines, by Universal Ctags' count.
#   cmake -DSRC=src -DLIMIT=80 -P tests/lint/functions.cmake
cmake_minimum_required(VERSION 3.20)
get_filename_component(SRC "${SRC}" ABSOLUTE)
file(GLOB_RECURSE files "${SRC}/*.c")
execute_process(
    COMMAND ctags --quiet --options=NONE -x --kinds-C=f "--_xformat=%N|%F|%n|%{end}" ${files}
    OUTPUT_VARIABLE rows OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
string(REPLACE "\n" ";" rows "${rows}")
list(LENGTH rows count)
if(count EQUAL 0)
    message(FATAL_ERROR "ctags found no functions under ${SRC}")
endif()
set(longest 0)
foreach(row IN LISTS rows)
    if(NOT row MATCHES "^(.+)\\|(.+)\\|([0-9]+)\\|([0-9]+)$")
        message(FATAL_ERROR "unexpected row from ctags: ${row}")
    endif()
    set(where "${CMAKE_MATCH_2}:${CMAKE_MATCH_3}: ${CMAKE_MATCH_1}")
    math(EXPR length "${CMAKE_MATCH_4} - ${CMAKE_MATCH_3} + 1")
    if(length GREATER longest)
        set(longest ${length})
    endif()
    if(length GREATER LIMIT)
        message(SEND_ERROR "${where} has ${length} lines, the limit is ${LIMIT}")
    endif()
endforeach()
message(STATUS "functions: ${count}, the longest has ${longest} lines, limit ${LIMIT}")
