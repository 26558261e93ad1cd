// Every bad input of issue after issue: a clear problem, no harm to the next job, no charge.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "documents/make_bad.h"
#include "support/bad_input.h"

namespace docmill::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

TEST_F(BadInput, AnEmptyBody) {
  expect_problem(raw("", "multipart/form-data; boundary=x"), 400, "bad_request");
}

TEST_F(BadInput, AFormWithoutAFile) {
  expect_problem(raw("--x\r\nContent-Disposition: form-data; name=\"Other\"\r\n\r\n1\r\n--x--\r\n", "multipart/form-data; boundary=x"), 400,
                 "bad_request");
}

TEST_F(BadInput, AnEmptyFile) {
  EXPECT_THAT(convert("").status, ::testing::AnyOf(400, 422));
}

TEST_F(BadInput, AFormThatBreaksOff) {
  expect_problem(raw("--x\r\nContent-Disposition: form-data; name=\"File\"; filename=\"a\"\r\n\r\nPK", "multipart/form-data; boundary=x"),
                 400, "bad_request");
}

TEST_F(BadInput, ABodyThatIsNoForm) {
  expect_problem(raw("{}", "application/json"), 415, "unsupported_type");
}

TEST_F(BadInput, AnotherTypeOfDocument) {
  expect_problem(convert("\x89PNG\r\n\x1a\n not a document", "a.docx"), 415, "unsupported_type");
}

TEST_F(BadInput, ASpreadsheetSentAsADocument) {
  const auto sheet = read_file(source("examples/budget.xlsx"));
  expect_problem(convert(sheet, "a.docx"), 415, "unsupported_type");
}

TEST_F(BadInput, ATruncatedDocument) {
  expect_problem(convert(good_.substr(0, good_.size() * 2 / 3)), 422, "input_damaged");
}

TEST_F(BadInput, ABitFlippedDocument) {
  expect_problem(convert(documents::flipped(good_, "word/document.xml")), 422, "input_damaged");
}

TEST_F(BadInput, AProtectedDocument) {
  expect_problem(convert(document("bad/password.docx")), 422, "password_required");
}

TEST_F(BadInput, AZipBomb) {
  expect_problem(convert(documents::zip_bomb(good_)), 422, "input_too_complex");
}

TEST_F(BadInput, AnEntityBomb) {
  const auto answer = convert(documents::entity_bomb(good_));
  EXPECT_THAT(answer.member("code"), ::testing::AnyOf("input_too_complex", "input_damaged"));
  EXPECT_EQ(answer.status, 422);
}

TEST_F(BadInput, ADocumentThatNeverEnds) {
  const auto answer = server_->post(key_, "convert/xlsx-to-pdf", documents::endless_workbook(document("formats/sample.xlsx")), "a.xlsx");
  expect_problem(answer, 422, "deadline_exceeded");
  EXPECT_NE(answer.member("phase"), "");
}

TEST_F(BadInput, ADocumentThatCrashesTheEngineIsKnownTheSecondTime) {
  const auto killer = documents::crashing_document(good_);
  const auto first = server_->post(key_, "convert/docx-to-pdf", killer, "a.docx");
  expect_problem(first, 500, "engine_crashed");
  const auto second = server_->post(key_, "convert/docx-to-pdf", killer, "a.docx");
  expect_problem(second, 422, "engine_crash_known");
}

TEST_F(BadInput, AnUploadOverTheLimit) {
  const auto answer = convert(std::string(5'000'000, 'x'));
  expect_problem(answer, 413, "payload_too_large");
  EXPECT_THAT(answer.member("detail"), HasSubstr("The request body is larger than 3.9 MiB"));
}

TEST_F(BadInput, ABadKeyAndNoKey) {
  expect_problem(server_->post("nonsense", "convert/docx-to-pdf", good_, "a.docx"), 401, "unauthenticated");
  auto forged = key_;
  forged.back() = forged.back() == 'a' ? 'b' : 'a';
  expect_problem(server_->post(forged, "convert/docx-to-pdf", good_, "a.docx"), 401, "unauthenticated");
  expect_problem(server_->get("", "/api/v2/convert/jobs/docx-to-pdf/abc"), 401, "unauthenticated");
}

TEST_F(BadInput, MoreThanThePlanAllows) {
  run({program("docmill"), "plan", "put", "tiny", "--documents", "1", "--data", *temp_ / "data"});
  const auto key = server_->make_key("small", {"--plan", "tiny"});
  EXPECT_EQ(server_->post(key, "convert/docx-to-pdf", good_, "a.docx").status, 200);
  expect_problem(server_->post(key, "convert/docx-to-pdf", good_, "a.docx"), 402, "quota_exceeded");
}

