// Checks of real servers as values. Included through config.h; its rules hold here. There may be
// tens of thousands of them, most alike: what is rare or repeated is shared.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "evenkeel/address.h"
#include "evenkeel/clock.h"
#include "evenkeel/script.h"
#include "evenkeel/shared.h"

namespace evenkeel {

// Inclusive range of HTTP status codes.
struct StatusRange {
  std::uint16_t first = 200;
  std::uint16_t last = 299;
  bool operator==(const StatusRange&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.first, self.last);
  }
};

// What the body is searched for. Not compared yet.
struct BodyPattern {
  std::string expression;            // PCRE2
  std::vector<std::string> options;  // of compilation, in lower case: "caseless"
  bool must_not_match = false;
  std::uint32_t stack_start = 0, stack_most = 0;  // 0: the library's
  std::uint32_t least_offset = 0, most_offset = 0;
  bool operator==(const BodyPattern&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.expression, self.options, self.must_not_match, self.stack_start, self.stack_most,
          self.least_offset, self.most_offset);
  }
};

struct HttpUrl {
  std::string path = "/";
  std::string digest;               // lower-case MD5 of the body; empty: not compared
  std::vector<StatusRange> status;  // empty: 200–299, unless a digest alone decides
  std::string virtualhost;          // empty: the check's
  Shared<BodyPattern> pattern;
  bool is_tls_strict = false;  // tls_compliant
  bool operator==(const HttpUrl&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.path, self.digest, self.status, self.virtualhost, self.pattern, self.is_tls_strict);
  }
};

enum class HttpVersion : std::uint8_t { http10, http10_close, http11 };

struct TcpProbe {
  bool operator==(const TcpProbe&) const = default;
  template <typename Self, typename Visit>
  static void fields(Self&, Visit& visit) {
    visit();
  }
};

struct HttpProbe {
  bool tls = false;
  std::vector<HttpUrl> urls;
  std::string virtualhost;  // Host header and SNI; empty: the real server's address
  HttpVersion version = HttpVersion::http10;
  bool sni = false;      // enable_sni: send the virtualhost as server name
  std::string sni_name;  // overrides the name sent
  bool fast_recovery = false;
  bool is_tls_strict = false;  // tls_compliant
  bool operator==(const HttpProbe&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.tls, self.urls, self.virtualhost, self.version, self.sni, self.sni_name,
          self.fast_recovery, self.is_tls_strict);
  }
};

struct SmtpProbe {
  std::string helo_name;  // empty: smtp_helo_name
  bool operator==(const SmtpProbe&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.helo_name);
  }
};

// The values are those of the DNS message (RFC 1035, section 3.2.2; RFC 3596).
enum class DnsType : std::uint16_t {
  a = 1,
  ns = 2,
  cname = 5,
  soa = 6,
  mx = 15,
  txt = 16,
  aaaa = 28
};

struct DnsProbe {
  DnsType type = DnsType::soa;
  std::string name = ".";
  bool operator==(const DnsProbe&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.type, self.name);
  }
};

struct ScriptProbe {  // MISC_CHECK
  Script script;
  Duration timeout{0};
  bool is_dynamic = false;  // the exit status sets the weight
  bool operator==(const ScriptProbe&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.script, self.timeout, self.is_dynamic);
  }
};

struct UdpProbe {
  std::string payload;  // bytes
  bool needs_reply = false;
  std::string reply;  // bytes to find at the reply's beginning
  std::string mask;   // as long as `reply`: 0xf0 and 0x0f compare half a byte, 0 nothing
  std::uint16_t least_reply = 0;
  std::uint16_t most_reply = 255;
  bool operator==(const UdpProbe&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.payload, self.needs_reply, self.reply, self.mask, self.least_reply, self.most_reply);
  }
};

struct PingProbe {
  bool operator==(const PingProbe&) const = default;
  template <typename Self, typename Visit>
  static void fields(Self&, Visit& visit) {
    visit();
  }
};

struct BfdProbe {
  std::string instance;
  bool operator==(const BfdProbe&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.instance);
  }
};

struct FileProbe {
  std::string file;         // the name of a track_file
  std::int32_t weight = 0;  // 0: a value other than 0 fails the server
  bool is_reversed = false;
  bool operator==(const FileProbe&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.file, self.weight, self.is_reversed);
  }
};

using Probe = std::variant<TcpProbe, HttpProbe, SmtpProbe, DnsProbe, ScriptProbe, UdpProbe,
                           PingProbe, BfdProbe, FileProbe>;

// Where a probe's packets come from, when it matters.
struct ProbeSource {
  Endpoint bind;  // unset family: any; port 0: any
  std::string interface;
  std::uint32_t fwmark = 0;
  bool operator==(const ProbeSource&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.bind, self.interface, self.fwmark);
  }
};

struct Check {
  Endpoint target;  // complete: connect_ip/connect_port or the real server's own
  Shared<ProbeSource> source;
  Duration connect_timeout = 5s;
  Duration delay_loop = 60s;
  Duration delay_before_retry = 1s;
  Duration warmup = 60s;  // a random offset in 0..warmup before the first attempt
  std::uint32_t retry = 1;
  bool alpha = false;  // down until the first pass
  bool log_all_failures = false;
  Shared<Probe> probe;
  bool operator==(const Check&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.target, self.source, self.connect_timeout, self.delay_loop, self.delay_before_retry,
          self.warmup, self.retry, self.alpha, self.log_all_failures, self.probe);
  }
};

// Whether the checker makes checks of this kind. The others are part of the model only: they reach
// no worker, and a server that has no other check counts as up.
constexpr bool is_performed(const Probe& probe) { return probe.index() < 2; }

}  // namespace evenkeel
