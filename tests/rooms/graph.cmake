# SPDX-License-Identifier: GPL-3.0-or-later
dm_test(graph graph)
dm_test(layout graph)

add_executable(graph_dump ${PROJECT_SOURCE_DIR}/tests/tools/graph_dump.c)
target_link_libraries(graph_dump PRIVATE dm_graph dm_flags)

# Clients of our numbers that are not us: tests/clients/requirements.txt says what they need.
set(DM_TEST_PYTHON "python3" CACHE STRING "Python with the packages of tests/clients/requirements.txt")
foreach(client networkx igraph)
    add_test(NAME client.${client}_centrality
        COMMAND ${DM_TEST_PYTHON} ${PROJECT_SOURCE_DIR}/tests/clients/centrality_${client}.py
            $<TARGET_FILE:graph_dump>)
endforeach()
