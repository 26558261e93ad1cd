#include "templating/xlsx/slots.h"

namespace docmill::templating::xlsx {
namespace {

void add_slots(Book& book, std::uint32_t text, TemplateSlot slot) {
  const auto& tokens = book.texts[text]->tokens;
  for (std::uint32_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].is_equals()) continue;
    slot.token = &tokens[i];
    slot.index = i;
    book.slots.push_back(slot);
  }
}

}  // namespace

void number_slots(Book& book) {
  using Where = TemplateSlot::Where;
  const auto next = [&book] { return static_cast<std::uint32_t>(book.slots.size()); };
  for (std::uint32_t s = 0; s < book.sheets.size(); ++s) {
    auto& sheet = book.sheets[s];
    sheet.name_slot = next();
    if (sheet.name_text != kNone) add_slots(book, sheet.name_text, {.token = nullptr, .where = Where::SheetName, .sheet = s});
    for (std::uint32_t i = 0; i < sheet.margins.size(); ++i) {
      sheet.margins[i].first_slot = next();
      add_slots(book, sheet.margins[i].text, {.token = nullptr, .where = Where::Margin, .sheet = s, .item = i});
    }
    for (std::uint32_t i = 0; i < sheet.texts.size(); ++i) {
      const auto& cell = sheet.cells[sheet.texts[i].cell];
      sheet.texts[i].first_slot = next();
      add_slots(book, sheet.texts[i].text,
                {.token = nullptr, .where = Where::Cell, .sheet = s, .item = i, .index = 0, .row = cell.row, .column = cell.column});
    }
    for (std::uint32_t i = 0; i < sheet.links.size(); ++i) {
      auto& link = sheet.links[i];
      if (link.text == kNone) continue;
      link.first_slot = next();
      add_slots(
          book, link.text,
          {.token = nullptr, .where = Where::Link, .sheet = s, .item = i, .index = 0, .row = link.rect.top, .column = link.rect.left});
    }
  }
  for (std::uint32_t s = 0; s < book.sheets.size(); ++s) {
    auto& sheet = book.sheets[s];
    sheet.own_slot = next();
    book.slots.push_back({.token = nullptr, .where = Where::Object, .sheet = s});
    for (auto& corner : sheet.corners) {
      corner.slot = next();
      book.slots.push_back({.token = nullptr,
                            .where = Where::Object,
                            .sheet = s,
                            .item = 0,
                            .index = 0,
                            .row = corner.place.row,
                            .column = corner.place.column});
    }
  }
  for (const auto& slot : book.slots) {
    for (auto& name : book.sheets[slot.sheet].names) {
      if (slot.row != 0 && slot.where == Where::Cell && name.rect.has(slot.row, slot.column)) ++name.tokens;
    }
  }
}

}  // namespace docmill::templating::xlsx
