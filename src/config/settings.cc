#include "config/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace docmill::config {
namespace {

using Set = std::function<Result<void>(Settings&, std::string_view)>;
using Show = std::function<std::string(const Settings&)>;

Setting text(std::string_view name, std::string Settings::* field, std::string_view summary) {
  Set set = [field](Settings& s, std::string_view value) -> Result<void> {
    s.*field = std::string(value);
    return {};
  };
  return {name, summary, set, [field](const Settings& s) { return s.*field; }};
}

/// A password in a URI does not show, neither behind the user's name nor as a parameter.
std::string masked(std::string uri) {
  constexpr std::string_view kParameter = "password=";
  if (const auto at = uri.find(kParameter); at != std::string::npos) {
    const auto from = at + kParameter.size();
    uri.replace(from, std::min(uri.find('&', from), uri.size()) - from, "***");
  }
  const auto start = uri.find("://");
  const auto at = uri.find('@', start == std::string::npos ? 0 : start + 3);
  if (start == std::string::npos || at == std::string::npos) return uri;
  const auto colon = uri.find(':', start + 3);
  return colon < at ? uri.substr(0, colon) + ":***" + uri.substr(at) : uri;
}

Setting place(std::string_view name, std::string Settings::* field, std::string_view summary) {
  auto row = text(name, field, summary);
  row.show = [field](const Settings& s) { return masked(s.*field); };
  return row;
}

/// Shows the name of a file, but no secret that stands in the setting itself.
Setting secret(std::string_view name, std::string Settings::* field, std::string_view summary) {
  auto row = text(name, field, summary);
  row.show = [field](const Settings& s) { return (s.*field).empty() || (s.*field).starts_with('@') ? s.*field : std::string("***"); };
  return row;
}

Setting size(std::string_view name, std::uint64_t Settings::* field, std::string_view summary) {
  Set set = [field](Settings& s, std::string_view value) -> Result<void> {
    auto bytes = parse_size(value);
    if (!bytes) return Failed(bytes.error());
    s.*field = *bytes;
    return {};
  };
  return {name, summary, set, [field](const Settings& s) { return fmt::format("{}", s.*field); }};
}

Setting length(std::string_view name, std::chrono::milliseconds Settings::* field, std::string_view summary) {
  Set set = [field](Settings& s, std::string_view value) -> Result<void> {
    auto parsed = parse_duration(value);
    if (!parsed) return Failed(parsed.error());
    s.*field = *parsed;
    return {};
  };
  return {name, summary, set, [field](const Settings& s) { return docmill::show(s.*field); }};
}

Setting number(std::string_view name, std::uint64_t Settings::* field, std::uint64_t least, std::uint64_t most, std::string_view summary) {
  Set set = [=](Settings& s, std::string_view value) -> Result<void> {
    std::uint64_t parsed = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), parsed);
    const bool whole = error == std::errc{} && end == value.data() + value.size();
    if (!whole || parsed < least || parsed > most) {
      return Failed(
          fail(ErrorCode::BadRequest, fmt::format("'{}' is not a whole number from {} to {}.", value.substr(0, 40), least, most)));
    }
    s.*field = parsed;
    return {};
  };
  return {name, summary, set, [field](const Settings& s) { return fmt::format("{}", s.*field); }};
}

Setting ratio(std::string_view name, double Settings::* field, std::string_view summary) {
  Set set = [field](Settings& s, std::string_view value) -> Result<void> {
    double parsed = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), parsed);
    const bool whole = error == std::errc{} && end == value.data() + value.size();
    if (!whole || !(parsed >= 0 && parsed <= 1)) {
      return Failed(fail(ErrorCode::BadRequest, fmt::format("'{}' is not a number from 0 to 1, like 0.1.", value.substr(0, 40))));
    }
    s.*field = parsed;
    return {};
  };
  return {name, summary, set, [field](const Settings& s) { return fmt::format("{}", s.*field); }};
}

