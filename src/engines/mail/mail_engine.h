#pragma once
#include "engines/forked_engine.h"

namespace docmill::engines::mail {

/// GMime, libgsf, gumbo and cmark as an engine: turns e-mail messages (EML, MSG) and Markdown into HTML that stands alone, and takes
/// messages apart. Its operations are listed in child/operations.cc. Used from one strand.
class MailEngine final : public ForkedEngine {
 public:
  MailEngine(Executor executor, EngineOptions options);
};

}  // namespace docmill::engines::mail
