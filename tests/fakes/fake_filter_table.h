// Our table of nf_tables in memory, as the kernel keeps it: whole transactions, and no key twice.
#pragma once

#include <cerrno>
#include <optional>

#include "vrrp/net/filter_table.h"

namespace evenkeel::vrrp {

class FakeFilterTable final : public FilterTable {
 public:
  Result<void> replace(const FirewallSettings& settings, const FilterKeys& wanted) override {
    ++replacements;
    if (refusal != 0) return failure(refusal, "nftables: refused");
    name = table_name(settings);
    keys = wanted;
    return {};
  }

  Result<void> change(const FilterKeys& added, const FilterKeys& removed) override {
    ++changes;
    if (refusal != 0) return failure(refusal, "nftables: refused");
    if (!keys) return failure(ENOENT, "nftables: no table");
    for (std::size_t i = 0; i < kFilterSetCount; ++i) {
      for (const auto& key : removed[i]) {
        if ((*keys)[i].erase(key) == 0) return failure(ENOENT, "nftables: no such key");
      }
      (*keys)[i].insert(added[i].begin(), added[i].end());
    }
    return {};
  }

  void remove() override { keys.reset(); }

  std::size_t count(FilterSet set) const {
    return keys ? (*keys)[static_cast<std::size_t>(set)].size() : 0;
  }

  std::optional<FilterKeys> keys;
  std::string name;
  int refusal = 0;  // the errno of every transaction, 0: none
  int replacements = 0, changes = 0;
};

}  // namespace evenkeel::vrrp