TEST_F(BadInput, AFailedJobIsNotCharged) {
  const auto key = server_->make_key("unlucky");
  expect_problem(server_->post(key, "convert/docx-to-pdf", good_.substr(0, 500), "a.docx"), 422, "input_damaged");
  for (int i = 0; i < 200 && server_->usage("unlucky", "held") != 0; ++i) continue;
  EXPECT_EQ(server_->usage("unlucky", "charged"), 0u);
  EXPECT_EQ(server_->usage("unlucky", "held"), 0u);
}

TEST_F(BadInput, AJobThatIsNotThereOrNotYours) {
  expect_problem(server_->get(key_, "/api/v2/convert/jobs/docx-to-pdf/nosuchjob"), 404, "not_found");
  const auto accepted = server_->post(key_, "convert/jobs/docx-to-pdf", good_, "a.docx");
  ASSERT_EQ(accepted.status, 202);
  const auto other = server_->make_key("other");
  expect_problem(server_->get(other, accepted.headers.at("location")), 404, "not_found");
  expect_problem(call({.method = "DELETE", .url = accepted.headers.at("location"), .headers = {"Authorization: " + other}}), 404,
                 "not_found");
}

TEST_F(BadInput, ATamperedLink) {
  const auto link = convert(good_).member("link");
  for (const std::size_t at : {link.size() - 1, link.size() - 20, link.size() - 45}) {
    auto tampered = link;
    tampered[at] = tampered[at] == 'A' ? 'B' : 'A';
    expect_problem(server_->get("", tampered), 404, "not_found");
  }
}

TEST_F(BadInput, AUrlIntoThePrivateNetwork) {
  for (const std::string url : {"http://127.0.0.1:1/a.docx", "http://[::1]/a.docx", "http://169.254.169.254/latest", "http://0x7f000001/",
                                "file:///etc/passwd", "gopher://127.0.0.1/"}) {
    const FormPart part{.name = "FileUrl", .content = url, .filename = std::nullopt};
    const auto answer = call(
        {.method = "POST", .url = server_->url() + "/api/v2/convert/docx-to-pdf", .headers = {"Authorization: " + key_}, .form = {part}});
    EXPECT_EQ(answer.member("code"), "fetch_refused") << url << " " << answer.body;
    EXPECT_EQ(answer.status, 400) << url;
  }
}

TEST(BadSurroundings, AnExpiredLinkAnswersGone) {
  const TempDir temp;
  Server server(temp / "data", {"--result-lifetime", "1s"});
  const auto key = server.make_key("acme");
  const auto link = server.post(key, "convert/docx-to-pdf", read_file(source("examples/invoice.docx")), "a.docx").member("link");
  ASSERT_FALSE(link.empty());
  auto answer = server.get("", link);
  for (int i = 0; answer.status == 200 && i < 10'000; ++i) answer = server.get("", link);
  EXPECT_EQ(answer.status, 410);
  EXPECT_EQ(answer.member("code"), "gone");
}

TEST(BadSurroundings, APortInUseIsNamed) {
  const TempDir temp;
  Server server(temp / "data");
  const auto port = server.url().substr(server.url().rfind('/') + 1);
  const auto second = run({program("docmill"), "serve", "--data", temp / "other", "--listen", port});
  EXPECT_EQ(second.status, 1);
  EXPECT_THAT(second.err, HasSubstr(port));
  EXPECT_THAT(second.err, HasSubstr("taken"));
}

TEST(BadSurroundings, ADataDirectoryThatCannotBeWrittenIsNamed) {
  const TempDir temp;
  std::ofstream(temp / "file") << "not a directory";
  const auto tried = run({program("docmill"), "serve", "--data", temp / "file/data", "--listen", "127.0.0.1:0"});
  EXPECT_EQ(tried.status, 1);
  EXPECT_THAT(tried.err, HasSubstr(temp / "file/data"));
}

TEST(BadSurroundings, AFullDiskRefusesUploadsAndRecovers) {
  if (::geteuid() != 0) GTEST_SKIP() << "mounting a small disk needs root";
  const TempDir temp;
  const auto disk = temp / "disk";
  fs::create_directory(disk);
  if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=6m") != 0) GTEST_SKIP() << "this host does not allow mounts";
  {
    Server server(disk + "/data");
    const auto key = server.make_key("acme");
    const auto good = read_file(source("examples/invoice.docx"));
    EXPECT_EQ(server.post(key, "convert/docx-to-pdf", good, "a.docx").status, 200);
    const auto full = server.post(key, "convert/docx-to-pdf", "PK\x03\x04" + std::string(8'000'000, 'x'), "big.docx");
    EXPECT_EQ(full.status, 507) << full.body;
    EXPECT_EQ(full.member("code"), "storage_full");
    EXPECT_EQ(server.post(key, "convert/docx-to-pdf", good, "a.docx").status, 200) << "did not recover";
    EXPECT_EQ(server.stop(), 0);
  }
  ::umount2(disk.c_str(), MNT_DETACH);
}

}  // namespace
}  // namespace docmill::testing