Setting toggle(std::string_view name, bool Settings::* field, std::string_view summary) {
  Set set = [field](Settings& s, std::string_view value) -> Result<void> {
    if (value != "on" && value != "off") return Failed(fail(ErrorCode::BadRequest, "Choose on or off."));
    s.*field = value == "on";
    return {};
  };
  return {name, summary, set, [field](const Settings& s) { return std::string(s.*field ? "on" : "off"); }};
}

Setting log_level() {
  Set set = [](Settings& s, std::string_view value) -> Result<void> {
    constexpr std::string_view kNames[] = {"debug", "info", "warn", "error"};
    const auto* found = std::ranges::find(kNames, value);
    if (found == std::end(kNames)) return Failed(fail(ErrorCode::BadRequest, "Choose debug, info, warn or error."));
    s.log_level = static_cast<log::Level>(found - std::begin(kNames));
    return {};
  };
  Show show = [](const Settings& s) {
    constexpr std::string_view kNames[] = {"debug", "info", "warn", "error"};
    return std::string(kNames[static_cast<std::size_t>(s.log_level)]);
  };
  return {"log-level", "debug, info, warn or error", set, show};
}

Setting log_format() {
  Set set = [](Settings& s, std::string_view value) -> Result<void> {
    if (value != "text" && value != "json") return Failed(fail(ErrorCode::BadRequest, "Choose text or json."));
    s.log_format = value == "json" ? log::Format::Json : log::Format::Text;
    return {};
  };
  return {"log-format", "text for people, json for machines", set,
          [](const Settings& s) { return std::string(s.log_format == log::Format::Json ? "json" : "text"); }};
}

