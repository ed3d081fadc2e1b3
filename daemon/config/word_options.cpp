// Pure but for the names that it asks the SourceReader.
#include "daemon/config/word_options.h"

#include <array>
#include <limits>
#include <utility>

#include "daemon/config/lexer.h"
#include "daemon/config/values.h"

namespace evenkeel::config {

const Word& WordOptions::take() {
  const Word& word = words_.front();
  words_ = words_.subspan(1);
  return word;
}

bool WordOptions::take_if(std::string_view alternatives) {
  if (words_.empty() || !is_one_of(words_.front().text, alternatives)) return false;
  words_ = words_.subspan(1);
  return true;
}

const Word* WordOptions::value(const Word& option) {
  if (!words_.empty()) return &take();
  error(option, quoted(option.text) + " needs a value");
  return nullptr;
}

void WordOptions::error(const Word& at, std::string text, std::string suggestion) {
  failed_ = true;
  draft_.error(at.at, std::move(text), std::move(suggestion));
}

void WordOptions::bad(const Word& option, const Word& value, const std::string& wanted) {
  error(value, quoted(option.text) + " takes " + wanted + ", not " + quoted(value.text));
}

std::optional<std::uint64_t> WordOptions::number(const Word& option, std::uint64_t least,
                                                 std::uint64_t most) {
  const auto* word = value(option);
  if (word == nullptr) return std::nullopt;
  const auto number = parse_unsigned(word->text);
  if (number && *number >= least && *number <= most) return number;
  bad(option, *word,
      "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return std::nullopt;
}

std::optional<IpAddress> WordOptions::address(const Word& option) {
  const auto* word = value(option);
  if (word == nullptr) return std::nullopt;
  const auto address = parse_address(word->text);
  if (!address) bad(option, *word, "an IP address");
  return address;
}

std::optional<Prefix> WordOptions::prefix(const Word& option) {
  const auto* word = value(option);
  if (word == nullptr) return std::nullopt;
  const auto prefix = parse_prefix(word->text);
  if (!prefix) bad(option, *word, "an address with its length, IP/LEN");
  return prefix;
}

std::string WordOptions::interface(const Word& option) {
  const auto* word = value(option);
  if (word == nullptr) return {};
  if (is_interface_name(word->text)) return word->text;
  bad(option, *word, "an interface name");
  return {};
}

std::optional<std::uint32_t> WordOptions::named(const Word& option, std::string_view file,
                                                std::uint32_t most) {
  const auto* word = value(option);
  if (word == nullptr) return std::nullopt;
  const auto number = parse_unsigned(word->text);
  if (number && *number <= most) return static_cast<std::uint32_t>(*number);
  const auto known = number ? std::nullopt : routing_number(draft_, file, word->text);
  if (known && *known <= most) return known;
  bad(option, *word,
      "a number up to " + std::to_string(most) + " or a name of /etc/iproute2/" +
          std::string(file));
  return std::nullopt;
}

std::optional<std::uint32_t> WordOptions::realms(const Word& option) {
  const auto* word = value(option);
  if (word == nullptr) return std::nullopt;
  const auto realm = [this](std::string_view text) -> std::optional<std::uint32_t> {
    constexpr std::uint64_t kMost = 0xffff;
    const auto number = parse_unsigned(text);
    if (number && *number <= kMost) return static_cast<std::uint32_t>(*number);
    return number ? std::nullopt : routing_number(draft_, "rt_realms", text);
  };
  const std::string_view text(word->text);
  const auto slash = text.find('/');
  const auto first = realm(text.substr(0, slash));
  const auto second = slash == std::string_view::npos ? first : realm(text.substr(slash + 1));
  if (!first || !second) {
    bad(option, *word, "a realm, or FROM/TO");
    return std::nullopt;
  }
  return slash == std::string_view::npos ? *first : *first << 16U | *second;
}

std::optional<std::pair<std::uint64_t, std::uint64_t>> parse_number_range(std::string_view text,
                                                                          std::uint64_t least,
                                                                          std::uint64_t most) {
  const auto dash = text.find('-');
  const auto first = parse_unsigned(text.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : parse_unsigned(text.substr(dash + 1));
  if (!first || !last || *first < least || *last > most || *first > *last) return std::nullopt;
  return std::make_pair(*first, *last);
}

namespace {

struct KnownName {
  std::string_view file;
  std::string_view name;
  std::uint32_t number;
};

// What iproute2 knows without its files, and the protocols that rules name.
constexpr std::array kKnownNames{
    KnownName{"rt_tables", "default", 253},  KnownName{"rt_tables", "main", 254},
    KnownName{"rt_tables", "local", 255},    KnownName{"rt_protos", "redirect", 1},
    KnownName{"rt_protos", "kernel", 2},     KnownName{"rt_protos", "boot", 3},
    KnownName{"rt_protos", "static", 4},     KnownName{"rt_protos", "ra", 9},
    KnownName{"rt_protos", "zebra", 11},     KnownName{"rt_protos", "bird", 12},
    KnownName{"rt_protos", "dhcp", 16},      KnownName{"rt_protos", "keepalived", 18},
    KnownName{"rt_protos", "bgp", 186},      KnownName{"rt_protos", "ospf", 188},
    KnownName{"protocols", "icmp", 1},       KnownName{"protocols", "tcp", 6},
    KnownName{"protocols", "udp", 17},       KnownName{"protocols", "gre", 47},
    KnownName{"protocols", "esp", 50},       KnownName{"protocols", "ah", 51},
    KnownName{"protocols", "ipv6-icmp", 58}, KnownName{"protocols", "sctp", 132},
    KnownName{"protocols", "udplite", 136}};

// Lines of "NUMBER NAME", "#" begins a comment.
std::map<std::string, std::uint32_t, std::less<>> parse_names(std::string_view text) {
  std::map<std::string, std::uint32_t, std::less<>> names;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = trim(text.substr(0, std::min(end, text.find('#'))));
    text.remove_prefix(std::min(end + 1, text.size()));
    const auto blank = line.find_first_of(" \t");
    if (blank == std::string_view::npos) continue;
    const auto number = parse_unsigned(line.substr(0, blank));
    if (!number || *number > std::numeric_limits<std::uint32_t>::max()) continue;
    names.emplace(trim(line.substr(blank)), static_cast<std::uint32_t>(*number));
  }
  return names;
}

}  // namespace

std::optional<std::uint32_t> routing_number(Draft& draft, std::string_view file,
                                            std::string_view name) {
  for (const auto& known : kKnownNames) {
    if (known.file == file && known.name == name) return known.number;
  }
  auto names = draft.network.routing_names.find(file);
  if (names == draft.network.routing_names.end()) {
    names =
        draft.network.routing_names.emplace(std::string(file), decltype(parse_names({}))()).first;
    for (const auto* directory : {"/etc/iproute2/", "/usr/share/iproute2/", "/usr/lib/iproute2/"}) {
      const auto text = draft.reader.read(directory + std::string(file));
      if (text) names->second.merge(parse_names(text->text));
    }
  }
  const auto found = names->second.find(name);
  if (found == names->second.end()) return std::nullopt;
  return found->second;
}

}  // namespace evenkeel::config
