#include <fmt/format.h>

#include <algorithm>

#include "base/small_letters.h"
#include "templating/xlsx/write.h"

namespace docmill::templating::xlsx {
namespace {

void give_name(pugi::xml_node table, const std::string& name) {
  table.attribute("name").set_value(name.c_str());
  table.attribute("displayName").set_value(name.c_str());
}

/// The node whose cell is the first of a column: a formula for all of its cells is written as that one has it.
std::uint32_t first_of_column(const Plan& plan, const OutTable& table, std::uint32_t row, std::uint32_t column, std::uint32_t now) {
  auto node = table.node;
  for (;;) {
    const auto number = plan.growth_at(node, row, column);
    if (number == kNone || plan.growths[number].count == 0 || plan.growths[number].grid != kNone) return node;
    const auto& growth = plan.growths[number];
    node = growth.first;
    for (std::uint32_t i = 1; growth.across && i < growth.count && plan.nodes[growth.first + i].column <= now; ++i) node = growth.first + i;
  }
}

/// Line breaks in the name of a column are written as Office does.
std::string escaped_name(std::string_view name) {
  std::string out;
  for (const char c : name) out += c == '\n' ? "_x000a_" : std::string(1, c);
  return out;
}

}  // namespace

/// The first copy of a table keeps its name; others are called Table3, or what is free.
Result<void> Writing::name_tables() {
  std::set<std::string> taken;
  for (const auto& table : book_.tables) {
    taken.insert(small_letters(table.name));
    auto tree = package_.xml(table.part);
    if (!tree) return Failed(tree.error());
    const auto root = (*tree)->document_element();
    next_table_id_ = std::max(next_table_id_, root.attribute("id").as_uint() + 1);
    if (!table_columns_.append_copy(root.child("tableColumns"))) table_columns_.append_child("tableColumns");
  }
  for (const auto node : book_.tree->document_element().child("definedNames").children("definedName"))
    taken.insert(small_letters(node.attribute("name").value()));
  std::vector<bool> used(book_.tables.size());
  std::size_t next = book_.tables.size() + 1;
  for (const bool own : {true, false}) {
    for (const auto number : plan_.order) {
      if ((plan_.instances[number].origin == kNone) != own) continue;
      for (auto& table : filled_.sheets[number].tables) {
        if (!used[table.table]) {
          used[table.table] = true;
          table.name = book_.tables[table.table].name;
          continue;
        }
        do table.name = fmt::format("Table{}", next++);
        while (!taken.insert(small_letters(table.name)).second);
      }
    }
  }
  return {};
}

Result<void> Writing::write_table(const OutTable& table, const std::string& part) {
  auto tree = package_.edit(part);
  if (!tree) return Failed(tree.error());
  const auto& from = book_.tables[table.table];
  auto root = (*tree)->document_element();
  if (part != from.part) {
    root.attribute("id").set_value(next_table_id_++);
    root.remove_attribute("xr:uid");
  }
  give_name(root, table.name);
  root.attribute("ref").set_value(to_text(table.rect).c_str());
  auto filter = root.child("autoFilter");
  if (filter) {
    auto rect = table.rect;
    if (from.totals_rows > 0 && rect.bottom > rect.top) --rect.bottom;
    filter.attribute("ref").set_value(to_text(rect).c_str());
  }
  root.remove_child("sortState");
  filter.remove_child("sortState");
  if (filter && table.rect.width() != from.rect.width()) {
    while (filter.remove_child("filterColumn")) {
    }
  }
  write_columns(table, root.child("tableColumns"));
  return {};
}

/// The columns the table has now: the template's where they went, their copies, and those that its rows have grown.
void Writing::write_columns(const OutTable& table, pugi::xml_node columns) const {
  const auto& from = book_.tables[table.table];
  // Not those of the part: a copy is made of it when it is written already.
  const auto old = *std::next(table_columns_.children().begin(), table.table);
  std::vector<pugi::xml_node> known;
  std::uint32_t last_id = 0;
  for (const auto column : old.children("tableColumn")) {
    known.push_back(column);
    last_id = std::max(last_id, column.attribute("id").as_uint());
  }
  while (columns.first_child()) columns.remove_child(columns.first_child());
  const auto top = from.body().top;
  for (std::uint32_t i = 0; i < table.columns.size(); ++i) {
    const auto& column = table.columns[i];
    const bool whole = column.from < known.size();
    auto node = whole ? columns.append_copy(known[column.from]) : columns.append_child("tableColumn");
    if (!whole || column.copy) {
      set(node, "id", std::to_string(++last_id));
      node.remove_attribute("xr3:uid");
    }
    if (!whole && !known.empty()) {
      if (const auto format = known.front().attribute("dataDxfId")) set(node, "dataDxfId", format.value());
    }
    if (column.named) set(node, "name", escaped_name(column.name));
    const auto renew = [&](const char* formula, std::uint32_t stands_in) {
      auto text = node.child(formula);
      if (!text) return;
      Mapping mapping(filled_, stands_in, top);
      text.text().set(rewrite(parse_formula(text.text().get()), mapping).c_str());
    };
    if (whole) renew("calculatedColumnFormula", first_of_column(plan_, table, top, from.rect.left + column.from, table.rect.left + i));
    renew("totalsRowFormula", table.node);
  }
  set(columns, "count", std::to_string(table.columns.size()));
}

Result<void> Writing::write_tables(std::uint32_t number, pugi::xml_node sheet) {
  const auto& instance = plan_.instances[number];
  const auto& from = book_.sheets[instance.sheet];
  if (from.tables.empty()) return {};
  auto list = sheet.child("tableParts");
  while (list.first_child()) list.remove_child(list.first_child());
  for (const auto table : from.tables) package_.unrelate(instance.part, book_.tables[table].relation);
  std::size_t count = 0;
  for (auto& table : filled_.sheets[number].tables) {
    std::string part = book_.tables[table.table].part;
    if (table.name != book_.tables[table.table].name) {
      auto made = package_.duplicate(part);
      if (!made) return Failed(made.error());
      part = *std::move(made);
    }
    if (auto written = write_table(table, part); !written) return written;
    auto relation = package_.relate(instance.part, "table", part);
    if (!relation) return Failed(relation.error());
    list.append_child("tablePart").append_attribute("r:id").set_value(relation->c_str());
    ++count;
  }
  list.remove_attribute("count");
  list.append_attribute("count").set_value(count);
  if (count == 0) sheet.remove_child(list);
  return {};
}

}  // namespace docmill::templating::xlsx
