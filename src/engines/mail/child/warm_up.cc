#include "engines/mail/child/warm_up.h"

#include <cmark-gfm-core-extensions.h>
#include <gsf/gsf-infile-msole.h>
#include <gsf/gsf-utils.h>

#include <exception>
#include <new>
#include <string_view>

#include "engines/mail/child/charset.h"
#include "engines/mail/child/eml.h"
#include "engines/mail/child/glib.h"
#include "engines/mail/child/markdown.h"
#include "engines/mail/child/message_page.h"
#include "engines/mail/child/signed_content.h"

namespace docmill::engines::mail {
namespace {

constexpr std::string_view kSample =
    "From: =?utf-8?Q?=C3=84da?= <ada@example.com>\r\nTo: bob@example.com\r\nSubject: =?iso-8859-15?Q?Gr=FC=DFe?=\r\n"
    "Date: Fri, 27 Nov 2026 19:18:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n"
    "--b\r\nContent-Type: text/plain; charset=utf-8; format=flowed\r\n\r\nGood \r\nday\r\n"
    "--b\r\nContent-Type: text/html; charset=windows-1252\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    "<p style=3D\"color: red\">Good <b>day</b><table><tr><td>1</table>\r\n--b--\r\n";

/// GLib complains about documents on stderr, and ends the process when memory runs out; the latter is told as what it is.
void on_log(const gchar*, GLogLevelFlags, const gchar* text, gpointer) {
  if (text == nullptr || std::string_view(text).find("failed to allocate") == std::string_view::npos) return;
  if (auto* handler = std::get_new_handler()) handler();
}

GLogWriterOutput on_structured_log(GLogLevelFlags level, const GLogField* fields, gsize count, gpointer data) {
  for (gsize i = 0; i < count; ++i) {
    if (std::string_view(fields[i].key) == "MESSAGE") on_log(nullptr, level, static_cast<const gchar*>(fields[i].value), data);
  }
  return G_LOG_WRITER_HANDLED;
}

}  // namespace

Result<void> warm_up() {
  try {
    ::g_log_set_default_handler(on_log, nullptr);
    ::g_log_set_writer_func(on_structured_log, nullptr, nullptr);
    ::g_mime_init();
    ::gsf_init();
    ::cmark_gfm_core_extensions_ensure_registered();
    load_charsets();
    DocumentLimits limits;
    Budget budget(limits);
    auto message = read_eml(kSample, budget);
    PictureAllowance allowance;
    if (message_page(message, allowance).empty() || html_of_markdown("# A\n\n|a|\n|-|\n|b|\n").empty())
      return Failed(fail(ErrorCode::Unavailable, "The mail engine does not start.").at("mail.warm_up"));
    static_cast<void>(signed_content("none"));
    ::g_type_ensure(GSF_INFILE_MSOLE_TYPE);
    return {};
  } catch (const std::exception& e) {
    return Failed(fail(ErrorCode::Unavailable, "The mail engine does not start.").cause(e.what()).at("mail.warm_up"));
  } catch (...) {  // TooComplex, Damaged: of the message above
    return Failed(fail(ErrorCode::Unavailable, "The mail engine does not start.").at("mail.warm_up"));
  }
}

}  // namespace docmill::engines::mail
