// Everything that crosses a channel between two of our processes. The supervisor routes by type:
// it forwards Health to the balancer and Script/ScriptEnded to and from the runner unread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "evenkeel/config.h"
#include "evenkeel/state.h"

namespace evenkeel {

// A model arrives as Begin, then objects one message each, then End. A worker collects them and
// applies a bounded piece a turn of its loop; at End objects not named since Begin are gone.
struct ConfigBegin {
  std::uint64_t generation = 0;
  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.generation);
  }
};
struct ConfigEnd {
  std::uint64_t generation = 0;
  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.generation);
  }
};

// The worker runs this generation.
struct Ready {
  std::uint64_t generation = 0;
  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.generation);
  }
};

// Orderly stop: resign, clean up what is ours, exit 0. The only message that makes a worker
// resign.
struct Stop {
  template <typename Self, typename Visit>
  static void fields(Self&, Visit& visit) {
    visit();
  }
};

// Exit at once and leave the kernel as it is for the successor.
struct Leave {
  template <typename Self, typename Visit>
  static void fields(Self&, Visit& visit) {
    visit();
  }
};

// From vrrp's own loop, a few times a second: what the systemd watchdog is fed from.
struct Heartbeat {
  std::uint64_t turn = 0;
  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.turn);
  }
};

// The object is gone: a removed instance, service or server. `key` as by state_key.
struct StateRemoved {
  std::string key;
  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.key);
  }
};

// Something an operator wants to read afterwards; also written to the log by the sender, in the
// same words.
enum class Severity : std::uint8_t { info, notice, warning, error };
std::string_view to_string(Severity severity);
struct Event {
  WallTime when{};
  Severity severity = Severity::info;
  std::string kind;    // one word: "role", "health", "repair", "quorum", "process", "reload", …
  std::string object;  // "vrrp/web", "server/…", "process/vrrp"
  std::string text;
  bool operator==(const Event&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.when, self.severity, self.kind, self.object, self.text);
  }
};

// The checker's verdict on a real server, all its checks together. The latest wins.
struct HealthReport {
  ServerKey key;
  Health health = Health::unknown;
  std::string reason;
  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.key, self.health, self.reason);
  }
};

// Does a virtual server have its quorum? From the supervisor, who knows the balancer's states, to
// vrrp, whose instances may track it. The latest wins.
struct ServiceQuorum {
  ServiceKey key;
  Health health = Health::unknown;
  std::string reason;
  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.key, self.health, self.reason);
  }
};

// An operator's planned hand-over: a master gives way to whoever takes over, and does not preempt
// until it is told to return.
struct Resign {
  std::string instance;  // empty: all
  WallTime until{};      // unset: until ResignEnd
  std::string why;
  // resigned: carried out already, by a predecessor; there is nothing to hand over any more.
  ResignStatus status = ResignStatus::asked;
  bool operator==(const Resign&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.instance, self.until, self.why, self.status);
  }
};
struct ResignEnd {
  std::string instance;  // empty: all
  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.instance);
  }
};

// notify: told and logged when it fails. track: its end is the news, and nobody logs it.
enum class ScriptPurpose : std::uint8_t { notify, track };

// Scripts of one queue run in order, one at a time.
struct RunScript {
  std::uint64_t id = 0;  // chosen by the sender
  WorkerKind sender = WorkerKind::supervisor;
  std::string queue;
  Script script;
  Duration timeout = 10s;
  ScriptPurpose purpose = ScriptPurpose::notify;
  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.id, self.sender, self.queue, self.script, self.timeout, self.purpose);
  }
};
enum class ScriptEnd : std::uint8_t { exited, timed_out, not_run };
struct ScriptEnded {
  std::uint64_t id = 0;
  WorkerKind sender = WorkerKind::supervisor;
  std::int32_t status = 0;  // exit status; negative: the signal that ended it
  ScriptEnd end = ScriptEnd::exited;
  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.id, self.sender, self.status, self.end);
  }
};
// The time of a tracking script is over, and it is asked to end: a result that comes later is none.
// Its end follows, unless the kernel never lets it go.
struct ScriptOverdue {
  std::uint64_t id = 0;
  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.id);
  }
};

