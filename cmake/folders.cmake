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
  docmill_use_pch(${target})
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
