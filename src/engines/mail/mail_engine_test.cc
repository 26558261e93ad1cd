#include "engines/mail/mail_engine.h"

#include "mail/mail_fixture.h"
#include "mail/mime_maker.h"

namespace docmill::engines::mail {
namespace {

using namespace documents;

TEST_F(MailTest, SaysWhatItIs) {
  EXPECT_EQ(host().engine().name(), "mail");
  EXPECT_THAT(host().engine().version(), HasSubstr("mail/3."));
}

// --- headers and text

TEST_F(MailTest, APageSaysWhoWroteToWhomWhenAndWhat) {
  const auto html =
      html_of(letter(part("Content-Type: text/plain", "Hello"), "Meeting <at> noon", "Cc: \"Doe, Jane\" <jane@example.net>\n"));
  EXPECT_THAT(html, HasSubstr("Ada Lovelace &lt;ada@example.com&gt;"));
  EXPECT_THAT(html, HasSubstr("bob@example.org"));
  EXPECT_THAT(html, HasSubstr("Doe, Jane &lt;jane@example.net&gt;"));
  EXPECT_THAT(html, HasSubstr("Meeting &lt;at&gt; noon"));
  EXPECT_THAT(html, HasSubstr("2026-11-27 19:18 (UTC+01:30)"));
  EXPECT_THAT(html, HasSubstr("<title>Meeting &lt;at&gt; noon</title>"));
  EXPECT_THAT(html, HasSubstr(">Hello"));
}

TEST_F(MailTest, TextIsEscapedAndQuotedLinesAreBlockquotes) {
  const auto html = html_of(text_letter("a < b & <script>alert(1)</script>\n> quoted\n> > deeper\nback"));
  EXPECT_THAT(html, HasSubstr("a &lt; b &amp; &lt;script&gt;"));
  EXPECT_THAT(
      html,
      HasSubstr("<blockquote class=\"docmill-quote\">quoted<blockquote class=\"docmill-quote\">deeper</blockquote></blockquote>back"));
}

TEST_F(MailTest, FlowedTextFlows) {
  const auto html =
      html_of(text_letter("One \nline \nhere.\n>> Deep \n>> quote\n From stuffed\n-- \nAda", "text/plain; charset=utf-8; format=flowed"));
  EXPECT_THAT(html, HasSubstr("One line here."));
  EXPECT_THAT(html, HasSubstr("Deep quote</blockquote></blockquote>From stuffed\n-- \nAda"));
  EXPECT_THAT(html_of(text_letter("kana \ntext", "text/plain; charset=utf-8; format=flowed; delsp=yes")), HasSubstr("kanatext"));
}

TEST_F(MailTest, SubjectsAndNamesAreDecodedFromSeveralCharsets) {
  const auto body = part("Content-Type: text/plain", "x");
  EXPECT_THAT(html_of(letter(body, "=?utf-8?B?R3LDvMOfZQ==?= =?iso-8859-1?Q?_f=FCr?=")), HasSubstr("Grüße für"));
  EXPECT_THAT(html_of(letter(body, "=?ISO-2022-JP?B?GyRCRnxLXDhsGyhC?=")), HasSubstr("日本語"));
  EXPECT_THAT(html_of(letter(body, "=?koi8-r?B?8NLJ18XU?=")), HasSubstr("Привет"));
  EXPECT_THAT(html_of(letter(body, "=?gb2312?B?xOO6ww==?=")), HasSubstr("你好"));
  EXPECT_THAT(html_of(letter(body, "na\xEFve")), HasSubstr("naïve"));
  EXPECT_THAT(html_of(letter(body, "=?no-such-charset?Q?plain?= =?broken")), HasSubstr("plain"));
}

TEST_F(MailTest, BodiesAreDecodedAndWrongCharsetsTolerated) {
  EXPECT_THAT(html_of(text_letter("caf\xE9 \x80 5", "text/plain; charset=windows-1252")), HasSubstr("café € 5"));
  EXPECT_THAT(html_of(text_letter("caf\xE9 \x93hi\x94", "text/plain; charset=iso-8859-1")), HasSubstr("café “hi”"));
  EXPECT_THAT(html_of(text_letter("caf\xE9", "text/plain; charset=utf-8")), HasSubstr("café"));
  EXPECT_THAT(html_of(text_letter("caf\xC3\xA9", "text/plain; charset=x-nonsense")), HasSubstr("café"));
  EXPECT_THAT(html_of(text_letter("caf\xC3\xA9", "text/plain")), HasSubstr("café"));
  EXPECT_THAT(html_of(text_letter("\x1B$BF|K\\8l\x1B(B", "text/plain; charset=iso-2022-jp")), HasSubstr("日本語"));
  EXPECT_THAT(html_of(text_letter("\x93\xFA\x96{", "text/plain; charset=Shift_JIS")), HasSubstr("日本"));
  EXPECT_THAT(html_of(text_letter("<meta charset=windows-1251><p>\xCF\xF0\xE8", "text/html")), HasSubstr("При"));
  EXPECT_THAT(html_of(text_letter("\xEB\xE9", "text/plain; charset=iso-8859-7")),
              HasSubstr("λι"));  // one that few send: loaded by the child
  EXPECT_THAT(html_of(text_letter("\xC8\x81", "text/plain; charset=ibm500")), HasSubstr("Ha"));
}

TEST_F(MailTest, QuotedPrintableIsDecoded) {
  const auto message =
      letter(part("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable", "Gr=C3=BC=\n=C3=9Fe"));
  EXPECT_THAT(html_of(message), HasSubstr("Grüße"));
}

// --- HTML

TEST_F(MailTest, NothingInTheHtmlActs) {
  const auto html = html_of(html_letter(R"html(<html><head><base href="http://evil/"><meta http-equiv=refresh content="0;url=http://evil">
    <script>alert(1)</script><link rel=stylesheet href=x.css><style>@import url(x); p{color:red} </style></head>
    <body bgcolor=yellow onload="alert(2)"><p onclick=alert(3) style="color:blue">kept</p><a href=" jAvascript:alert(4)">link</a>
    <a href="https://example.com/?a=1&amp;b=2">good</a><iframe src=http://evil></iframe><form action=http://evil><input name=a value=secret>
    <button>Send</button></form><object data=x></object><svg onload=alert(5)><a href="javascript:1"><style><img src=x onerror=alert(6)></style></svg>
    <math><mi xlink:href="data:x,<script>alert(7)</script>"></math><img src=x onerror=alert(8)><img src="file:///etc/passwd">
    <img src="https://example.com/remote.png" width=10><noscript><p title="</noscript><script>alert(9)</script>">n</p></noscript><o:p>word</o:p>)html"));
  for (const char* word : {"<script", "alert(2)", "onclick", "onload", "onerror", "javascript", "jAvascript", "<base", "http-equiv",
                           "<iframe", "<form", "<input", "<object", "<svg", "<math", "file:", "@import", "<link"})
    EXPECT_THAT(html, Not(HasSubstr(word)));
  EXPECT_THAT(html, HasSubstr("<p style=\"color:blue\">kept</p>"));
  EXPECT_THAT(html, HasSubstr("<a href=\"https://example.com/?a=1&amp;b=2\">good</a>"));
  EXPECT_THAT(html, HasSubstr("<img src=\"https://example.com/remote.png\" width=\"10\">"));
  EXPECT_THAT(html, HasSubstr("<docmill-body style=\"background-color: yellow; \">"));
  EXPECT_THAT(html, HasSubstr("p{color:red}"));
  EXPECT_THAT(html, HasSubstr("word"));
}

TEST_F(MailTest, PicturesThatCameAlongStandInThePage) {
  const auto picture = file_part("image/png", "logo.png", pixel_png(), "Content-ID: <logo@1>\n");
  const auto message = letter(multipart(
      "related", {part("Content-Type: text/html", "<img src='cid:logo%401'><p style='background:url(cid:logo@1)'>Hi</p>"), picture}));
  const auto html = html_of(message);
  EXPECT_THAT(html, HasSubstr("<img src=\"data:image/png;base64,iVBORw0KGgo"));
  EXPECT_THAT(html, HasSubstr("background:url(data:image/png;base64,"));
  EXPECT_THAT(html, Not(HasSubstr("Attachments")));
  EXPECT_EQ(names_of(merged(message)), "html");  // not repeated behind the page
}

TEST_F(MailTest, TheRichestFormIsShown) {
  const auto message =
      letter(multipart("alternative", {part("Content-Type: text/plain", "plain form"), part("Content-Type: text/html", "<b>rich form</b>"),
                                       part("Content-Type: text/calendar; name=a.ics", "BEGIN:VCALENDAR")}));
  const auto html = html_of(message);
  EXPECT_THAT(html, HasSubstr("<b>rich form</b>"));
  EXPECT_THAT(html, Not(HasSubstr("plain form")));
  const auto info = info_of(message);
  EXPECT_EQ(info.at("text"), "plain form");
  EXPECT_THAT(std::string(info.at("html").as_string()), HasSubstr("<b>rich form</b>"));
}

// --- attachments

TEST_F(MailTest, AttachmentsFollowInOrderAndTheRestIsAWarning) {
  const auto message =
      letter(multipart("mixed", {part("Content-Type: text/plain", "See files."), file_part("application/pdf", "first.pdf", "%PDF-1.7 x"),
                                 file_part("application/zip", "b.zip", "PK\x03\x04zip"),
                                 file_part("application/octet-stream", "=?utf-8?Q?=C3=9Cbersicht.PNG?=", pixel_png()),
                                 file_part("application/msword", "fake.doc", "MZ this is a program"),
                                 file_part("text/markdown", "notes.md", "# Notes"), file_part("text/plain", "../../etc/a.txt", "text")}));
  const auto got = merged(message);
  EXPECT_EQ(names_of(got), "html first.pdf Übersicht.png notes.html a.txt");
  EXPECT_EQ(bytes_of(got, 1), "%PDF-1.7 x");
  EXPECT_THAT(bytes_of(got, 3), HasSubstr("Notes</h1>"));
  EXPECT_THAT(got.warnings, testing::ElementsAre(HasSubstr("\"b.zip\" was left out"), HasSubstr("\"fake.doc\" was left out")));
  EXPECT_THAT(bytes_of(got, 0), HasSubstr("first.pdf (10 bytes)"));
  EXPECT_EQ(names_of(good("email-to-html", message)), "html");
}

TEST_F(MailTest, MessagesInsideAMessageBecomePagesWithTheirFiles) {
  const auto inner = letter(
      multipart("mixed", {part("Content-Type: text/plain", "inner text"), file_part("application/pdf", "in.pdf", "%PDF-1")}), "Inner one");
  const auto message = letter(
      multipart("mixed", {part("Content-Type: text/plain", "outer text"), part("Content-Type: message/rfc822", inner),
                          file_part("application/octet-stream", "saved.eml", inner), file_part("application/pdf", "out.pdf", "%PDF-2")}));
  const auto got = merged(message);
  EXPECT_EQ(names_of(got), "html Inner one.html in.pdf saved.html in.pdf out.pdf");
  EXPECT_THAT(bytes_of(got, 1), HasSubstr("inner text"));
}

TEST_F(MailTest, FileNamesAreDecoded) {
  const auto message = letter(multipart(
      "mixed",
      {part("Content-Type: application/pdf\nContent-Disposition: attachment; filename*0*=utf-8''%E2%82%AC;\n filename*1=\"rate.pdf\"",
            "%PDF-"),
       part("Content-Type: application/pdf; name=\"=?iso-8859-1?Q?M=FCll.pdf?=\"\nContent-Disposition: attachment", "%PDF-")}));
  EXPECT_EQ(names_of(good("extract-attachments", message)), "€rate.pdf Müll.pdf");
}

TEST_F(MailTest, ASignedMessageShowsItsContent) {
  const auto message =
      letter(multipart("signed; protocol=\"application/pkcs7-signature\"",
                       {part("Content-Type: text/plain", "signed words"), file_part("application/pkcs7-signature", "smime.p7s", "0\x80")}));
  const auto got = merged(message);
  EXPECT_EQ(names_of(got), "html");
  EXPECT_THAT(first(got), HasSubstr("signed words"));
  EXPECT_THAT(first(got), HasSubstr("the signature was not checked"));
}

/// One value in DER (X.690): its tag, its length, itself.
std::string der(char tag, const std::string& content) {
  std::string out(1, tag);
  if (content.size() < 128) return out + static_cast<char>(content.size()) + content;
  out += '\x84';
  for (unsigned shift = 32; shift > 0; shift -= 8) out += static_cast<char>((content.size() >> (shift - 8)) & 0xFFU);
  return out + content;
}

/// CMS signed-data that nobody signed, around some content (RFC 5652, 5.1).
std::string enclosed_in_signature(const std::string& content) {
  const std::string oid = "\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07";
  const auto data = der(0x30, oid + '\x01' + der('\xA0', der(0x04, content)));
  return der(0x30, oid + '\x02' + der('\xA0', der(0x30, "\x02\x01\x01" + der(0x31, "") + data + der(0x31, ""))));
}

TEST_F(MailTest, AContentThatItsSignatureEnclosesIsShown) {
  const auto inside =
      multipart("mixed", {part("Content-Type: text/html", "<p>enclosed</p>"), file_part("application/pdf", "in.pdf", "%PDF-1")});
  const auto message = letter(file_part("application/pkcs7-mime; smime-type=signed-data", "smime.p7m", enclosed_in_signature(inside)));
  const auto got = merged(message);
  EXPECT_EQ(names_of(got), "html in.pdf");
  EXPECT_THAT(first(got), HasSubstr("<p>enclosed</p>"));
  // A signature inside a signature inside …, each as it is: in base64 it would grow by a third at each.
  auto deep = inside;
  for (int i = 0; i < 60; ++i) deep = part("Content-Type: application/pkcs7-mime", enclosed_in_signature(deep));
  expect_refused(run("email-to-html", letter(deep)), ErrorCode::InputTooComplex, "nested more than 50 deep");
}

TEST_F(MailTest, AnEncryptedMessageSaysSo) {
  const auto enveloped = letter(file_part("application/pkcs7-mime; smime-type=enveloped-data", "smime.p7m", "0\x82 nothing"));
  EXPECT_THAT(html_of(enveloped), HasSubstr("The message is encrypted"));
  const auto got = merged(
      letter(multipart("encrypted; protocol=\"application/pgp-encrypted\"", {part("Content-Type: application/pgp-encrypted", "Version: 1"),
                                                                             part("Content-Type: application/octet-stream", "x")})));
  EXPECT_THAT(first(got), HasSubstr("The message is encrypted"));
  EXPECT_THAT(got.warnings, testing::Contains(HasSubstr("The message is encrypted")));
}

// --- parse, extract

TEST_F(MailTest, ParsingAnswersWhatTheMessageHolds) {
  const auto info = info_of(letter(multipart("mixed", {part("Content-Type: text/html", "<p>One</p><p>Two<br>three</p>"),
                                                       file_part("application/pdf", "a.pdf", "%PDF-")}),
                                   "S"));
  EXPECT_EQ(info.at("subject"), "S");
  EXPECT_EQ(boost::json::serialize(info.at("from")), R"([{"name":"Ada Lovelace","email":"ada@example.com"}])");
  EXPECT_EQ(info.at("date"), "2026-11-27T19:18:05+01:30");
  EXPECT_EQ(info.at("messageId"), "one@example.com");
  EXPECT_EQ(info.at("text"), "One\n\nTwo\nthree");
  EXPECT_EQ(boost::json::serialize(info.at("attachments")), R"([{"name":"a.pdf","type":"application/pdf","size":5,"inline":false}])");
}

TEST_F(MailTest, EveryFileCanBeTakenOut) {
  const auto got = good(
      "extract-attachments",
      letter(multipart("mixed", {file_part("application/zip", "b.zip", "PK"), part("Content-Type: message/rfc822", text_letter("in"))})));
  EXPECT_EQ(names_of(got), "b.zip Test.eml");
  EXPECT_EQ(bytes_of(got, 0), "PK");
  EXPECT_THAT(bytes_of(got, 1), HasSubstr("Subject: Test"));
  expect_refused(run("extract-attachments", text_letter("alone")), ErrorCode::NotApplicable, "no attached files");
}

}  // namespace
}  // namespace docmill::engines::mail
