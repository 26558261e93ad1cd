#include "engines/browser/browser_flags.h"

namespace docmill::engines::browser {

std::vector<std::string> browser_flags(const std::string& program, const std::string& home, std::uint64_t script_memory) {
  return {
      program,
      "--headless",
      "--remote-debugging-pipe",
      "--user-data-dir=" + home + "/profile",
      "--disk-cache-size=1",
      // No network: resolution finds nothing, and everything, loopback included, goes through a proxy that is not there.
      "--host-resolver-rules=MAP * ~NOTFOUND",
      "--proxy-server=127.0.0.1:9",
      "--proxy-bypass-list=<-loopback>",
      "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
      "--disable-quic",
      "--no-pings",
      // Nothing of its own.
      "--no-first-run",
      "--no-default-browser-check",
      "--no-service-autorun",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-component-extensions-with-background-pages",
      "--disable-default-apps",
      "--disable-domain-reliability",
      "--disable-client-side-phishing-detection",
      "--disable-extensions",
      "--disable-plugins",
      "--disable-sync",
      "--disable-translate",
      "--disable-breakpad",
      "--disable-crash-reporter",
      "--disable-notifications",
      "--disable-speech-api",
      "--metrics-recording-only",
      "--password-store=basic",
      "--mute-audio",
      "--js-flags=--max-old-space-size=" + std::to_string(script_memory >> 20),
      "--disable-gpu",
      "--disable-webgl",
      "--log-level=3",
      // A page is nobody's foreground window; it must render at full speed all the same.
      "--disable-background-timer-throttling",
      "--disable-backgrounding-occluded-windows",
      "--disable-renderer-backgrounding",
      "--disable-hang-monitor",
      "--hide-scrollbars",
      "--font-render-hinting=none",
      // Pictures by http on a page of ours are what customers have; whether they may be fetched is for the egress guard.
      "--allow-running-insecure-content",
      "--disable-features=AutoupgradeMixedContent,HttpsUpgrades,HttpsFirstBalancedMode,LocalNetworkAccessChecks,Translate,MediaRouter,"
      "DialMediaRouteProvider,OptimizationHints,InterestFeedContentSuggestions,NetworkTimeServiceQuerying,AutofillServerCommunication,"
      "CertificateTransparencyComponentUpdater,WebUSB,WebBluetooth,Prerender2,SpeculationRulesPrefetchFuture,DevToolsPrivacyUI,"
      // A renderer in reserve for every context: a document has its own ahead, and would throw another away.
      "SpareRendererForSitePerProcess",
      "about:blank",
  };
}

std::vector<std::string> browser_environment(const std::string& home) {
  return {"PATH=/usr/bin:/bin",
          "LANG=C.UTF-8",
          "TZ=UTC",
          "HOME=" + home,
          "TMPDIR=" + home,
          "XDG_CONFIG_HOME=" + home + "/config",
          "XDG_CACHE_HOME=" + home + "/cache",
          "DBUS_SESSION_BUS_ADDRESS=disabled:",  // it would look for one
          "DBUS_SYSTEM_BUS_ADDRESS=disabled:"};
}

}  // namespace docmill::engines::browser
