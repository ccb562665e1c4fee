# SPDX-License-Identifier: GPL-3.0-or-later
dm_test(graph graph)
dm_test(same graph)
dm_test(layout graph)

add_executable(graph_dump ${PROJECT_SOURCE_DIR}/tests/tools/graph_dump.c)
target_link_libraries(graph_dump PRIVATE dm_graph dm_flags)

# Clients of our numbers that are not us: tests/clients/requirements.txt says what they need.
set(DM_TEST_PYTHON "python3" CACHE STRING "Python with the packages of tests/clients/requirements.txt")
foreach(client networkx igraph)
    add_test(NAME client.${client}_centrality
        COMMAND ${DM_TEST_PYTHON} ${PROJECT_SOURCE_DIR}/tests/clients/centrality_${client}.py
            $<TARGET_FILE:graph_dump>)
    # threads of BLAS only wait for each other on graphs of this size
    set_tests_properties(client.${client}_centrality PROPERTIES
        ENVIRONMENT "OMP_NUM_THREADS=1;OPENBLAS_NUM_THREADS=1")
endforeach()

add_executable(bench_graph EXCLUDE_FROM_ALL ${PROJECT_SOURCE_DIR}/tests/bench/bench_graph.c)
target_link_libraries(bench_graph PRIVATE dm_graph dm_flags)
