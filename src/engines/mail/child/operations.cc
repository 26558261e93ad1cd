#include "engines/mail/child/operations.h"

#include "engines/child/operations.h"
#include "engines/mail/child/budget.h"

namespace docmill::engines::mail {
namespace {

const child::Operations& operations() {
  static const child::Operations all{
      {"email-to-html", email_to_html},
      {"email-info", email_info},
      {"extract-attachments", extract_files},
      {"markdown-to-html", markdown_to_html},
  };
  return all;
}

/// What an exception of a library means.
Error explained() {
  try {
    throw;
  } catch (const TooComplex& e) {
    return fail(ErrorCode::InputTooComplex, e.what).at("mail.perform");
  } catch (const Damaged& e) {
    return fail(ErrorCode::InputDamaged, e.what).at("mail.perform");
  } catch (const std::exception& e) {
    return fail(ErrorCode::InputDamaged, "The message cannot be read; it is damaged.").cause(e.what()).at("mail.perform");
  }
}

}  // namespace

Result<Finished> perform(child::Work& work) {
  return child::perform(work, "mail", operations(), explained);
}

}  // namespace docmill::engines::mail
