#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <numeric>
#include <string_view>
#include <utility>
#include <vector>

#include "templating/value.h"

// What lies behind a Value; for value.cc alone.

namespace docmill::templating {

/// What values share. Owners are counted without atomics: one thread has them all.
struct Value::Node {
  std::size_t owners = 1;
};

/// A text and its bytes in one piece of memory.
struct Value::TextNode : Node {
  std::size_t size = 0;

  static TextNode* make(std::string_view text) {
    auto* node = new (::operator new(sizeof(TextNode) + text.size())) TextNode;
    node->size = text.size();
    if (!text.empty()) std::memcpy(node->bytes(), text.data(), text.size());
    return node;
  }
  char* bytes() { return reinterpret_cast<char*>(this + 1); }
  std::string_view view() { return {bytes(), size}; }
};

struct Value::ListNode : Node {
  std::vector<Value> items;
};

struct Value::ObjectNode : Node {
  /// Below this, looking at one name after the other is faster than searching.
  static constexpr std::size_t kFewMembers = 12;

  std::vector<Member> members;
  /// Places of the members in the order of their names; empty while they are few.
  std::vector<std::uint32_t> order;

  std::string_view key(std::uint32_t at) const { return members[at].key(); }

  /// The member's place; the number of members when there is none.
  std::size_t place_of(std::string_view name) const {
    if (order.empty()) {
      const auto found = std::ranges::find_if(members, [&](const Member& member) { return member.key() == name; });
      return static_cast<std::size_t>(found - members.begin());
    }
    const auto found = std::ranges::lower_bound(order, name, {}, [&](std::uint32_t at) { return key(at); });
    return found != order.end() && key(*found) == name ? *found : members.size();
  }

  void add(Member member) {
    const auto at = static_cast<std::uint32_t>(members.size());
    members.push_back(std::move(member));
    if (members.size() <= kFewMembers) return;
    if (order.empty()) {
      sort();
    } else {
      const auto place = std::ranges::upper_bound(order, key(at), {}, [&](std::uint32_t other) { return key(other); });
      order.insert(place, at);
    }
  }

  void sort() {
    order.resize(members.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(order, {}, [&](std::uint32_t at) { return std::pair(key(at), at); });
  }

  bool repeats_no_name() const {
    for (std::size_t i = 1; i < members.size(); ++i) {
      for (std::size_t before = 0; before < i; ++before) {
        if (members[before].key() == members[i].key()) return false;
      }
    }
    return true;
  }

  /// Of members with one name keeps the first place and the last value.
  void settle() {
    if (members.size() <= kFewMembers && repeats_no_name()) return;
    sort();
    std::vector<bool> gone(members.size());
    bool any = false;
    for (std::size_t at = 0; at + 1 < order.size();) {
      auto next = at + 1;
      while (next < order.size() && key(order[next]) == key(order[at])) gone[order[next++]] = any = true;
      if (next > at + 1) std::swap(members[order[at]].value, members[order[next - 1]].value);
      at = next;
    }
    if (any) {
      std::size_t kept = 0;
      for (std::size_t at = 0; at < members.size(); ++at) {
        if (gone[at]) continue;
        if (kept != at) members[kept] = std::move(members[at]);
        ++kept;
      }
      members.erase(members.begin() + static_cast<std::ptrdiff_t>(kept), members.end());
      sort();
    }
    if (members.size() <= kFewMembers) order.clear();
  }
};

}  // namespace docmill::templating
