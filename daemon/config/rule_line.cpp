// Pure. Reference: 1.5.
#include "daemon/config/rule_line.h"

#include <array>
#include <utility>

#include "daemon/config/values.h"
#include "daemon/config/word_options.h"

namespace evenkeel::config {
namespace {

struct ActionName {
  std::string_view name;
  RuleAction action;
};
constexpr std::array kActions{ActionName{"blackhole", RuleAction::blackhole},
                              ActionName{"unreachable", RuleAction::unreachable},
                              ActionName{"prohibit", RuleAction::prohibit},
                              ActionName{"nop", RuleAction::nop}};

class RuleLine {
 public:
  RuleLine(Draft& draft, std::span<const Word> words, LineOwner owner)
      : draft_(draft), words_(draft, words), owner_(owner), first_(words.front()) {}

  std::optional<Rule> parse() {
    while (!words_.is_at_end() && !words_.failed()) take_option(words_.take());
    if (!words_.failed()) finish();
    if (words_.failed()) return std::nullopt;
    return std::move(rule_);
  }

 private:
  void take_option(const Word& word) {
    const std::string_view name(word.text);
    if (take_selector(name, word) || take_number(name, word) || take_link(name, word) ||
        take_action(name, word) || take_flag(name, word)) {
      return;
    }
    words_.error(word, "unknown word " + quoted(word.text) + " in a rule",
                 "a rule is [from PREFIX] [to PREFIX] table ID preference N …");
  }

  bool take_selector(std::string_view name, const Word& word) {
    if (is_one_of(name, "inet|inet6")) {
      family_ = name == "inet" ? Family::ipv4 : Family::ipv6;
      return true;
    }
    if (!is_one_of(name, "from|to")) return false;
    if (words_.take_if("all|any|default")) return true;
    const auto prefix = words_.prefix(word);
    (name == "from" ? rule_.from : rule_.to) = prefix;
    return true;
  }

  bool take_number(std::string_view name, const Word& word) {
    const auto number = [this, &word](std::uint64_t least, std::uint64_t most) {
      return static_cast<std::uint32_t>(words_.number(word, least, most).value_or(0));
    };
    constexpr std::uint64_t kLongestPrefix = 128;
    if (is_one_of(name, "preference|order|priority")) {
      rule_.priority = number(0, kMaxNumber);
      has_preference_ = true;
    } else if (is_one_of(name, "tos|dsfield")) {
      const auto tos = words_.named(word, "rt_dsfield", kMaxByte);
      rule_.tos = static_cast<std::uint8_t>(tos.value_or(0));
    } else if (name == "fwmark") {
      take_mark(word);
    } else if (name == "realms") {
      rule_.realms = words_.realms(word).value_or(0);
    } else if (is_one_of(name, "suppress_prefixlength|sup_pl")) {
      rule_.suppress_prefix_length = static_cast<std::uint8_t>(number(0, kLongestPrefix));
    } else if (is_one_of(name, "suppress_ifgroup|sup_group")) {
      rule_.suppress_group = words_.named(word, "group", kMaxNumber);
    } else if (name == "tunnel-id") {
      rule_.tunnel_id = words_.number(word, 1, std::numeric_limits<std::uint64_t>::max());
    } else if (name == "protocol") {
      const auto protocol = words_.named(word, "rt_protos", kMaxByte);
      rule_.protocol = static_cast<std::uint8_t>(protocol.value_or(0));
    } else if (is_one_of(name, "ipproto|ip_proto")) {
      const auto protocol = words_.named(word, "protocols", kMaxByte);
      rule_.ip_protocol = static_cast<std::uint8_t>(protocol.value_or(0));
    } else if (is_one_of(name, "sport|dport")) {
      (name == "sport" ? rule_.source_ports : rule_.destination_ports) =
          range<std::uint16_t>(word, 1, 65535);
    } else if (name == "uidrange") {
      rule_.uids = range<std::uint32_t>(word, 0, kMaxNumber - 1);
    } else {
      return false;
    }
    return true;
  }

  template <typename Number>
  std::optional<NumberRange<Number>> range(const Word& option, std::uint64_t least,
                                           std::uint64_t most) {
    const auto* word = words_.value(option);
    if (word == nullptr) return std::nullopt;
    const auto found = parse_number_range(word->text, least, most);
    if (!found) {
      words_.bad(option, *word,
                 "N or A-B from " + std::to_string(least) + " to " + std::to_string(most));
      return std::nullopt;
    }
    return NumberRange<Number>{static_cast<Number>(found->first),
                               static_cast<Number>(found->second)};
  }

