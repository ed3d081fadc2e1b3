// Pure.
#include "daemon/config/docs/notes.h"

#include <algorithm>
#include <array>
#include <bit>

#include "daemon/config/keyword_index.h"

namespace evenkeel::config {
namespace {

struct Note {
  std::string_view keyword;
  std::string_view text;
};

constexpr std::array kAlwaysSo{
    Note{"hashed", "the kernel sets this flag itself"},
    Note{"dynamic_interfaces", "interfaces may always come and go"},
    Note{"native_ipv6", "the first address decides about the family"},
    Note{"include_check", "it decides how strict the includes after it are"},
    Note{"no_virtual_ipaddress", "it silences the warning about an instance without addresses"},
};

constexpr std::array kMeanings{
    Note{"metrics_listen",
         "Where Prometheus metrics and the read-only status page are served over HTTP. Without a "
         "port, 9815. Whoever reaches it can read it."},
    Note{"track_service",
         "The instance or sync group depends on virtual servers of this configuration: one without "
         "quorum counts as down. An entry is an address and port, or fwmark N, then the weight as "
         "in track_script."},
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

std::optional<std::string_view> meaning(std::string_view own_word) {
  return find(kMeanings, own_word);
}

std::optional<std::string_view> why_idle(Block block) {
  std::optional<std::string_view> why;
  for (const auto* row : keyword_index().all()) {
    if (row->shape.form != Form::block || row->shape.block != block) continue;
    const auto outer = static_cast<Block>(std::countr_zero(row->blocks));
    const auto outer_why = outer == block ? std::nullopt : why_idle(outer);
    const bool is_idle = row->status.kind == Status::Kind::without_effect;
    if (!is_idle && !outer_why) return std::nullopt;
    why = is_idle ? row->status.note : *outer_why;
  }
  return why;
}

}  // namespace evenkeel::config
