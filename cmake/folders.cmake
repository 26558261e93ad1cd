# One folder = one static library = one namespace. docmill_folder(queue DEPENDS docmill_base) makes
#   docmill_queue        from every *.cc of the folder (drivers in sub-folders call it again), and
#   docmill_queue_test   from its *_test.cc, registered with CTest.
# Files are found, not listed: a new file needs no build edit.

# The headers that cost most to parse, parsed once per build.
add_library(docmill_pch OBJECT ${CMAKE_SOURCE_DIR}/cmake/pch.cc)
target_link_libraries(docmill_pch PUBLIC docmill_options fmt::fmt)
target_precompile_headers(docmill_pch PRIVATE ${CMAKE_SOURCE_DIR}/cmake/pch.h)
target_compile_options(docmill_pch PUBLIC -Xclang -fno-pch-timestamp)

function(docmill_use_pch target)
  target_precompile_headers(${target} REUSE_FROM docmill_pch)
  target_compile_options(${target} PRIVATE -Xclang -fno-pch-timestamp)
endfunction()

# Tests are more than half of what is compiled, and are as quick when nothing of them is optimised.
add_library(docmill_test_pch OBJECT EXCLUDE_FROM_ALL ${CMAKE_SOURCE_DIR}/cmake/pch.cc)
target_link_libraries(docmill_test_pch PUBLIC docmill_options fmt::fmt GTest::gmock)
target_precompile_headers(docmill_test_pch PRIVATE ${CMAKE_SOURCE_DIR}/cmake/test_pch.h)
target_compile_options(docmill_test_pch PUBLIC -Xclang -fno-pch-timestamp -O0)

function(docmill_use_test_pch target)
  target_precompile_headers(${target} REUSE_FROM docmill_test_pch)
  target_compile_options(${target} PRIVATE -Xclang -fno-pch-timestamp -O0)
endfunction()

function(docmill_folder name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;TEST_DEPENDS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *.cc)
  file(GLOB tests CONFIGURE_DEPENDS *_test.cc)
  list(FILTER sources EXCLUDE REGEX "(_test|_main)\\.cc$")
  if(sources)
    add_library(docmill_${name} STATIC ${sources})
    target_link_libraries(docmill_${name} PUBLIC docmill_options fmt::fmt ${ARG_DEPENDS})
    docmill_use_pch(docmill_${name})
  else()
    add_library(docmill_${name} INTERFACE)
    target_link_libraries(docmill_${name} INTERFACE docmill_options fmt::fmt ${ARG_DEPENDS})
  endif()
  if(tests)
    docmill_test(docmill_${name}_test SOURCES ${tests} DEPENDS docmill_${name} ${ARG_TEST_DEPENDS})
  endif()
endfunction()

function(docmill_test target)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS;LABELS" ${ARGN})
  add_executable(${target} ${ARG_SOURCES})
  target_link_libraries(${target} PRIVATE ${ARG_DEPENDS} GTest::gmock GTest::gtest_main)
  docmill_use_test_pch(${target})
  # Test files spend most of their time on the same headers, so a program's are compiled as one; in debug each stands alone.
  if(NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 0)
  endif()
  add_test(NAME ${target} COMMAND ${target})
  if(NOT ARG_LABELS)
    set(ARG_LABELS unit)
  endif()
  set_tests_properties(${target} PROPERTIES TIMEOUT 900 LABELS "${ARG_LABELS}"
    ENVIRONMENT "ASAN_OPTIONS=detect_stack_use_after_return=1;TSAN_OPTIONS=halt_on_error=1")
endfunction()

# A program whose code lies alone on pages of 2 MiB, so that it may be put into large ones (src/engines/child/large_code.h).
function(docmill_large_code target)
  target_link_options(${target} PRIVATE -Wl,--no-rosegment,-z,max-page-size=2097152,-z,separate-loadable-segments)
endfunction()

# docmill_embed(docmill_console_pages SPACE docmill::console SOURCE web/console UNBUILT unbuilt) makes a library with the function pages()
# of that namespace: what `node SOURCE/build.mjs FOLDER` puts into FOLDER, with its files.json. Where Node.js or its packages are missing,
# the folder UNBUILT, beside the CMakeLists.txt, takes the place.
function(docmill_embed target)
  cmake_parse_arguments(ARG "" "SPACE;SOURCE;UNBUILT" "" ${ARGN})
  set(source ${CMAKE_SOURCE_DIR}/${ARG_SOURCE})
  set(folder ${CMAKE_CURRENT_SOURCE_DIR}/${ARG_UNBUILT})
  find_program(DOCMILL_NODE node)
  # The glob makes CMake look again when the packages have been installed.
  file(GLOB packages CONFIGURE_DEPENDS ${source}/build.mjs ${source}/node_modules/.package-lock.json)
  list(LENGTH packages found)
  if(DOCMILL_NODE AND found EQUAL 2)
    set(folder ${CMAKE_BINARY_DIR}/${ARG_SOURCE})
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${source}/*)
    list(FILTER sources EXCLUDE REGEX "/node_modules/")
    add_custom_command(OUTPUT ${folder}/files.json COMMAND ${DOCMILL_NODE} ${source}/build.mjs ${folder} DEPENDS ${sources} ${packages}
      COMMENT "Building ${ARG_SOURCE}" VERBATIM)
  endif()
  set(output ${CMAKE_CURRENT_BINARY_DIR}/pages.cc)
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DFOLDER=${folder} -DOUTPUT=${output} -DSPACE=${ARG_SPACE} -P ${CMAKE_SOURCE_DIR}/cmake/embed.cmake
    DEPENDS ${folder}/files.json ${CMAKE_SOURCE_DIR}/cmake/embed.cmake VERBATIM)
  add_library(${target} STATIC ${output})
  target_link_libraries(${target} PUBLIC docmill_net)
endfunction()
