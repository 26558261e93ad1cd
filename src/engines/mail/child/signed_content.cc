#include "engines/mail/child/signed_content.h"

#include <openssl/cms.h>

#include <limits>
#include <memory>

namespace docmill::engines::mail {

std::optional<std::string> signed_content(std::string_view der) {
  if (der.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) return std::nullopt;
  const std::unique_ptr<BIO, decltype(&::BIO_free)> in(::BIO_new_mem_buf(der.data(), static_cast<int>(der.size())), &::BIO_free);
  const std::unique_ptr<CMS_ContentInfo, decltype(&::CMS_ContentInfo_free)> cms(::d2i_CMS_bio(in.get(), nullptr), &::CMS_ContentInfo_free);
  if (!cms || ::OBJ_obj2nid(::CMS_get0_type(cms.get())) != NID_pkcs7_signed) return std::nullopt;
  auto** content = ::CMS_get0_content(cms.get());
  if (content == nullptr || *content == nullptr) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(::ASN1_STRING_get0_data(*content)),
                     static_cast<std::size_t>(::ASN1_STRING_length(*content)));
}

}  // namespace docmill::engines::mail
