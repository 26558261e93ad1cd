#pragma once
#include <exception>
#include <memory>
#include <optional>
#include <string_view>

#include "base/result.h"

namespace docmill::engines::data {

/// The attributes of an element, as expat gives them: name, value, name, value, …, nullptr.
class XmlAttributes {
 public:
  explicit XmlAttributes(const char** list) : list_(list) {}
  /// Empty when there is none. `local`: the name without its prefix.
  std::string_view get(std::string_view local) const;
  bool has(std::string_view local) const;

 private:
  const char** list_;
};

/// Told what an XML document holds while it is read; names come without their prefix.
class XmlSink {
 public:
  virtual ~XmlSink() = default;
  virtual void start(std::string_view name, const XmlAttributes& attributes) = 0;
  virtual void end(std::string_view name) = 0;
  virtual void text(std::string_view) {}
  /// Asked after each piece: why reading cannot go on.
  virtual std::optional<Error> trouble() { return std::nullopt; }
  /// Asked after each piece: nothing more is wanted.
  virtual bool enough() const { return false; }
};

/// Reads XML piece by piece with expat. A document type is refused, and with it every entity.
class XmlReader {
 public:
  /// `sink` is borrowed.
  explicit XmlReader(XmlSink& sink);
  ~XmlReader();
  XmlReader(const XmlReader&) = delete;

  /// False when the sink has enough. Errors: InputDamaged, or the sink's.
  Result<bool> feed(std::string_view piece);
  /// Says that nothing follows. Errors: as feed.
  Result<void> finish();

 private:
  struct State;
  Result<bool> parse(std::string_view piece, bool last);
  std::unique_ptr<State> state_;
};

}  // namespace docmill::engines::data
