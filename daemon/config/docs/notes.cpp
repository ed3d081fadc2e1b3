// Pure.
#include "daemon/config/docs/notes.h"

#include <algorithm>
#include <array>

namespace evenkeel::config {
namespace {

struct Note {
  std::string_view keyword;
  std::string_view text;
};

constexpr std::array kAlwaysSo{
    Note{"accept", "the addresses always accept"},
    Note{"hashed", "the kernel sets this flag itself"},
    Note{"skip_check_adv_addr", "an advert with another address list is counted, never dropped"},
    Note{"vrrp_skip_check_adv_addr",
         "an advert with another address list is counted, never dropped"},
    Note{"dynamic_interfaces", "interfaces may always come and go"},
    Note{"no_virtual_ipaddress", "it silences the warning about an instance without addresses"},
};

struct Refusal {
  Block block;
  std::string_view keyword;
  std::string_view text;
};

constexpr std::array kRefusals{
    Refusal{Block::url, "regex", "the check would pass without looking at what it was told to"},
};

constexpr std::array kMeanings{
    Note{"metrics_listen",
         "Where Prometheus metrics and the read-only status page are served over HTTP. Without a "
         "port, 9815. Whoever reaches it can read it."},
    Note{"vip_lease",
         "How long the kernel keeps a virtual address that nobody renews (its valid_lft). The vrrp "
         "process renews it all the time; when every process of the daemon is dead, the address "
         "ends by itself and the backup alone has it. In global_defs it is the default of all "
         "instances."},
};

template <typename Notes>
std::optional<std::string_view> find(const Notes& notes, std::string_view keyword) {
  const auto found = std::find_if(notes.begin(), notes.end(),
                                  [&](const Note& note) { return note.keyword == keyword; });
  if (found == notes.end()) return std::nullopt;
  return found->text;
}

}  // namespace

std::optional<std::string_view> always_so(std::string_view keyword) {
  return find(kAlwaysSo, keyword);
}

std::optional<std::string_view> why_refused(Block block, std::string_view keyword) {
  for (const auto& refusal : kRefusals) {
    if (refusal.block == block && refusal.keyword == keyword) return refusal.text;
  }
  return std::nullopt;
}

std::optional<std::string_view> meaning(std::string_view own_word) {
  return find(kMeanings, own_word);
}

}  // namespace evenkeel::config