std::vector<Setting> make_table() {
  using S = Settings;
  constexpr std::uint64_t kMany = 1'000'000;
  return {
      text("data", &S::data, "directory of the embedded queue, store and accounts"),
      place("queue", &S::queue, "sqlite:PATH, azure:PREFIX[?queues=N] or postgres://USER@HOST/DB (default: DATA/queue.db)"),
      place("store", &S::store, "sealed documents: files:DIR, azure:CONTAINER or s3:BUCKET (default: DATA/store)"),
      place("accounts", &S::accounts, "sqlite:PATH or postgres://USER@HOST/DB (default: DATA/accounts.db)"),
      secret("azure-connection", &S::azure_connection, "storage connection string, or @FILE with one account a line"),
      text("s3-endpoint", &S::s3_endpoint, "URL of the S3 service"),
      text("s3-region", &S::s3_region, "region requests are signed for"),
      secret("s3-credentials", &S::s3_credentials, "ID:SECRET[:TOKEN], or @FILE that holds it"),
      text("storage-ca", &S::storage_ca, "PEM file of the authorities storage is believed by (default: the system's)"),
      text("master-key", &S::master_key, "master key file (default: DATA/master.key; made on first start where all is embedded)"),
      text("run-dir", &S::run_dir, "scratch space where no private tmpfs can be mounted (default: DATA/run)"),
      text("mail-program", &S::mail_program, "the mail zygote (default: docmill-mail beside docmill)"),
      text("browser-program", &S::browser_program, "Chromium, or \"none\" (default: Debian's chromium-headless-shell, else its chromium)"),
      text("office-program", &S::office_program, "the office zygote (default: docmill-office beside docmill)"),
      text("image-program", &S::image_program, "the image zygote (default: docmill-image beside docmill)"),
      text("data-program", &S::data_program, "the data zygote (default: docmill-data beside docmill)"),
      text("ooxml-program", &S::ooxml_program, "the OOXML zygote (default: docmill-ooxml beside docmill)"),
      text("pdf-program", &S::pdf_program, "the PDF zygote (default: docmill-pdf beside docmill)"),
      text("raster-program", &S::raster_program, "the raster zygote (default: docmill-raster beside docmill)"),
      text("listen", &S::listen, "HOST:PORT of the API; port 0 lets the kernel choose"),
      text("metrics-listen", &S::metrics_listen, "HOST:PORT of /health and /metrics, for every role (default: on the API's address)"),
      toggle("console", &S::console, "the pages for people under /console: on or off"),
      text("public-url", &S::public_url, "base of result links (default: from the request)"),
      text("tls-certificate", &S::tls_certificate, "PEM certificate chain; turns TLS on"),
      text("tls-private-key", &S::tls_private_key, "PEM private key"),
      size("request-limit", &S::request_limit, "largest request body"),
      length("sync-wait", &S::sync_wait, "how long a synchronous call waits for its job"),
      length("poll-interval", &S::poll_interval, "how often a waiting call looks in the store"),
      number("rate-limit", &S::rate_limit, 0, kMany, "requests a minute and key; 0 is off"),
      length("drain-delay", &S::drain_delay, "how long to answer 'not ready' before the door closes"),
      length("drain-timeout", &S::drain_timeout, "how long running requests and jobs get at shutdown"),
      length("start-patience", &S::start_patience, "how long a queue, store or database elsewhere is waited for at start"),
      text("agent-listen", &S::agent_listen, "HOST:PORT that tells HAProxy's agent-check this process's weight (default: none)"),
      number("max-connections", &S::max_connections, 1, 65'536, "open client connections of the API; idle ones give way to new ones"),
      number("slots", &S::slots, 0, 1024, "documents worked on at once; 0 is one per core"),
      number("deliveries", &S::deliveries, 1, 100, "attempts before a job fails"),
      length("lease", &S::lease, "visibility timeout of a job message; extended while working"),
      length("retry-delay", &S::retry_delay, "wait before the second attempt; doubles each time"),
      length("queue-budget", &S::queue_budget, "longest wait in the queue before a job fails"),
      length("fetch-budget", &S::fetch_budget, "time to fetch a document from a FileUrl"),
      length("load-budget", &S::load_budget, "time to load a document"),
      length("layout-budget", &S::layout_budget, "time to lay a document out"),
      length("export-budget", &S::export_budget, "time to write the result"),
      length("office-budget", &S::office_budget, "time for an office document in all"),
      size("child-memory", &S::child_memory, "address space a child may add"),
      number("ready-children", &S::ready_children, 0, 64, "children forked ahead of need"),
      number("page-limit", &S::page_limit, 1, kMany, "most pages of a document"),
      size("output-limit", &S::output_limit, "largest output"),
      size("unpacked-limit", &S::unpacked_limit, "largest unpacked archive"),
      number("unpacked-ratio", &S::unpacked_ratio, 1, kMany, "largest compression ratio of an archive entry"),
      number("unpacked-entries", &S::unpacked_entries, 1, kMany, "most entries of an archive"),
      text("egress-allow", &S::egress_allow, "private CIDR ranges FileUrl and CallbackUrl may reach, comma separated"),
      length("result-lifetime", &S::result_lifetime, "how long results and their links live"),
      length("record-lifetime", &S::record_lifetime, "how long job records live"),
      length("sweep-every", &S::sweep_every, "pause between sweeps"),
      length("hold-grace", &S::hold_grace, "age at which a hold without a job is released"),
      length("stray-after", &S::stray_after, "age at which a job without a result gets its message again"),
      length("upload-grace", &S::upload_grace, "age at which inputs without a job are removed"),
      number("callback-tries", &S::callback_tries, 1, 100, "attempts to deliver a callback"),
      log_level(),
      log_format(),
      text("otlp-endpoint", &S::otlp_endpoint, "URL of an OpenTelemetry collector that takes OTLP over HTTP (default: no traces)"),
      secret("otlp-headers", &S::otlp_headers, "headers the collector wants: NAME=VALUE,NAME=VALUE, or @FILE that holds them"),
      text("otlp-ca", &S::otlp_ca, "PEM file of the authorities the collector is believed by (default: the system's)"),
      ratio("trace-ratio", &S::trace_ratio, "share of the traces begun here that are kept, 0 to 1; callers decide about theirs"),
  };
}

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

void apply(Settings& settings, const Setting& row, std::string_view value, std::string_view source, std::vector<std::string>& faults) {
  if (auto done = row.set(settings, value); !done) faults.push_back(fmt::format("{} ({}): {}", row.name, source, done.error().message()));
}

void check_whole(const Settings& settings, std::vector<std::string>& faults) {
  if (settings.tls_certificate.empty() != settings.tls_private_key.empty()) {
    faults.emplace_back("tls-certificate and tls-private-key: set both, or neither.");
  }
  if (settings.lease < std::chrono::seconds(3)) faults.emplace_back("lease: 3s is the shortest that a heartbeat can keep.");
  const auto& collector = settings.otlp_endpoint;
  if (!collector.empty() && !collector.starts_with("http://") && !collector.starts_with("https://")) {
    faults.emplace_back("otlp-endpoint: write a URL, like http://127.0.0.1:4318.");
  }
  for (const auto& [name, value] : {std::pair{"listen", &settings.listen}, std::pair{"metrics-listen", &settings.metrics_listen},
                                    std::pair{"agent-listen", &settings.agent_listen}}) {
    if (value->empty()) continue;
    if (auto parsed = parse_host_port(*value); !parsed) faults.push_back(fmt::format("{}: {}", name, parsed.error().message()));
  }
}

}  // namespace

