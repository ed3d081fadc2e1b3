// The shape of the keyword tables: one row a keyword. The interpreter is driven by them alone, and
// the documentation of the language can be printed from them.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "daemon/config/finding.h"
#include "daemon/config/tokens.h"
#include "evenkeel/address.h"
#include "evenkeel/clock.h"
#include "evenkeel/config.h"

namespace evenkeel::config {

enum class Block : std::uint8_t {
  root,
  global_defs,
  ssl,
  track_group,
  sync_group,
  garp_group,
  vrrp_script,
  track_process,
  track_file,
  bfd_instance,
  vrrp_instance,
  authentication,
  auth_hmac,
  virtual_server,
  real_server,
  tcp_check,
  http_check,
  url,
  smtp_check,
  smtp_host,
  dns_check,
  misc_check,
  udp_check,
  ping_check,
  bfd_check,
  file_check,
  none,  // for rows without a block of their own; last
};
std::string_view to_string(Block block);  // "vrrp_instance"

// A row may stand in several blocks.
using BlockSet = std::uint32_t;
template <typename... Blocks>
constexpr BlockSet in(Blocks... blocks) {
  return ((BlockSet{1} << static_cast<unsigned>(blocks)) | ...);
}
constexpr bool contains(BlockSet set, Block block) {
  return (set & (BlockSet{1} << static_cast<unsigned>(block))) != 0;
}

enum class Form : std::uint8_t {
  flag,     // no value
  boolean,  // [on|off|true|false|yes|no]; bare: true
  number,   // within the range
  seconds,  // a fraction allowed; the range in microseconds
  whole_seconds,
  choice,              // one of the values
  choice_in_any_case,  // capitals or not; the handler has to ask for either
  text,                // words as they are
  address,             // an IP address
  script,              // a command string, then [USER [GROUP]]
  block,               // words, then a block of its own with keywords
  lines,               // words, then a block with an entry a line
};

struct Shape {
  Form form = Form::flag;
  std::uint8_t least_words = 0;  // values after the keyword
  std::uint8_t most_words = 0;
  std::int64_t least = 0;  // the range of the first value
  std::int64_t most = 0;
  std::string_view values = {};  // "MASTER|BACKUP", or what to write: "IP [PORT]"; or the unit
  Block block = Block::none;
};

constexpr std::uint8_t kAnyWords = 255;
constexpr Shape flag() { return {}; }
constexpr Shape boolean() { return {Form::boolean, 0, 1, 0, 0, "on|off", Block::none}; }
constexpr Shape number(std::int64_t least, std::int64_t most, std::string_view unit = {}) {
  return {Form::number, 1, 1, least, most, unit, Block::none};
}
// Without a value the handler sees Arguments::words empty.
constexpr Shape maybe_number(std::int64_t least, std::int64_t most, std::string_view unit = {}) {
  return {Form::number, 0, 1, least, most, unit, Block::none};
}
constexpr Shape seconds(Duration least, Duration most) {
  return {Form::seconds, 1, 1, least.count(), most.count(), "seconds", Block::none};
}
constexpr Shape whole_seconds(Duration least, Duration most) {
  return {Form::whole_seconds, 1, 1, least.count(), most.count(), "whole seconds", Block::none};
}
constexpr Shape choice(std::string_view values) {
  return {Form::choice, 1, 1, 0, 0, values, Block::none};
}
constexpr Shape choice_in_any_case(std::string_view values) {
  return {Form::choice_in_any_case, 1, 1, 0, 0, values, Block::none};
}
constexpr Shape text(std::string_view what = "NAME", std::uint8_t least = 1,
                     std::uint8_t most = 1) {
  return {Form::text, least, most, 0, 0, what, Block::none};
}
constexpr Shape address() { return {Form::address, 1, 1, 0, 0, "IP", Block::none}; }
constexpr Shape script() {
  return {Form::script, 1, 3, 0, 0, "COMMAND [USER [GROUP]]", Block::none};
}
constexpr Shape maybe_script() {
  return {Form::script, 0, 3, 0, 0, "[COMMAND [USER [GROUP]]]", Block::none};
}
constexpr Shape block(Block inner, std::string_view what = {}, std::uint8_t least = 0,
                      std::uint8_t most = 0) {
  return {Form::block, least, most, 0, 0, what, inner};
}
constexpr Shape lines(std::string_view what = {}, std::uint8_t least = 0, std::uint8_t most = 0) {
  return {Form::lines, least, most, 0, 0, what, Block::none};
}

struct Status {
  enum class Kind : std::uint8_t { in_force, without_effect, deprecated, ours };
  Kind kind = Kind::in_force;
  std::string_view note = {};       // the missing feature, or the successor
  std::string_view successor = {};  // of a deprecated word without effect
  FindingSeverity severity = FindingSeverity::warning;
};
constexpr Status kInForce{};
constexpr Status kOurs{Status::Kind::ours, {}};  // not a word of keepalived
constexpr Status without_effect(std::string_view feature) {
  return {Status::Kind::without_effect, feature};
}
constexpr Status without_effect(std::string_view feature, std::string_view successor) {
  return {Status::Kind::without_effect, feature, successor};
}
// Still in force under its old name.
constexpr Status deprecated(std::string_view successor) {
  return {Status::Kind::deprecated, successor};
}

// Where keepalived counts the use of an old word as an error.
constexpr Status as_error(Status status) {
  status.severity = FindingSeverity::error;
  return status;
}

// What a keyword's handler gets: the values, checked against the row's shape.
struct Arguments {
  std::string_view keyword;
  Position at;
  std::span<const Word> words;  // without the keyword; of form lines: the entry's
  std::int64_t number = 0;
  Duration time{0};
  bool on = true;
  IpAddress address;
  Script script;
};

struct Draft;
enum class Entered : std::uint8_t { yes, no };  // no: the block is passed over in silence

// May a word stand again, and which of the two counts then?
enum class Repeats : std::uint8_t { last_counts, first_counts, yes };

struct Row {
  BlockSet blocks = 0;
  std::string_view name;
  Shape shape;
  std::string_view fallback = {};  // the default, in words
  Status status = {};
  void (*store)(Draft&, const Arguments&) = nullptr;
  Entered (*open)(Draft&, const Arguments&) = nullptr;  // forms block and lines only
  void (*close)(Draft&) = nullptr;                      // forms block and lines only
  Repeats repeats = Repeats::last_counts;
};

// The tables, in the order of the reference.
std::span<const Row> root_rows();
std::span<const Row> global_rows();
std::span<const Row> alert_rows();
std::span<const Row> lvs_rows();
std::span<const Row> process_rows();
std::span<const Row> agent_rows();
std::span<const Row> network_rows();
std::span<const Row> link_rows();
std::span<const Row> vrrp_rows();
std::span<const Row> vrrp_timer_rows();
std::span<const Row> tracking_rows();
std::span<const Row> service_rows();
std::span<const Row> server_rows();
std::span<const Row> other_check_rows();
std::span<const Row> check_rows();

}  // namespace evenkeel::config
