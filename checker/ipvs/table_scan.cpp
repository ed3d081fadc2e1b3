// Lines of /proc/net/ip_vs held against what we believe.
#include "checker/ipvs/table_scan.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace evenkeel::ipvs {

namespace {

// The netmask word as the kernel prints it: it swaps the IPv6 prefix length as if it were a mask.
std::uint32_t printed_netmask(const Service& service) {
  const std::uint32_t length = service.persistence_prefix;
  if (service.key.endpoint.address.family == Family::ipv6) {
    return std::endian::native == std::endian::little ? length << 24U : length;
  }
  return length == 0 ? 0 : ~std::uint32_t{0} << (32U - std::min(length, 32U));
}

bool is_same(const ProcService& read, const Service& believed) {
  const bool shows_one_packet =
      believed.key.fwmark != 0 || believed.key.endpoint.address.family == Family::ipv4;
  const bool is_persistent = believed.persistence.count() > 0;
  return read.scheduler == believed.scheduler && read.is_persistent == is_persistent &&
         (!is_persistent || read.netmask == printed_netmask(believed)) &&
         (!shows_one_packet || read.one_packet == believed.one_packet);
}

bool is_same(const ProcDestination& read, const Destination& believed) {
  // Old kernels show "Local" for an address of their own, whatever method was asked for.
  return read.endpoint == believed.endpoint && read.weight == believed.weight &&
         (read.method == believed.method || read.method == Method::local);
}

}  // namespace

TableScan::TableScan(Lookup lookup) : lookup_(std::move(lookup)) {}

void TableScan::feed(std::string_view piece) {
  for (auto end = piece.find('\n'); end != std::string_view::npos; end = piece.find('\n')) {
    if (partial_.empty()) {
      on_line(piece.substr(0, end));
    } else {
      partial_ += piece.substr(0, end);
      on_line(partial_);
      partial_.clear();
    }
    piece.remove_prefix(end + 1);
  }
  partial_ += piece.substr(0, kLongestLine - std::min(kLongestLine, partial_.size()));
}

TableScan::Findings TableScan::finish() {
  complete_service();
  std::sort(findings_.seen.begin(), findings_.seen.end());
  return std::move(findings_);
}

void TableScan::on_line(std::string_view line) {
  auto parsed = parse_proc_line(line);
  if (auto* destination = std::get_if<ProcDestination>(&parsed)) {
    if (service_) destinations_.push_back(*destination);
  } else if (auto* service = std::get_if<ProcService>(&parsed)) {
    complete_service();
    service_ = std::move(*service);
  }
}

void TableScan::complete_service() {
  if (!service_) return;
  std::sort(destinations_.begin(), destinations_.end(),
            [](const auto& a, const auto& b) { return a.endpoint < b.endpoint; });
  if (service_->key.fwmark != 0) {
    complete_mark();
  } else if (const auto* believed = lookup_(service_->key)) {
    judge(service_->key, *believed);
  } else {
    findings_.foreign.push_back(service_->key);
  }
  service_.reset();
  destinations_.clear();
}

// The line does not tell the family: the destinations do, as a rule.
void TableScan::complete_mark() {
  const auto likely =
      destinations_.empty() ? Family::ipv4 : destinations_.front().endpoint.address.family;
  ServiceKey first = service_->key;
  first.endpoint.address.family = likely;
  ServiceKey second = service_->key;
  second.endpoint.address.family = likely == Family::ipv4 ? Family::ipv6 : Family::ipv4;
  const auto* first_believed = lookup_(first);
  const auto* second_believed = lookup_(second);
  if (second_believed != nullptr &&
      (first_believed == nullptr ||
       (is_as_believed(*second_believed) && !is_as_believed(*first_believed)))) {
    judge(second, *second_believed);
  } else if (first_believed != nullptr) {
    judge(first, *first_believed);
  } else {
    findings_.foreign.push_back(first);
  }
}

void TableScan::judge(const ServiceKey& key, const ServiceTable& believed) {
  findings_.seen.push_back(key);
  if (!is_as_believed(believed)) findings_.suspects.push_back(key);
}

bool TableScan::is_as_believed(const ServiceTable& believed) const {
  return is_same(*service_, believed.service) &&
         std::equal(destinations_.begin(), destinations_.end(), believed.destinations.begin(),
                    believed.destinations.end(),
                    [](const auto& read, const auto& ours) { return is_same(read, ours); });
}

}  // namespace evenkeel::ipvs