std::span<const Setting> table() {
  static const std::vector<Setting> rows = make_table();
  return rows;
}

std::string environment_name(std::string_view setting) {
  std::string name = "DOCMILL_";
  for (const char c : setting) name += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return name;
}

Values parse_file(std::string_view text, std::vector<std::string>& faults) {
  Values values;
  for (int line = 1; !text.empty(); ++line) {
    const auto end = std::min(text.find('\n'), text.size());
    auto row = trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (const auto comment = row.find('#'); comment != std::string_view::npos) row = trim(row.substr(0, comment));
    if (row.empty()) continue;
    const auto equals = row.find('=');
    if (equals == std::string_view::npos) {
      faults.push_back(fmt::format("line {}: write 'name = value'.", line));
      continue;
    }
    values.insert_or_assign(std::string(trim(row.substr(0, equals))), std::string(trim(row.substr(equals + 1))));
  }
  return values;
}

Settings resolve(const Values& file, const Values& environment, const Values& flags, std::vector<std::string>& faults) {
  Settings settings;
  for (const auto& row : table()) {
    if (const auto found = file.find(row.name); found != file.end()) apply(settings, row, found->second, "settings file", faults);
    const auto variable = environment_name(row.name);
    if (const auto found = environment.find(variable); found != environment.end()) apply(settings, row, found->second, variable, faults);
    if (const auto found = flags.find(row.name); found != flags.end()) apply(settings, row, found->second, "flag", faults);
  }
  for (const auto& [name, value] : file) {
    const bool known = std::ranges::any_of(table(), [&](const Setting& row) { return row.name == name; });
    if (!known) faults.push_back(fmt::format("{} (settings file): there is no such setting; `docmill settings` lists them.", name));
  }
  check_whole(settings, faults);
  return settings;
}

Result<HostPort> parse_host_port(std::string_view text) {
  const auto wrong = [&] {
    return Failed(
        fail(ErrorCode::BadRequest, fmt::format("'{}' is not HOST:PORT, like 127.0.0.1:8080 or [::1]:8080.", text.substr(0, 80))));
  };
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return wrong();
  auto host = text.substr(0, colon);
  const auto digits = text.substr(colon + 1);
  unsigned port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error != std::errc{} || end != digits.data() + digits.size() || port > 65535) return wrong();
  if (host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  if (host.empty()) return wrong();
  return HostPort{std::string(host), static_cast<std::uint16_t>(port)};
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto end = std::min(text.find(','), text.size());
    if (const auto part = trim(text.substr(0, end)); !part.empty()) parts.emplace_back(part);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

}  // namespace docmill::config
