#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <csignal>

#include "engines/browser/test_browser.h"

namespace docmill::engines::browser {
namespace {

using testing::HasSubstr;
using testing::Not;
using namespace std::chrono_literals;

class IsolationTest : public BrowserTest {};

/// Listens on loopback, for TCP and UDP on one port, and tells whether anybody came.
class Listener {
 public:
  Listener() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* plain = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(::bind(tcp_.get(), plain, size), 0);
    EXPECT_EQ(::listen(tcp_.get(), 16), 0);
    EXPECT_EQ(::getsockname(tcp_.get(), plain, &size), 0);
    EXPECT_EQ(::bind(udp_.get(), plain, size), 0);
    port_ = std::to_string(ntohs(address.sin_port));
  }
  const std::string& port() const { return port_; }
  bool heard_something() const {
    char byte = 0;
    return ::accept(tcp_.get(), nullptr, nullptr) >= 0 || ::recv(udp_.get(), &byte, 1, MSG_DONTWAIT) >= 0;
  }

 private:
  UniqueFd tcp_{::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  UniqueFd udp_{::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  std::string port_;
};

/// A page that tries every way out to a port of this machine, and says in its text which of them had an effect.
std::string page_that_calls_out(const std::string& port) {
  std::string html = R"html(<html><head>
<link rel=prefetch href="http://127.0.0.1:PORT/prefetch"><link rel=preload as=image href="http://127.0.0.1:PORT/preload">
<link rel=dns-prefetch href="//localhost:PORT"><link rel=preconnect href="http://127.0.0.1:PORT">
<script type=speculationrules>{"prerender":[{"source":"list","urls":["/next"]}],"prefetch":[{"source":"list","urls":["http://127.0.0.1:PORT/spec"]}]}</script>
</head><body><p id=log>tried</p><img src="http://127.0.0.1:PORT/image"><iframe src="http://127.0.0.1:PORT/frame"></iframe>
<video src="http://127.0.0.1:PORT/video" autoplay></video><object data="http://127.0.0.1:PORT/object"></object>
<form id=f action="http://127.0.0.1:PORT/form" method=post target=w></form>
<script>
const say = text => log.append(' ' + text);
const attempt = (name, act) => { try { act(); } catch (error) { } };
attempt('ws', () => { const s = new WebSocket('ws://127.0.0.1:PORT/'); s.onopen = () => say('WS'); });
attempt('es', () => { const s = new EventSource('http://127.0.0.1:PORT/es'); s.onopen = () => say('ES'); });
attempt('worker', () => { const w = new Worker(URL.createObjectURL(new Blob(["postMessage(1); fetch('http://127.0.0.1:PORT/w')"]))); w.onmessage = () => say('WORKER'); });
attempt('shared', () => { const w = new SharedWorker('/shared.js'); w.port.onmessage = () => say('SHARED'); });
attempt('service', () => { navigator.serviceWorker.register('/service.js').then(() => say('SERVICE'), () => {}); });
attempt('rtc', () => { const p = new RTCPeerConnection({iceServers: [{urls: 'stun:127.0.0.1:PORT'}, {urls: 'turn:127.0.0.1:PORT?transport=tcp', username: 'u', credential: 'c'}]});
  p.createDataChannel('x'); p.createOffer().then(o => p.setLocalDescription(o)); });
attempt('transport', () => { const t = new WebTransport('https://127.0.0.1:PORT/'); t.ready.then(() => say('TRANSPORT'), () => {}); });
attempt('beacon', () => navigator.sendBeacon('http://127.0.0.1:PORT/beacon', 'x'));
attempt('post', () => fetch('http://127.0.0.1:PORT/post', {method: 'POST', body: 'x'}).then(() => say('POST'), () => {}));
attempt('open', () => window.open('http://127.0.0.1:PORT/popup'));
attempt('form', () => f.submit());
attempt('ping', () => { const a = document.createElement('a'); a.href = '#x'; a.ping = 'http://127.0.0.1:PORT/ping'; document.body.append(a); a.click(); });
</script></body></html>)html";
  for (auto at = html.find("PORT/"); at != std::string::npos; at = html.find("PORT", at)) html.replace(at, 4, port);
  for (auto at = html.find("PORT"); at != std::string::npos; at = html.find("PORT", at)) html.replace(at, 4, port);
  return html;
}

TEST_F(IsolationTest, NothingLeavesTheBrowserButThroughTheGuard) {
  const Listener listener;
  const auto got = good(page_that_calls_out(listener.port()), {{"WaitDelay", "1500"}});
  EXPECT_THAT(text_of(got), HasSubstr("tried"));
  EXPECT_THAT(text_of(got), Not(testing::ContainsRegex("WS|ES|WORKER|SHARED|SERVICE|TRANSPORT|POST")));
  EXPECT_FALSE(listener.heard_something());
  EXPECT_TRUE(guard().was_asked("http://127.0.0.1:" + listener.port() + "/image"));
  for (const auto* never : {"/es", "/w", "/beacon", "/post", "/popup", "/form", "/ping"}) {
    EXPECT_FALSE(guard().was_asked("http://127.0.0.1:" + listener.port() + never)) << never;
  }
}

TEST_F(IsolationTest, NothingLeavesItEvenWithoutNamespaces) {
  const Listener listener;
  BrowserHost bare([](BrowserOptions& options) { options.spawn.namespaces = false; });
  const auto got = bare.convert(page_request(page_that_calls_out(listener.port()), {{"WaitDelay", "1500"}}));
  ASSERT_TRUE(got) << got.error().describe();
  EXPECT_FALSE(listener.heard_something());
}

TEST_F(IsolationTest, FilesOfTheHostAreNotShown) {
  std::ifstream file("/etc/passwd");
  std::string first_line;
  std::getline(file, first_line);
  const auto got = good(
      "<p id=a>text<img src=file:///etc/passwd><iframe src=file:///etc/passwd></iframe><object data=file:///etc/passwd></object>"
      "<link rel=stylesheet href=file:///etc/passwd><script>fetch('file:///etc/passwd').then(r => r.text()).then(t => a.textContent = t, "
      "() => {});"
      "const x = new XMLHttpRequest(); try { x.open('GET', 'file:///etc/passwd', false); x.send(); a.textContent = x.responseText } catch "
      "(e) { }"
      "</script>",
      {{"WaitDelay", "300"}});
  EXPECT_THAT(text_of(got), HasSubstr("text"));
  EXPECT_THAT(text_of(got), Not(HasSubstr(first_line.substr(0, 8))));
  EXPECT_THAT(guard().asked, testing::IsEmpty());
}

TEST_F(IsolationTest, APageCannotTakeTheBrowserElsewhere) {
  for (const std::string address :
       {"file:///etc/passwd", "chrome://version", "view-source:file:///etc/passwd", "devtools://devtools/bundled/x.html"}) {
    const auto got = run("<p>stays<script>location = '" + address + "'</script>", {{"WaitDelay", "200"}});
    ASSERT_TRUE(got) << got.error().describe();
    EXPECT_THAT(text_of(*got), testing::AllOf(HasSubstr("stays"), Not(HasSubstr("root:")))) << address;
  }
}

TEST_F(IsolationTest, PrivateAddressesAreTheGuardsBusiness) {
  const auto got = good("<img src=http://169.254.169.254/latest/meta-data><img src=http://10.0.0.1/x><img src=http://[::1]/y>");
  EXPECT_TRUE(guard().was_asked("http://169.254.169.254/latest/meta-data"));
  EXPECT_TRUE(guard().was_asked("http://10.0.0.1/x"));
  EXPECT_TRUE(guard().was_asked("http://[::1]/y"));
  EXPECT_EQ(got.warnings.size(), 3u);
}

TEST_F(IsolationTest, TwoDocumentsAtOnceKnowNothingOfEachOther) {
  const std::string html =
      "<p id=a><script>document.cookie = 'c=NAME'; localStorage.x = (localStorage.x || '') + 'NAME'; indexedDB.open('NAME');"
      "setTimeout(async () => { const dbs = (await indexedDB.databases()).map(d => d.name); let other = 'none';"
      "try { other = await (await fetch('/OTHER.txt')).text() } catch (e) { }"
      "a.textContent = [document.cookie, localStorage.x, dbs, (await fetch('/NAME.txt').then(r => r.text())), other].join(' '); "
      "window.done = 1 }, 500)"
      "</script>";
  const auto request = [&](const std::string& name, const std::string& other) {
    std::string page = html;
    for (const auto& [from, to] : {std::pair<std::string, std::string>{"NAME", name}, {"OTHER", other}}) {
      for (auto at = page.find(from); at != std::string::npos; at = page.find(from)) page.replace(at, from.size(), to);
    }
    auto out = page_request(page, {{"WaitExpression", "window.done"}});
    out.inputs.push_back(document_of("asset-" + name, "Assets", name + ".txt", "txt"));
    return out;
  };
  using namespace boost::asio::experimental::awaitable_operators;  // NOLINT: the operator lives there
  Stop stop;
  const auto both = [&]() -> Async<std::pair<std::string, std::string>> {
    auto [one, two] = co_await (host().engine().run(request("anna", "bert"), stop) && host().engine().run(request("bert", "anna"), stop));
    co_return std::pair{one ? text_of(*one) : one.error().describe(), two ? text_of(*two) : two.error().describe()};
  };
  const auto [anna, bert] = host().run(both());
  EXPECT_THAT(anna, testing::AllOf(HasSubstr("c=anna anna anna asset-anna"), Not(HasSubstr("bert"))));
  EXPECT_THAT(bert, testing::AllOf(HasSubstr("c=bert bert bert asset-bert"), Not(HasSubstr("anna"))));
  EXPECT_THAT(text("<p id=a><script>a.textContent = '[' + document.cookie + (localStorage.x || '') + ']'</script>"), HasSubstr("[]"));
}

TEST_F(IsolationTest, APageOpenedAheadServesOneDocument) {
  const std::string html =
      "<p id=a><script>const found = [document.cookie, localStorage.x, sessionStorage.x, window.name, history.length, innerWidth];"
      "document.cookie = 'c=left'; localStorage.x = sessionStorage.x = window.name = 'left'; history.pushState(1, '', '#left');"
      "a.textContent = '[' + found.join('|') + '|' + Intl.DateTimeFormat().resolvedOptions().timeZone + ']'</script>";
  const auto first = text(html);
  EXPECT_THAT(first, HasSubstr("[||||"));
  EXPECT_THAT(first, HasSubstr("|UTC]"));
  // More than are ever ready, and between them those that change what a page looks like.
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(text(html, {{"Timezone", "Asia/Tokyo"}, {"Size", "A3"}, {"MediaType", "Screen"}}), HasSubstr("|Asia/Tokyo]"));
    EXPECT_EQ(text(html), first);
    EXPECT_TRUE(run(html, {{"JavaScript", "false"}}));
    EXPECT_EQ(text(html), first);
  }
}

TEST_F(IsolationTest, APageThatIsGivenItsDocumentIsAsOneThatFetchesIt) {
  const std::string html =
      "<title>facts</title><p id=a>für<script>const seen = []; document.addEventListener('DOMContentLoaded', () => seen.push('parsed'));"
      "addEventListener('load', async () => { seen.push('loaded', document.readyState); let work = 'none';"
      "try { new Worker(URL.createObjectURL(new Blob(['1']))).onerror = () => work = 'refused' } catch (e) { }"
      "const reply = await fetch('/').then(r => r.text()); await new Promise(done => setTimeout(done, 100));"
      "a.textContent = [location.href, origin, document.baseURI, document.characterSet, document.compatMode, document.contentType,"
      "document.referrer, document.title, document.visibilityState, isSecureContext, innerWidth, innerHeight, outerWidth, screen.width,"
      "devicePixelRatio, history.length, document.styleSheets.length, document.scripts.length, work, reply.length, ...seen].join(' ');"
      "window.done = 1 })</script><style>p { color: red }</style>";
  const auto given = text(html, {{"WaitExpression", "window.done"}});
  EXPECT_THAT(given, HasSubstr("http://document.docmill.localhost/"));
  EXPECT_THAT(given, HasSubstr("refused"));
  // A zone is set before a document begins, so this page begins anew.
  EXPECT_EQ(text(html, {{"WaitExpression", "window.done"}, {"Timezone", "UTC"}}), given);
  EXPECT_THAT(text("<!doctype html><p id=a><script>a.textContent = document.compatMode</script>"), HasSubstr("CSS1Compat"));
}

TEST_F(IsolationTest, AddressesAreVisitedFromAPageOfTheirOwn) {
  guard().answers["https://example.com/"] = {.content_type = "text/html",
                                             .bytes = "<p id=a><script>a.textContent = 'at ' + origin</script>"};
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(text("", {{"Url", "https://example.com/"}}), HasSubstr("at https://example.com"));
    EXPECT_THAT(text("<p id=a><script>a.textContent = 'at ' + origin</script>"), HasSubstr("at http://document"));
  }
}

TEST_F(IsolationTest, WithoutPagesAheadEachIsOpenedWhenItIsWanted) {
  BrowserHost bare([](BrowserOptions& options) { options.ready_pages = 0; });
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(bare.convert(page_request("<p>x")));
  EXPECT_EQ(bare.engine().ready_pages(), 0u);
}

TEST_F(IsolationTest, TheLayersOfTheJailAreOn) {
  for (const auto& layer : host().engine().layers()) {
    if (layer.name != "cgroup") EXPECT_TRUE(layer.active) << layer.name << ": " << layer.detail;
  }
  struct stat ours{};
  struct stat theirs{};
  ASSERT_EQ(::stat("/proc/self/ns/net", &ours), 0);
  ASSERT_EQ(::stat(("/proc/" + std::to_string(host().engine().pid()) + "/ns/net").c_str(), &theirs), 0);
  EXPECT_NE(ours.st_ino, theirs.st_ino);
}

}  // namespace
}  // namespace docmill::engines::browser
