# evenkeel_folder(NAME [LIBS...]): the folder's .cpp files, but for a program's main.cpp, as the static
# library NAME. A compiler's work is mostly headers: what all read, it reads once, and eight files share
# the rest (not with EVENKEEL_UNITY=OFF, which is for work on the code). Keyword tables, whose names are
# alike, and the libraries' own sources stand alone.
function(evenkeel_folder name)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  add_library(${name} STATIC ${sources})
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${ARGN})
  set_target_properties(${name} PROPERTIES UNITY_BUILD ${EVENKEEL_UNITY} UNITY_BUILD_BATCH_SIZE 8)
  set(alone ${sources})
  list(FILTER alone INCLUDE REGEX "(_table|/asio|/beast)\\.cpp$")
  set_source_files_properties(${alone} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  if(NOT EVENKEEL_UNITY)
    return()
  endif()
  if(name STREQUAL ek_core)
    target_precompile_headers(${name} PRIVATE <algorithm> <array> <charconv> <chrono> <cstring> <deque>
      <functional> <map> <memory> <optional> <set> <span> <string> <unordered_map> <variant> <vector>
      <fmt/core.h> <tl/expected.hpp> "${PROJECT_SOURCE_DIR}/include/evenkeel/messages.h")
  else()
    target_precompile_headers(${name} REUSE_FROM ek_core)
  endif()
endfunction()

# evenkeel_unit_test(NAME [LIBS...]): the folder's *_test.cpp files as the test binary NAME, not
# optimised: tests are compiled more often than they run.
function(evenkeel_unit_test name)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*_test.cpp)
  add_executable(${name} ${sources})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_compile_options(${name} PRIVATE -O0 -U_FORTIFY_SOURCE)
  target_link_libraries(${name} PRIVATE ${ARGN} GTest::gtest GTest::gtest_main)
  # The headers that every test reads, once for all.
  if(name STREQUAL unit-core)
    target_precompile_headers(${name} PRIVATE <gtest/gtest.h> <algorithm> <chrono> <functional> <map>
      <memory> <optional> <set> <span> <string> <tuple> <variant> <vector> <tl/expected.hpp>
      "${PROJECT_SOURCE_DIR}/include/evenkeel/messages.h")
  else()
    target_precompile_headers(${name} REUSE_FROM unit-core)
  endif()
  add_test(NAME ${name} COMMAND ${name} --gtest_brief=1)
endfunction()
