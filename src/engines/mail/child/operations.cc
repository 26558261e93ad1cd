#include "engines/mail/child/operations.h"

#include <map>
#include <string_view>

#include "engines/mail/child/budget.h"

namespace docmill::engines::mail {
namespace {

using Perform = Result<Finished> (*)(child::Work&);

const std::map<std::string_view, Perform>& operations() {
  static const std::map<std::string_view, Perform> all{
      {"email-to-html", email_to_html},
      {"email-info", email_info},
      {"extract-attachments", extract_files},
      {"markdown-to-html", markdown_to_html},
  };
  return all;
}

}  // namespace

Result<Finished> perform(child::Work& work) {
  const auto found = operations().find(work.request().operation);
  if (found == operations().end())
    return Failed(fail(ErrorCode::EngineFailed, "The mail engine does not know this operation.").cause(work.request().operation));
  try {
    work.begin(Phase::Load);
    return found->second(work);
  } catch (const TooComplex& e) {
    return Failed(fail(ErrorCode::InputTooComplex, e.what).at("mail.perform"));
  } catch (const Damaged& e) {
    return Failed(fail(ErrorCode::InputDamaged, e.what).at("mail.perform"));
  } catch (const std::bad_alloc&) {
    throw;  // the guard answers for it
  } catch (const std::exception& e) {
    return Failed(fail(ErrorCode::InputDamaged, "The message cannot be read; it is damaged.").cause(e.what()).at("mail.perform"));
  }
}

}  // namespace docmill::engines::mail
