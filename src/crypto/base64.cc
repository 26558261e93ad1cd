#include "crypto/base64.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <new>

#include "crypto/base64url.h"

namespace docmill::crypto {
namespace {

// The two alphabets differ in two letters and in the padding; everything else is shared.
void swap_letters(std::string& text, char plus, char slash, char to_plus, char to_slash) {
  std::ranges::replace(text, plus, to_plus);
  std::ranges::replace(text, slash, to_slash);
}

}  // namespace

std::string to_base64(std::string_view bytes) {
  auto text = to_base64url(bytes);
  swap_letters(text, '-', '_', '+', '/');
  text.append((4 - text.size() % 4) % 4, '=');
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0 || text.find_first_of("-_") != std::string_view::npos) return std::nullopt;
  for (int padding = 0; padding < 2 && text.ends_with('='); ++padding) text.remove_suffix(1);
  std::string letters(text);
  swap_letters(letters, '+', '/', '-', '_');
  return from_base64url(letters);
}

struct Base64Decoder::Context {
  Context() : state(EVP_ENCODE_CTX_new(), &EVP_ENCODE_CTX_free) {
    if (!state) throw std::bad_alloc();
    EVP_DecodeInit(state.get());
  }
  std::unique_ptr<EVP_ENCODE_CTX, decltype(&EVP_ENCODE_CTX_free)> state;
  bool padded = false;
};

Base64Decoder::Base64Decoder() : context_(std::make_unique<Context>()) {}
Base64Decoder::~Base64Decoder() = default;
Base64Decoder::Base64Decoder(Base64Decoder&&) noexcept = default;
Base64Decoder& Base64Decoder::operator=(Base64Decoder&&) noexcept = default;

std::optional<std::string> Base64Decoder::take(std::string_view piece) {
  constexpr std::size_t kMost = 1U << 20U;  // OpenSSL counts in int
  constexpr std::size_t kPending = 80;      // letters it may hold back from one call to the next
  std::string bytes;
  for (; !piece.empty(); piece.remove_prefix(std::min(piece.size(), kMost))) {
    const auto part = piece.substr(0, kMost);
    // OpenSSL takes a dash for the end of the text, as in PEM.
    if (part.find('-') != std::string_view::npos) return std::nullopt;
    const bool only_space = part.find_first_not_of(" \t\r\n") == std::string_view::npos;
    if (context_->padded && !only_space && part.find_first_not_of("= \t\r\n") != std::string_view::npos) return std::nullopt;
    const auto before = bytes.size();
    bytes.resize(before + part.size() + kPending);
    int made = 0;
    const auto* letters = reinterpret_cast<const unsigned char*>(part.data());
    auto* room = reinterpret_cast<unsigned char*>(bytes.data() + before);
    if (EVP_DecodeUpdate(context_->state.get(), room, &made, letters, static_cast<int>(part.size())) < 0) return std::nullopt;
    bytes.resize(before + static_cast<std::size_t>(made));
    context_->padded = context_->padded || part.find('=') != std::string_view::npos;
  }
  return bytes;
}

bool Base64Decoder::finish() {
  std::array<unsigned char, 8> rest{};
  int made = 0;
  return EVP_DecodeFinal(context_->state.get(), rest.data(), &made) == 1 && made == 0;
}

}  // namespace docmill::crypto
