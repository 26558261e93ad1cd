#include "support/http.h"

#include <curl/curl.h>

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <memory>
#include <sstream>

namespace docmill::testing {
namespace {

std::size_t keep_body(char* data, std::size_t size, std::size_t count, void* to) {
  static_cast<std::string*>(to)->append(data, size * count);
  return size * count;
}

std::size_t keep_header(char* data, std::size_t size, std::size_t count, void* to) {
  const std::string line(data, size * count);
  auto& headers = static_cast<Answer*>(to)->headers;
  const auto colon = line.find(':');
  if (line.starts_with("HTTP/")) headers.clear();
  if (colon == std::string::npos) return size * count;
  std::string name = line.substr(0, colon);
  std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const auto first = line.find_first_not_of(' ', colon + 1);
  const auto last = line.find_last_not_of("\r\n ");
  headers[name] = first == std::string::npos || last < first ? "" : line.substr(first, last - first + 1);
  return size * count;
}

struct Closer {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(curl_mime* form) const { curl_mime_free(form); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

}  // namespace

std::string Answer::member(const std::string& name) const {
  boost::system::error_code error;
  const auto value = boost::json::parse(body, error);
  if (error || !value.is_object()) return "";
  const auto* found = value.as_object().if_contains(name);
  if (found == nullptr) return "";
  return found->is_string() ? std::string(found->as_string()) : boost::json::serialize(*found);
}

Connection::Connection() : handle_(curl_easy_init()) {}
Connection::~Connection() {
  curl_easy_cleanup(handle_);
}

Answer call(const Call& call) {
  Answer answer;
  const std::unique_ptr<CURL, Closer> own(call.over == nullptr ? curl_easy_init() : nullptr);
  auto* const handle = call.over == nullptr ? own.get() : call.over->handle();
  curl_easy_reset(handle);  // of a kept one: what the last call set, not its connection
  std::unique_ptr<curl_mime, Closer> form;
  std::unique_ptr<curl_slist, Closer> headers;
  for (const auto& header : call.headers) headers.reset(curl_slist_append(headers.release(), header.c_str()));
  curl_easy_setopt(handle, CURLOPT_URL, call.url.c_str());
  curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, call.method.c_str());
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, call.authority.empty() ? 0L : 1L);
  curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, call.authority.empty() ? 0L : 2L);
  if (!call.authority.empty()) curl_easy_setopt(handle, CURLOPT_CAINFO, call.authority.c_str());
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(call.timeout.count()));
  if (call.method == "HEAD") curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
  if (!call.form.empty()) {
    form.reset(curl_mime_init(handle));
    for (const auto& part : call.form) {
      auto* field = curl_mime_addpart(form.get());
      curl_mime_name(field, part.name.c_str());
      curl_mime_data(field, part.content.data(), part.content.size());
      if (part.filename) curl_mime_filename(field, part.filename->c_str());
    }
    curl_easy_setopt(handle, CURLOPT_MIMEPOST, form.get());
  } else if (!call.body.empty()) {
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, call.body.data());
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE, static_cast<long>(call.body.size()));
  }
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, keep_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &answer.body);
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, keep_header);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, &answer);
  if (const auto failed = curl_easy_perform(handle); failed != CURLE_OK) {
    return {.status = 0, .headers = {}, .body = curl_easy_strerror(failed)};
  }
  long status = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  answer.status = static_cast<int>(status);
  return answer;
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace docmill::testing
