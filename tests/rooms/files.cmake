# SPDX-License-Identifier: GPL-3.0-or-later
dm_test(files files)
target_sources(test_files PRIVATE ${PROJECT_SOURCE_DIR}/tests/tools/fixture.c)
target_include_directories(test_files PRIVATE ${PROJECT_SOURCE_DIR}/tests/tools)
dm_test(diff diff)
target_sources(test_diff PRIVATE ${PROJECT_SOURCE_DIR}/tests/tools/fixture.c)
target_include_directories(test_diff PRIVATE ${PROJECT_SOURCE_DIR}/tests/tools)

# Other programs read what we write: first a graph with everything in it, then those in graphs/.
# tests/clients/setup.sh installs them below build/; one that is missing is a failure.
add_executable(graph_fixture ${PROJECT_SOURCE_DIR}/tests/tools/graph_fixture.c
    ${PROJECT_SOURCE_DIR}/tests/tools/fixture.c)
target_link_libraries(graph_fixture PRIVATE dm_files dm_flags)
set(DM_TEST_PYTHON "python3" CACHE STRING "Python with the packages of tests/clients/requirements.txt")
set(DM_TEST_CLIENTS "${PROJECT_SOURCE_DIR}/build" CACHE PATH "Where tests/clients/setup.sh installed")

set(fixture ${CMAKE_CURRENT_BINARY_DIR}/fixture)
file(MAKE_DIRECTORY ${fixture})
add_test(NAME client.fixture COMMAND graph_fixture ${fixture}/all.json ${fixture}/all.graphml
    ${fixture}/all.gexf 12:${fixture}/all-1.2.gexf ${fixture}/all.ndjson
    strict:${fixture}/all-strict.graphml)
set_tests_properties(client.fixture PROPERTIES FIXTURES_SETUP graph_files)

# dm_client_test(name command...): given the fixture's folder and graphs/
function(dm_client_test name)
    add_test(NAME client.${name} COMMAND ${ARGN} ${fixture} ${PROJECT_SOURCE_DIR}/graphs)
    set_tests_properties(client.${name} PROPERTIES FIXTURES_REQUIRED graph_files
        ENVIRONMENT "DM_TEST_CLIENTS=${DM_TEST_CLIENTS}")
endfunction()

# every further format, for a graph with everything in it and one of names that break writers
set(formats ${CMAKE_CURRENT_BINARY_DIR}/formats)
file(MAKE_DIRECTORY ${formats})
set(format_files "")
foreach(graph all hostile)
    set(which "")
    if(graph STREQUAL "hostile")
        set(which "hostile=")
    endif()
    foreach(end json gml net cyjs jgf dot ndjson events.tsv nt jsonld ftm cypher md)
        list(APPEND format_files ${which}${formats}/${graph}.${end})
    endforeach()
    foreach(end nodes.csv edges.csv)
        list(APPEND format_files ${which}${formats}/${graph}.${end})
        foreach(flavour neo4j cytoscape)
            list(APPEND format_files ${which}${flavour}:${formats}/${graph}-${flavour}.${end})
        endforeach()
    endforeach()
endforeach()
add_test(NAME client.format_files COMMAND graph_fixture ${format_files})
set_tests_properties(client.format_files PROPERTIES FIXTURES_SETUP format_files)
add_test(NAME client.formats
    COMMAND ${DM_TEST_PYTHON} ${PROJECT_SOURCE_DIR}/tests/clients/read_formats.py ${formats})
set_tests_properties(client.formats PROPERTIES FIXTURES_REQUIRED format_files)

set(clients ${PROJECT_SOURCE_DIR}/tests/clients)
dm_client_test(networkx ${DM_TEST_PYTHON} ${clients}/read_networkx.py 3)
dm_client_test(networkx_2 ${DM_TEST_PYTHON} ${clients}/read_networkx.py 2)
dm_client_test(igraph ${DM_TEST_PYTHON} ${clients}/read_igraph.py)
dm_client_test(gephi ${DM_TEST_PYTHON} ${clients}/read_gephi.py)
dm_client_test(graphology node ${clients}/read_graphology.mjs)
dm_client_test(schema ${DM_TEST_PYTHON} ${clients}/read_schema.py
    ${PROJECT_SOURCE_DIR}/src/files/dramatis.schema.json
    ${PROJECT_SOURCE_DIR}/../shared/data/schemas/gexf-1.3/gexf.rnc
    ${PROJECT_SOURCE_DIR}/../shared/data/schemas/graphml/graphml.xsd)
