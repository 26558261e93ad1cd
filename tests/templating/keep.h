#pragma once
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace docmill::trial {

/// Keeps what a test made in the directory that DOCMILL_KEEP names, to be opened and looked at: "DocxPlaces.Name-1.docx".
inline void keep_result(const std::string& bytes, const std::string& extension) {
  const char* directory = std::getenv("DOCMILL_KEEP");
  const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
  if (directory == nullptr || test == nullptr) return;
  std::filesystem::create_directories(directory);
  const auto name = std::string(directory) + "/" + test->test_suite_name() + "." + test->name() + "-";
  int number = 1;
  while (std::filesystem::exists(name + std::to_string(number) + "." + extension)) ++number;
  std::ofstream(name + std::to_string(number) + "." + extension, std::ios::binary) << bytes;
}

}  // namespace docmill::trial
