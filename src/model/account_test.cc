#include "model/account.h"

#include <gtest/gtest.h>

namespace docmill::model {
namespace {

TEST(Scopes, EveryNameReadsBackAndAnotherDoesNot) {
  for (const auto scope : {Scope::Convert, Scope::Console, Scope::Admin}) EXPECT_EQ(scope_named(name(scope)), scope);
  EXPECT_EQ(scope_named("root"), std::nullopt);
  EXPECT_EQ(scope_named(""), std::nullopt);
}

TEST(Principals, MayDoWhatTheirKeyAllowsAndNothingElse) {
  const Principal principal{TenantId::trusted("acme"), KeyId::trusted("k1"), {Scope::Convert}};
  EXPECT_TRUE(principal.may(Scope::Convert));
  EXPECT_FALSE(principal.may(Scope::Admin));
}

}  // namespace
}  // namespace docmill::model
