#include "engines/mail/mail_engine.h"

#include <utility>

namespace docmill::engines::mail {

MailEngine::MailEngine(Executor executor, EngineOptions options)
    : ForkedEngine(std::move(executor), {.name = "mail", .product = "gmime", .most_inputs = 1, .tries = 1}, std::move(options)) {}

}  // namespace docmill::engines::mail
