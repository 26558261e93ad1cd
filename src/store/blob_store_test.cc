#include "store/blob_store.h"

#include <gtest/gtest.h>

namespace docmill::store {
namespace {

TEST(BlobName, JobPathsAndOddButSafeNamesAreValid) {
  for (const auto* name : {"a", "t/acme/01jx/in/0", "t/acme/01jx/result.json", "a.b-c_d", "...", "-", "a/.b/..c"}) {
    EXPECT_TRUE(is_valid_blob_name(name)) << name;
  }
  EXPECT_TRUE(is_valid_blob_name("0/1/2/3/4/5/6/7/8/9/a/b/c/d/e/f"));
  EXPECT_TRUE(is_valid_blob_name(std::string(128, 'x')));
}

TEST(BlobName, WhatCouldLeaveTheStoreOrConfuseADriverIsNot) {
  for (const auto* name :
       {"", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/./b", "a/..", "A", "a b", "a\\b", "ä", "a%2f", "a\n"}) {
    EXPECT_FALSE(is_valid_blob_name(name)) << name;
  }
  EXPECT_FALSE(is_valid_blob_name(std::string_view("a\0b", 3)));
  EXPECT_FALSE(is_valid_blob_name("0/1/2/3/4/5/6/7/8/9/a/b/c/d/e/f/g"));
  EXPECT_FALSE(is_valid_blob_name(std::string(129, 'x')));
  const std::string part(127, 'x');
  EXPECT_TRUE(is_valid_blob_name(part + "/" + part + "/" + part + "/" + part + "x"));
  EXPECT_FALSE(is_valid_blob_name(part + "/" + part + "/" + part + "/" + part + "/x"));
}

TEST(BlobName, APrefixIsWhatANameCouldBeginWith) {
  for (const auto* prefix : {"", "t", "t/", "t/acme/0", ".", "a/.."}) EXPECT_TRUE(is_valid_blob_prefix(prefix)) << prefix;
  for (const auto* prefix : {"/", "../", "a//", "a/../", "A", "a b"}) EXPECT_FALSE(is_valid_blob_prefix(prefix)) << prefix;
  EXPECT_TRUE(is_valid_blob_prefix(std::string(128, 'x')));
}

}  // namespace
}  // namespace docmill::store
