#include "actions/validate.h"

#include <gtest/gtest.h>

#include "actions/catalogue.h"
#include "actions/fields.h"

namespace docmill::actions {
namespace {

model::Action sample() {
  return {
      .id = "convert/sample",
      .title = "Sample",
      .summary = "For tests.",
      .accepts = {"pdf"},
      .makes = "pdf",
      .fields = {source_file("The document."),
                 {.name = "Pages", .type = model::FieldType::Text, .summary = "Pages.", .longest = 5},
                 {.name = "Dpi", .type = model::FieldType::Integer, .summary = "Dots.", .fallback = "150", .least = 10, .most = 600},
                 {.name = "Lock", .type = model::FieldType::Boolean, .required = true, .summary = "Lock."},
                 {.name = "Size", .type = model::FieldType::Choice, .summary = "Size.", .choices = {"A4", "Letter"}}},
      .documents = 1,
      .steps = {},
  };
}

std::string refusal(const Params& given) {
  const auto params = validate(sample(), given);
  if (params) return "accepted";
  EXPECT_EQ(params.error().code(), ErrorCode::BadRequest);
  EXPECT_EQ(params.error().phase(), Phase::Form);
  return params.error().message();
}

TEST(Validate, ValuesAreStoredInOneSpellingAndDefaultsAreFilledIn) {
  const auto params = validate(sample(), {{"lock", "True"}, {"SIZE", "letter"}});
  ASSERT_TRUE(params.has_value());
  EXPECT_EQ(*params, (Params{{"Lock", "true"}, {"Size", "Letter"}, {"Dpi", "150"}}));
  EXPECT_EQ(validate(sample(), {{"Lock", "false"}, {"Dpi", " 0072 "}})->at("Dpi"), "72");
}

TEST(Validate, AnUnknownNameIsIgnoredAndAnEmptyValueIsNotGiven) {
  const auto params = validate(sample(), {{"Lock", "true"}, {"Colour", "red"}, {"Dpi", ""}});
  ASSERT_TRUE(params.has_value());
  EXPECT_FALSE(params->contains("Colour"));
  EXPECT_EQ(params->at("Dpi"), "150");
}

TEST(Validate, ARefusalNamesTheFieldWhatItTakesAndWhatToDo) {
  EXPECT_EQ(refusal({}), "Lock: this field is missing; send it.");
  EXPECT_EQ(refusal({{"Lock", "yes"}}), "Lock: send true or false.");
  EXPECT_EQ(refusal({{"Lock", "true"}, {"Dpi", "9"}}), "Dpi: send a whole number from 10 to 600.");
  EXPECT_EQ(refusal({{"Lock", "true"}, {"Dpi", "1e3"}}), "Dpi: send a whole number from 10 to 600.");
  EXPECT_EQ(refusal({{"Lock", "true"}, {"Dpi", "99999999999999999999"}}), "Dpi: send a whole number from 10 to 600.");
  EXPECT_EQ(refusal({{"Lock", "true"}, {"Size", "A5"}}), "Size: send one of A4, Letter.");
  EXPECT_EQ(refusal({{"Lock", "true"}, {"Pages", "1-5;7;9"}}), "Pages: the value has 7 bytes; send at most 5.");
}

std::string decimal_kept(std::string_view text) {
  const auto value = validate_value(decimal("X", "Points.", -100, 100), text);
  return value ? *value : value.error().message();
}

TEST(Validate, ADecimalIsKeptInItsShortestFormAndInItsBounds) {
  EXPECT_EQ(decimal_kept(" +012.50 "), "12.5");
  EXPECT_EQ(decimal_kept("-100"), "-100");
  EXPECT_EQ(decimal_kept(".5"), "0.5");
  EXPECT_EQ(decimal_kept("-0.0"), "0");
  EXPECT_EQ(decimal_kept("0.0000001"), "0.0000001") << "no exponent, which the engines do not read";
  EXPECT_EQ(decimal_kept("0." + std::string(400, '0') + "1"), "X: send a number from -100 to 100, like 36 or 12.5.");
  for (const auto* text :
       {"nan", "inf", "-inf", "1e999", "1e1", "0x10", "ten", "--1", "+-1", "1,5", "1 2", "100.01", "-100.5", "99999999999999999999"}) {
    EXPECT_EQ(decimal_kept(text), "X: send a number from -100 to 100, like 36 or 12.5.") << text;
  }
}

TEST(Fields, ANameIsFoundInAnyCaseWithItsAddressTwinAndWithAnIndex) {
  const auto action = sample();
  EXPECT_EQ(find_field(action, "file").field, &action.fields[0]);
  EXPECT_TRUE(find_field(action, "FILEURL").is_url);
  EXPECT_EQ(find_field(action, "File[0]").field, &action.fields[0]);
  EXPECT_EQ(find_field(action, "File[]").field, &action.fields[0]);
  EXPECT_EQ(find_field(action, "callbackurl").field->name, kCallbackUrl);
  EXPECT_EQ(find_field(action, "DpiUrl").field, nullptr);
  EXPECT_EQ(find_field(action, "").field, nullptr);
}

TEST(Validate, ATextIsUtf8) {
  model::Field field;
  field.name = "Title";
  EXPECT_TRUE(validate_value(field, "Übersicht 漢字"));
  for (const auto* text : {"\xFF", "caf\xE9", "\xED\xA0\x80", "\xC3"}) {
    const auto refused = validate_value(field, text);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message(), "Title: the value is not UTF-8; send it as UTF-8.");
  }
}

}  // namespace
}  // namespace docmill::actions