  void take_mark(const Word& option) {
    const auto* word = words_.value(option);
    if (word == nullptr) return;
    const std::string_view text(word->text);
    const auto slash = text.find('/');
    const auto mark = parse_unsigned(text.substr(0, slash));
    const auto mask = slash == std::string_view::npos ? std::optional<std::uint64_t>(kMaxNumber)
                                                      : parse_unsigned(text.substr(slash + 1));
    if (!mark || !mask || *mark > kMaxNumber || *mask > kMaxNumber) {
      return words_.bad(option, *word, "MARK or MARK/MASK, of 32 bits");
    }
    rule_.fwmark = static_cast<std::uint32_t>(*mark);
    if (slash != std::string_view::npos) rule_.fwmask = static_cast<std::uint32_t>(*mask);
  }

  bool take_link(std::string_view name, const Word& word) {
    if (is_one_of(name, "dev|iif")) {
      rule_.input_interface = words_.interface(word);
    } else if (name == "oif") {
      rule_.output_interface = words_.interface(word);
    } else {
      return false;
    }
    return true;
  }

  bool take_action(std::string_view name, const Word& word) {
    if (is_one_of(name, "table|lookup")) {
      has_action_ = true;
      rule_.table = words_.named(word, "rt_tables", kMaxNumber).value_or(0);
      if (!words_.failed() && rule_.table == 0) words_.error(word, "a rule cannot use table 0");
      return true;
    }
    if (name == "goto") {
      has_action_ = true;
      rule_.action = RuleAction::go_to;
      rule_.target = static_cast<std::uint32_t>(words_.number(word, 1, kMaxNumber).value_or(0));
      return true;
    }
    const Word* type = name == "type" ? words_.value(word) : &word;
    if (type == nullptr) return true;
    for (const auto& known : kActions) {
      if (known.name != type->text) continue;
      rule_.action = known.action;
      has_action_ = true;
      return true;
    }
    if (name != "type") return false;
    if (type->text != "unicast") {
      words_.bad(word, *type, "unicast, blackhole, unreachable, prohibit or nop");
    }
    return true;
  }

  bool take_flag(std::string_view name, const Word& word) {
    if (name == "not") {
      rule_.inverted = true;
    } else if (name == "l3mdev") {
      rule_.l3mdev = true;
      has_action_ = true;  // the device names the table
    } else if (name == "no_track") {
      rule_.tracked = false;
    } else if (name == "track_group") {
      const auto* value = words_.value(word);
      if (value == nullptr) return true;
      rule_.track_group = value->text;
      if (owner_ == LineOwner::instance) words_.error(word, "'track_group' is for static rules");
      draft_.network.group_uses.push_back({value->text, value->at});
    } else {
      return false;
    }
    return true;
  }

  void finish() {
    if (!has_action_) {
      return words_.error(first_, "a rule without an action is left out",
                          "write 'table ID', 'goto N' or 'type blackhole'");
    }
    settle_family();
    if (words_.failed()) return;
    if (!has_preference_) {
      rule_.priority = draft_.network.next_rule_preference--;
      draft_.error(first_.at,
                   "the rule has no preference: " + std::to_string(rule_.priority) + " is used",
                   "write 'preference N'");
    }
    if (rule_.action == RuleAction::go_to && rule_.target <= rule_.priority) {
      words_.error(first_, "'goto' leads to a rule after this one: its number must be above " +
                               std::to_string(rule_.priority));
    }
  }

  void settle_family() {
    const auto of_prefix = [](const std::optional<Prefix>& prefix) {
      return prefix ? prefix->address.family : Family::none;
    };
    const auto from = of_prefix(rule_.from);
    const auto to = of_prefix(rule_.to);
    auto known = family_;
    for (const auto family : {from, to}) {
      if (family == Family::none) continue;
      if (known != Family::none && known != family) {
        return words_.error(first_, "the addresses of the rule are of different families");
      }
      known = family;
    }
    rule_.family = known == Family::none ? Family::ipv4 : known;
  }

  Draft& draft_;
  WordOptions words_;
  LineOwner owner_;
  Word first_;
  Rule rule_;
  Family family_ = Family::none;
  bool has_preference_ = false;
  bool has_action_ = false;
};

}  // namespace

std::optional<Rule> parse_rule_line(Draft& draft, std::span<const Word> words, LineOwner owner) {
  if (words.empty()) return std::nullopt;
  return RuleLine(draft, words, owner).parse();
}

}  // namespace evenkeel::config
