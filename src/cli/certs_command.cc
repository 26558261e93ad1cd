#include <fmt/format.h>

#include <memory>

#include "cli/commands.h"
#include "crypto/certificates.h"

namespace docmill::cli {
namespace {

struct CertsOptions {
  std::string directory;
  std::vector<std::string> names;
  bool renew = false;
};

int make(const CertsOptions& options) {
  std::vector<std::string> hosts{"localhost", "127.0.0.1", "::1"};
  hosts.insert(hosts.end(), options.names.begin(), options.names.end());
  std::vector<crypto::CertificateRequest> requests;
  for (const auto* name : {"api", "storage", "postgres", "front"}) {
    requests.push_back({.name = name, .hosts = hosts, .one_file = std::string_view(name) == "front"});
    // A name per role, so that who expects an API takes no certificate of another server. ".internal" is nobody's on the Internet.
    requests.back().hosts.push_back(fmt::format("{}.docmill.internal", name));
  }
  const auto files = crypto::make_certificates(options.directory, requests, options.renew);
  if (!files) return report(files.error());
  for (const auto& path : files->kept) fmt::print("kept  {}\n", path);
  for (const auto& path : files->made) fmt::print("made  {}\n", path);
  fmt::print("The authority lives {} years, a certificate {} days. Run this again within the last 30 to make them anew.\n",
             crypto::kAuthorityLifetime.count() / 365, crypto::kCertificateLifetime.count());
  return kDone;
}

}  // namespace

void add_certs_command(CLI::App& app, Context& context) {
  auto* certs = app.add_subcommand("certs", "Make an internal authority and the certificates of a cluster");
  auto options = std::make_shared<CertsOptions>();  // shared by the parser that fills it and the command that reads it
  certs->add_option("--dir", options->directory, "where they go, and where an authority that is there is used again")->required();
  certs->add_option("--name", options->names, "a host name or address they stand for, beside localhost; may be repeated");
  certs->add_flag("--renew", options->renew, "make the certificates anew, not the authority");
  context.on(*certs, [options](const config::Settings&) { return make(*options); });
}

}  // namespace docmill::cli
