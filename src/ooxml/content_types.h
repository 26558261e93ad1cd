#pragma once
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace docmill::ooxml {

/// [Content_Types].xml: what each part is, by its extension or by its name.
class ContentTypes {
 public:
  ContentTypes() = default;
  explicit ContentTypes(const pugi::xml_document& tree);

  std::string of(std::string_view part) const;
  void set(std::string_view part, std::string_view type);
  void set_default(std::string_view extension, std::string_view type);
  void remove(std::string_view part);
  std::string written() const;

  bool changed = false;

 private:
  /// Rows in their order, found by name without regard to case.
  class Table {
   public:
    struct Row {
      std::string key;  // an extension, or a part's name as it was spelled
      std::string type;
    };
    const std::string* find(std::string_view key) const;
    /// Whether that changed anything.
    bool set(std::string_view key, std::string_view type);
    bool remove(std::string_view key);
    const std::vector<Row>& rows() const { return rows_; }

   private:
    std::vector<Row> rows_;  // removed ones stay, without a key
    std::unordered_map<std::string, std::size_t> places_;
  };

  Table defaults_;
  Table overrides_;
};

}  // namespace docmill::ooxml
