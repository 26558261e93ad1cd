#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "templating/date_time.h"

namespace docmill::templating {

/// A number as data gave it. Numbers that neither an int64 nor the shortest form of a double say exactly keep their spelling; nothing is
/// lost when they are printed. A view: it lives as long as the Value it came from.
struct Number {
  double value = 0;                     // nearest; arithmetic uses it
  std::optional<std::int64_t> integer;  // when it is whole and was written so
  std::string_view spelling;            // "-123456789012345678901234567890.25"; empty when the two above say it all
};

struct Member;

/// One value of a job's data. 16 bytes; copies share what they hold, and what is shared is copied when one of them changes it.
/// Values of different threads must not share (the count of owners is plain): a child is one thread.
class Value {
 public:
  enum class Kind : std::uint8_t { Null, Bool, Number, Text, DateTime, List, Object };

  Value() = default;
  static Value of(bool value);
  static Value of(double value);
  static Value of(std::int64_t value);
  static Value of(std::string_view text);
  static Value of(const char* text) { return of(std::string_view(text)); }
  static Value of(DateTime moment);
  /// A number in JSON's spelling; null when it is none.
  static Value number(std::string_view spelling);
  static Value list(std::vector<Value> items);
  /// Of members with one name the last one counts, in the place of the first.
  static Value object(std::vector<Member> members);
  static Value object();

  Value(const Value& other) noexcept;
  Value(Value&& other) noexcept;
  Value& operator=(const Value& other) noexcept;
  Value& operator=(Value&& other) noexcept;
  ~Value();

  Kind kind() const;
  bool is_null() const { return kind() == Kind::Null; }
  bool is_bool() const { return kind() == Kind::Bool; }
  bool is_number() const { return kind() == Kind::Number; }
  bool is_text() const { return kind() == Kind::Text; }
  bool is_date_time() const { return kind() == Kind::DateTime; }
  bool is_list() const { return kind() == Kind::List; }
  bool is_object() const { return kind() == Kind::Object; }

  // What it holds, and nothing (false, 0, "", no items) when it is of another kind.
  bool boolean() const;
  Number number() const;
  std::string_view text() const;
  DateTime date_time() const;
  std::span<const Value> items() const;
  std::span<const Member> members() const;
  /// Items of a list, members of an object, otherwise 0.
  std::size_t size() const;
  /// The member of an object, by its exact name; nullptr when there is none or this is no object. Fast with thousands of members.
  const Value* find(std::string_view name) const;

  /// Sets a member of an object (makes this an object if it is none). Others that share it keep what they have.
  void set(std::string_view name, Value value);
  /// The member itself, to change below it; made an object when it is none. The pointer holds until this object changes again.
  Value& object_at(std::string_view name);
  /// Adds to a list (makes this a list if it is none).
  void push_back(Value item);

  /// null, "" and a list without items (the language, 5.1 `empty`).
  bool is_empty() const;
  /// A list whose first item is an object: repeats. A list without items is none and is no grid either.
  bool is_collection() const;
  /// A list whose first item is a list.
  bool is_grid() const;
  /// Any other list.
  bool is_scalar_list() const;
  /// null, bool, number, text or date-time.
  bool is_scalar() const { return !is_list() && !is_object(); }

  /// The same kind and content; numbers by what they amount to, objects without regard to the order of their members.
  friend bool operator==(const Value& a, const Value& b);

 private:
  struct Node;
  struct TextNode;
  struct ListNode;
  struct ObjectNode;
  enum class Tag : std::uint8_t { Null, Bool, Double, Integer, Spelled, Text, DateTime, List, Object };

  Value(Tag tag, Node* node) : tag_(tag), node_(node) {}
  bool shares() const { return tag_ == Tag::Spelled || tag_ == Tag::Text || tag_ == Tag::List || tag_ == Tag::Object; }
  void release() noexcept;
  ObjectNode& own_object();

  Tag tag_ = Tag::Null;
  union {
    bool bool_;
    double double_;
    std::int64_t integer_;
    std::uint64_t moment_;
    Node* node_ = nullptr;
  };
};

/// A property of an object. The name is a text; objects read from one document share equal names.
struct Member {
  Value name;
  Value value;

  Member(Value of_name, Value of_value);
  Member(std::string_view of_name, Value of_value);
  std::string_view key() const { return name.text(); }
};

}  // namespace docmill::templating
