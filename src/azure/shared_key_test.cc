#include "azure/shared_key.h"

#include <gtest/gtest.h>

namespace docmill::azure {
namespace {

const Secret kAccountKey("key of the docmill tests, thirty-two bytes");

net::Headers headers(std::initializer_list<std::pair<std::string, std::string>> fields) {
  net::Headers all;
  all.add("x-ms-date", "Tue, 24 Nov 2026 11:31:04 GMT");
  all.add("x-ms-version", "2025-05-05");
  for (const auto& [name, value] : fields) all.add(name, value);
  return all;
}

std::string signature(const SignedParts& parts) {
  return shared_key_authorization("docmilltest", kAccountKey, parts);
}

TEST(SharedKey, TheTextToSignFollowsMicrosoftsExample) {
  // learn.microsoft.com "Authorize with Shared Key": the documented request and text.
  SignedParts parts{.method = "PUT", .url_path = "/mycontainer", .query = {{"restype", "container"}, {"timeout", "30"}}, .headers = {}};
  parts.headers.add("x-ms-version", "2015-02-21");
  parts.headers.add("x-ms-date", "Fri, 26 Jun 2015 23:39:12 GMT");
  EXPECT_EQ(string_to_sign("myaccount", parts),
            "PUT\n\n\n\n\n\n\n\n\n\n\n\nx-ms-date:Fri, 26 Jun 2015 23:39:12 GMT\nx-ms-version:2015-02-21\n"
            "/myaccount/mycontainer\nrestype:container\ntimeout:30");
}

TEST(SharedKey, QueryValuesOfOneNameAreSortedAndNamesAreLowerCase) {
  const SignedParts parts{.method = "GET",
                          .url_path = "/c",
                          .query = {{"restype", "container"}, {"Include", "snapshots"}, {"include", "metadata"}, {"comp", "list"}},
                          .headers = {}};
  EXPECT_EQ(string_to_sign("a", parts), "GET\n\n\n\n\n\n\n\n\n\n\n\n/a/c\ncomp:list\ninclude:metadata,snapshots\nrestype:container");
}

TEST(SharedKey, EveryStandardHeaderHasItsLine) {
  SignedParts parts{.method = "PUT", .url_path = "/", .query = {}, .headers = {}, .content_length = 9};
  for (const auto* name : {"Range", "If-Unmodified-Since", "If-None-Match", "If-Match", "If-Modified-Since", "Date", "Content-Type",
                           "Content-MD5", "Content-Encoding", "Content-Language", "Accept"})
    parts.headers.add(name, std::string("<") + name + ">");
  EXPECT_EQ(string_to_sign("a", parts),
            "PUT\n<Content-Language>\n<Content-Encoding>\n9\n<Content-MD5>\n<Content-Type>\n<Date>\n<If-Modified-Since>\n<If-Match>\n"
            "<If-None-Match>\n<If-Unmodified-Since>\n<Range>\n/a/");
}

TEST(SharedKey, HyphensDoNotCountInTheOrderOfHeaders) {
  SignedParts parts{.method = "GET", .url_path = "/", .query = {}, .headers = {}};
  for (const auto* name : {"X-Ms-A-Z", "x-ms-ab", "x-ms-aa"}) parts.headers.add(name, "  v ");
  EXPECT_EQ(string_to_sign("a", parts), "GET\n\n\n\n\n\n\n\n\n\n\n\nx-ms-aa:v\nx-ms-ab:v\nx-ms-a-z:v\n/a/");
}

// The signatures below were made by Microsoft's own client (@azure/storage-queue 12.26.0, @azure/storage-blob 12.27.0) with its clock
// standing still.
TEST(SharedKey, SignsQueueRequestsLikeMicrosoftsClient) {
  EXPECT_EQ(
      signature(
          {.method = "PUT", .url_path = "/jobs", .query = {{"timeout", "30"}}, .headers = headers({{"x-ms-client-request-id", "r1"}})}),
      "SharedKey docmilltest:UWwPaouNh4f8+VFA7eJHz1mAcoKNPhe22LEcFNnaowY=");
  EXPECT_EQ(signature({.method = "POST",
                       .url_path = "/jobs/messages",
                       .query = {{"visibilitytimeout", "30"}, {"messagettl", "-1"}, {"timeout", "30"}},
                       .headers = headers({{"Content-Type", "application/xml"}, {"x-ms-client-request-id", "r1"}}),
                       .content_length = 127}),
            "SharedKey docmilltest:JXUyAxHwYqCvL0lAwjGn7vqxcVcCZramu8lZbRReQ4M=");
  EXPECT_EQ(signature({.method = "DELETE",
                       .url_path = "/jobs/messages/a-b-c",
                       .query = {{"popreceipt", "AgAAAAMAAAAAAAAA+/8="}, {"timeout", "30"}},
                       .headers = headers({{"x-ms-client-request-id", "r1"}})}),
            "SharedKey docmilltest:YtKkG4o4mRdWw1NvC+RYk7sCTOz9FsSFFmMeCSyyxgw=");
}

TEST(SharedKey, SignsBlobRequestsLikeMicrosoftsClient) {
  EXPECT_EQ(signature({.method = "PUT",
                       .url_path = "/transit/t/acme/job%201/in/0",
                       .query = {{"timeout", "30"}},
                       .headers = headers({{"Content-Type", "application/octet-stream"},
                                           {"x-ms-meta-expires", "x"},
                                           {"If-None-Match", "*"},
                                           {"x-ms-blob-content-type", "application/pdf"},
                                           {"x-ms-blob-type", "BlockBlob"},
                                           {"x-ms-client-request-id", "da840d74-3093-452e-9bb7-a1ed835357de"}}),
                       .content_length = 5}),
            "SharedKey docmilltest:W9Nz2QQy+n2v0EWd3A0iswHAc1oTWaykrtbf4VFdaHg=");
  EXPECT_EQ(signature({.method = "GET",
                       .url_path = "/docmilltest/transit",
                       .query = {{"comp", "list"}, {"prefix", "t/a b/"}, {"maxresults", "10"}, {"restype", "container"}, {"timeout", "30"}},
                       .headers = headers({{"x-ms-client-request-id", "783bf171-919f-4b5a-a90a-0712e5ae1696"}})}),
            "SharedKey docmilltest:/KkTuCNicMu9x5k2LxwVBIYjhn3xtOg+3kGUZu6r4Dc=");
}

}  // namespace
}  // namespace docmill::azure
