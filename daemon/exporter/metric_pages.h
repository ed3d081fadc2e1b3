// A scrape as a sequence of pages: family by family, and a large family by some hundred series at
// a time, so that ten thousand servers never make one big string. Pure; used by exporter.cpp.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "daemon/exporter/families.h"

namespace evenkeel::exporter {

class MetricPages {
 public:
  explicit MetricPages(const World& world);

  // Appends the next page in the text format; false after the last one. The store may change in
  // between: later pages say what is true then, and no series is said twice.
  bool append(std::string& out);

 private:
  bool collect_page(Samples& out);
  bool collect_services(void (*collect)(const ServiceState&, Samples&), Samples& out);
  bool collect_servers(void (*collect)(const ServerEntry&, Samples&), Samples& out);

  World world_;
  std::vector<const Family*> families_;
  std::size_t family_ = 0;
  bool is_begun_ = false;              // a page of the present family has been written
  std::optional<ServiceKey> service_;  // reached in the present family
  std::optional<Endpoint> server_;     // reached in that service
};

}  // namespace evenkeel::exporter
