#include "engines/data/child/tables/xml_reader.h"

#include <expat.h>

namespace docmill::engines::data {
namespace {

std::string_view local_name(std::string_view name) {
  const auto colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

}  // namespace

std::string_view XmlAttributes::get(std::string_view local) const {
  for (const auto** at = list_; *at != nullptr; at += 2) {
    if (local_name(*at) == local) return at[1];
  }
  return {};
}

bool XmlAttributes::has(std::string_view local) const {
  for (const auto** at = list_; *at != nullptr; at += 2) {
    if (local_name(*at) == local) return true;
  }
  return false;
}

struct XmlReader::State {
  XmlSink& sink;
  XML_Parser parser;
  bool has_doctype = false;
  std::exception_ptr thrown;  // must not pass through expat's frames

  template <class Do>
  static void guarded(void* self, const Do& what) {
    auto& state = *static_cast<State*>(self);
    try {
      if (!state.thrown) what(state);
    } catch (...) {
      state.thrown = std::current_exception();
      XML_StopParser(state.parser, XML_FALSE);
    }
  }
  static void on_start(void* self, const char* name, const char** attributes) {
    guarded(self, [&](State& state) { state.sink.start(local_name(name), XmlAttributes(attributes)); });
  }
  static void on_end(void* self, const char* name) {
    guarded(self, [&](State& state) { state.sink.end(local_name(name)); });
  }
  static void on_text(void* self, const char* text, int length) {
    guarded(self, [&](State& state) { state.sink.text({text, static_cast<std::size_t>(length)}); });
  }
  static void on_doctype(void* self, const char*, const char*, const char*, int) {
    guarded(self, [&](State& state) {
      state.has_doctype = true;
      XML_StopParser(state.parser, XML_FALSE);
    });
  }
};

XmlReader::XmlReader(XmlSink& sink) : state_(new State{sink, XML_ParserCreate(nullptr), false, nullptr}) {
  XML_SetUserData(state_->parser, state_.get());
  XML_SetElementHandler(state_->parser, State::on_start, State::on_end);
  XML_SetCharacterDataHandler(state_->parser, State::on_text);
  XML_SetStartDoctypeDeclHandler(state_->parser, State::on_doctype);
}

XmlReader::~XmlReader() {
  XML_ParserFree(state_->parser);
}

Result<bool> XmlReader::parse(std::string_view piece, bool last) {
  const auto status = XML_Parse(state_->parser, piece.data(), static_cast<int>(piece.size()), last ? 1 : 0);
  if (state_->thrown) std::rethrow_exception(state_->thrown);
  if (state_->has_doctype)
    return Failed(fail(ErrorCode::InputDamaged, "A part of the workbook holds a document type, which is not allowed.").at("data.xml"));
  if (status != XML_STATUS_OK)
    return Failed(fail(ErrorCode::InputDamaged, "The workbook is damaged and cannot be read.")
                      .cause(XML_ErrorString(XML_GetErrorCode(state_->parser)))
                      .at("data.xml"));
  if (auto trouble = state_->sink.trouble()) return Failed(*std::move(trouble));
  return !state_->sink.enough();
}

Result<bool> XmlReader::feed(std::string_view piece) {
  return parse(piece, false);
}

Result<void> XmlReader::finish() {
  auto done = parse({}, true);
  return done ? Result<void>{} : Failed(done.error());
}

}  // namespace docmill::engines::data