// The files that vrrp tracks, all of them: the runner reads and watches them, because vrrp never
// waits for a disk. A file whose `init` is not none is made when its name comes up first. The
// latest wins.
struct WatchFiles {
  std::vector<TrackedFile> files;
  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.files);
  }
};
// What such a file holds: its first bytes, or why they cannot be read. The latest wins.
struct FileContent {
  std::string name;
  std::string text;
  std::string error;  // empty: it was read
  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.name, self.text, self.error);
  }
};

// The processes that vrrp tracks, all of them, and how many of each there are. The latest wins.
struct WatchProcesses {
  std::vector<TrackedProcess> processes;
  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.processes);
  }
};
struct ProcessCount {
  std::string name;
  std::uint32_t count = 0;
  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.name, self.count);
  }
};

// For the notify FIFOs of the sender's kind: a line each, in order. A newborn runner takes none
// before a message that replays: it holds every line that has not been told to be taken.
enum class LineOrder : std::uint8_t { next, replay };
struct NotifyLine {
  std::uint64_t id = 0;  // grows, of each sender
  std::string text;      // without its end of line
  bool operator==(const NotifyLine&) const = default;

  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.id, self.text);
  }
};
struct NotifyLines {
  WorkerKind sender = WorkerKind::vrrp;
  LineOrder order = LineOrder::next;
  std::vector<NotifyLine> lines;
  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.sender, self.order, self.lines);
  }
};
// This line of the sender's and all before it are taken.
struct LinesTaken {
  WorkerKind sender = WorkerKind::vrrp;
  std::uint64_t last = 0;
  template <typename Self, typename Visit>
  static void fields(Self& self, Visit& visit) {
    visit(self.sender, self.last);
  }
};

// A runner was born: scripts that were sent before and have not ended are lost; send them again.
struct RunnerStarted {
  template <typename Self, typename Visit>
  static void fields(Self&, Visit& visit) {
    visit();
  }
};

// A balancer was born and its table is in force. To vrrp: a VIP may be taken over; to the checker:
// say every verdict again, for some may have been lost with its predecessor.
struct TablesReady {
  template <typename Self, typename Visit>
  static void fields(Self&, Visit& visit) {
    visit();
  }
};

using AnyMessage =
    std::variant<ConfigBegin, GlobalSettings, VrrpInstance, VirtualServer, ConfigEnd, Ready, Stop,
                 Leave, Heartbeat, StateValue, StateRemoved, Event, HealthReport, RunScript,
                 ScriptEnded, TablesReady, VrrpTracking, ServiceQuorum, Resign, ResignEnd,
                 RunnerStarted, WatchFiles, FileContent, WatchProcesses, ProcessCount,
                 NotifySettings, NotifyLines, LinesTaken, StaticNetwork, Firewall, ScriptOverdue>;

template <typename T, typename Variant>
inline constexpr bool kIsAlternative = false;
template <typename T, typename... Ts>
inline constexpr bool kIsAlternative<T, std::variant<Ts...>> = (std::is_same_v<T, Ts> || ...);

// Any of them. Visited like the variant that it is; its life is compiled once, in messages.cpp, and
// not with everybody who sends one.
class Message : public AnyMessage {
 public:
  Message();
  // Implicit: a message is what it holds.
  template <typename T>
  requires kIsAlternative<T, AnyMessage> Message(T value);  // NOLINT(google-explicit-constructor)
  Message(Message&& other) noexcept;
  ~Message();
};

// As codec.h does it for any value; compiled once.
std::string encode(const Message& message);
std::string encode(const Config& config);
std::optional<Message> decode_message(std::span<const std::byte> bytes);
std::optional<Config> decode_config(std::span<const std::byte> bytes);

// Non-empty for messages of which only the latest matters; such a message replaces a pending one
// of the same key.
std::string coalescing_key(const Message& message);

}  // namespace evenkeel
