// Pure.
#include "daemon/config/keyword_index.h"

#include <algorithm>
#include <cstdlib>

namespace evenkeel::config {

std::string_view to_string(Block block) {
  static constexpr std::array<std::string_view, static_cast<std::size_t>(Block::none)> kNames{
      "the outermost level",
      "global_defs",
      "SSL",
      "track_group",
      "vrrp_sync_group",
      "garp_group",
      "vrrp_script",
      "vrrp_track_process",
      "track_file",
      "bfd_instance",
      "vrrp_instance",
      "authentication",
      "auth_hmac",
      "virtual_server",
      "real_server",
      "TCP_CHECK",
      "HTTP_GET or SSL_GET",
      "url",
      "SMTP_CHECK",
      "host",
      "DNS_CHECK",
      "MISC_CHECK",
      "UDP_CHECK",
      "PING_CHECK",
      "BFD_CHECK",
      "FILE_CHECK"};
  const auto index = static_cast<std::size_t>(block);
  return index < kNames.size() ? kNames[index] : "?";
}

KeywordIndex::KeywordIndex() {
  for (const auto table :
       {root_rows(), global_rows(), alert_rows(), lvs_rows(), process_rows(), agent_rows(),
        network_rows(), link_rows(), vrrp_rows(), vrrp_timer_rows(), tracking_rows(),
        service_rows(), server_rows(), check_rows(), other_check_rows()}) {
    for (const Row& row : table) {
      all_.push_back(&row);
      for (std::size_t block = 0; block < kBlocks; ++block) {
        if (contains(row.blocks, static_cast<Block>(block))) rows_[block].emplace(row.name, &row);
      }
    }
  }
}

const Row* KeywordIndex::find(Block block, std::string_view word) const {
  const auto& rows = rows_[static_cast<std::size_t>(block)];
  const auto found = rows.find(word);
  return found == rows.end() ? nullptr : found->second;
}

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_but_for_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return lower(x) == lower(y); });
}

// The best of the names offered, whatever their order.
class Nearest {
 public:
  explicit Nearest(std::string_view word)
      : word_(word),
        allowed_(word.size() < 4   ? 1
                 : word.size() < 8 ? 2
                                   : 3),
        distance_(allowed_ + 1) {}

  void offer(std::string_view name) {
    const auto gap = std::max(name.size(), word_.size()) - std::min(name.size(), word_.size());
    if (gap > allowed_) return;
    const auto distance = same_but_for_case(name, word_) ? 0 : edit_distance(name, word_);
    if (distance > distance_ || (distance == distance_ && name >= best_)) return;
    distance_ = distance;
    best_ = name;
  }

  std::optional<std::string_view> found() const {
    if (distance_ > allowed_) return std::nullopt;
    return best_;
  }

 private:
  std::string_view word_;
  std::size_t allowed_;
  std::size_t distance_;
  std::string_view best_;
};

}  // namespace

std::optional<std::string_view> KeywordIndex::nearest(Block block, std::string_view word) const {
  Nearest nearest(word);
  for (const auto& [name, row] : rows_[static_cast<std::size_t>(block)]) nearest.offer(name);
  return nearest.found();
}

std::optional<std::string_view> nearest_of(std::string_view alternatives, std::string_view word) {
  Nearest nearest(word);
  while (true) {
    const auto bar = alternatives.find('|');
    nearest.offer(alternatives.substr(0, bar));
    if (bar == std::string_view::npos) return nearest.found();
    alternatives.remove_prefix(bar + 1);
  }
}

std::string KeywordIndex::advice(Block block, std::string_view word) const {
  std::string places;
  for (std::size_t other = 0; other < kBlocks; ++other) {
    const Row* row = find(static_cast<Block>(other), word);
    if (row == nullptr) continue;
    const bool is_old = row->status.kind == Status::Kind::deprecated;
    if (is_old && find(block, row->status.note) != nullptr) {
      return "write '" + std::string(row->status.note) + "'";
    }
    if (!places.empty()) places += ", ";
    places += to_string(static_cast<Block>(other));
  }
  const auto near = nearest(block, word);
  // A slip of one letter is likelier than a word in the wrong block.
  const bool is_slip = near && (same_but_for_case(*near, word) || edit_distance(*near, word) == 1);
  if (near && (places.empty() || is_slip)) {
    return "did you mean '" + std::string(*near) + "'?";
  }
  if (!places.empty()) return "it belongs in " + places;
  return {};
}

const KeywordIndex& keyword_index() {
  static const KeywordIndex index;
  return index;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  constexpr std::size_t kLongest = 64;
  if (a.size() > kLongest || b.size() > kLongest) return kLongest;
  using Cells = std::array<std::size_t, kLongest + 1>;
  Cells before{}, above{}, current{};
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      current[j] = std::min({above[j] + 1, current[j - 1] + 1, above[j - 1] + change});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) current[j] = std::min(current[j], before[j - 2] + 1);
    }
    before = above;
    above = current;
  }
  return above[b.size()];
}

}  // namespace evenkeel::config
