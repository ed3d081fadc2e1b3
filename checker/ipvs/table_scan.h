// Compares /proc/net/ip_vs, piece by piece as it is read, with what we believe the kernel holds.
// Pure. It only raises suspicion: the caller reads a suspect again by netlink before it repairs,
// as a look that spans several turns may cross our own writes.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "checker/ipvs/proc_table.h"

namespace evenkeel::ipvs {

class TableScan {
 public:
  // Null for a service that we do not believe to be there.
  using Lookup = std::function<const ServiceTable*(const ServiceKey&)>;
  explicit TableScan(Lookup lookup);

  // Any cut of the text into pieces gives the same findings.
  void feed(std::string_view piece);

  struct Findings {
    std::vector<ServiceKey> seen;      // ours and there, sorted
    std::vector<ServiceKey> suspects;  // there, but different
    std::vector<ServiceKey> foreign;   // there, and not ours
  };
  Findings finish();

  static constexpr std::size_t kLongestLine = 512;

 private:
  void on_line(std::string_view line);
  void complete_service();
  void complete_mark();
  void judge(const ServiceKey& key, const ServiceTable& believed);
  bool is_as_believed(const ServiceTable& believed) const;

  Lookup lookup_;
  Findings findings_;
  std::string partial_;  // a line whose end has not come yet
  std::optional<ProcService> service_;
  std::vector<ProcDestination> destinations_;  // of service_, as read so far
};

}  // namespace evenkeel::ipvs
