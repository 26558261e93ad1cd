# Every library comes from a Debian 12 package; `./dev setup` lists and installs them.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(CURL REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(prometheus-cpp REQUIRED COMPONENTS core)
find_package(GTest REQUIRED)
find_package(benchmark REQUIRED)
set(Boost_NO_BOOST_CMAKE OFF)
find_package(Boost 1.81 REQUIRED COMPONENTS json url)
find_package(CLI11 REQUIRED)
find_package(pugixml REQUIRED)
pkg_check_modules(seccomp REQUIRED IMPORTED_TARGET libseccomp)
pkg_check_modules(libpq REQUIRED IMPORTED_TARGET libpq)
pkg_check_modules(icu REQUIRED IMPORTED_TARGET icu-i18n icu-uc)

# One target carries what every folder compiles with.
add_library(docmill_options INTERFACE)
target_include_directories(docmill_options INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_options(docmill_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Wold-style-cast
  -Wimplicit-fallthrough -Werror -fvisibility=hidden)
target_compile_definitions(docmill_options INTERFACE
  BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_DISABLE_BOOST_COROUTINE BOOST_BEAST_USE_STD_STRING_VIEW)
target_link_libraries(docmill_options INTERFACE Boost::headers Threads::Threads)
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  # Hardening a newcomer would expect of a daemon that faces the network.
  target_compile_options(docmill_options INTERFACE -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection)
  target_link_options(docmill_options INTERFACE -Wl,-z,relro,-z,now)
endif()
if(NOT DOCMILL_SANITIZER)
  target_compile_options(docmill_options INTERFACE -D_GLIBCXX_ASSERTIONS)
endif()
