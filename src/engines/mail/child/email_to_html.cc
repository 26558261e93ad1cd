#include <fmt/format.h>

#include "engines/mail/child/attachment_types.h"
#include "engines/mail/child/email.h"
#include "engines/mail/child/markdown.h"
#include "engines/mail/child/message_page.h"
#include "engines/mail/child/operations.h"

namespace docmill::engines::mail {
namespace {

// The next step takes kMostInputs documents, and the message's own page is one of them.
constexpr std::size_t kMostMerged = kMostInputs - 1;

/// Hands a message and its files over, and those of the messages inside it.
class Giver {
 public:
  Giver(child::Work& work, std::vector<std::string>& warnings)
      : work_(work), warnings_(warnings), allowance_{.bytes_left = work.request().limits.output_size / 2, .exceeded = false} {}

  Result<void> message(Message& message, const std::string& name, int depth) {
    auto page = message_page(message, allowance_);
    warnings_.insert(warnings_.end(), message.notes.begin(), message.notes.end());
    if (auto given = work_.give(page, {.extension = "html", .name = name}); !given) return given;
    page = {};
    if (!work_.flag("MergeAttachments")) return {};
    for (auto& file : message.attachments) {
      if (file.is_inline) continue;
      if (auto given = attachment(file, depth); !given) return given;
    }
    return {};
  }

  bool left_pictures_out() const { return allowance_.exceeded; }

 private:
  void skip(const Attachment& file, std::string_view why) {
    warnings_.push_back(fmt::format("The attachment \"{}\" was left out: {}", file.name.empty() ? file.type : file.name, why));
  }

  Result<void> attachment(Attachment& file, int depth) {
    if (given_ >= kMostMerged) return skip(file, "there are more than can be merged."), Result<void>{};
    if (file.message) {
      ++given_;
      return message(*file.message, note_of(file).name, depth + 1);
    }
    if (file.bytes.empty()) return skip(file, "it is empty."), Result<void>{};
    const auto extension = convertible_extension(file);
    if (extension.empty() || extension == "eml" || extension == "msg") {
      skip(file, "it is of a type that cannot be turned into PDF.");
      return {};
    }
    ++given_;
    const auto name = note_of(file).name;
    if (extension == "md") return work_.give(html_of_markdown(file.bytes), {.extension = "html", .name = name});
    return work_.give(file.bytes, {.extension = extension, .name = name});
  }

  child::Work& work_;
  std::vector<std::string>& warnings_;
  PictureAllowance allowance_;
  std::size_t given_ = 0;
};

}  // namespace

Result<Finished> email_to_html(child::Work& work) {
  Budget budget(work.request().limits);
  auto message = read_email(work, budget);
  if (!message) return Failed(message.error());
  work.begin(Phase::Export);
  Finished finished;
  Giver giver(work, finished.warnings);
  if (auto given = giver.message(*message, "", 0); !given) return Failed(given.error());
  if (giver.left_pictures_out()) finished.warnings.push_back("Some pictures were left out, since the message shows more than is allowed.");
  return finished;
}

}  // namespace docmill::engines::mail
