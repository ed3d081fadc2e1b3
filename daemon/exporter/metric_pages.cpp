// Walks families and objects. Pure.
#include "daemon/exporter/metric_pages.h"

#include <algorithm>

#include "daemon/exporter/serialize.h"
#include "evenkeel/overload.h"

namespace evenkeel::exporter {

namespace {

// About 50 KiB of text.
constexpr std::size_t kSamplesPerPage = 400;

template <typename State, typename Key>
void collect_each(const std::map<Key, State>& states, void (*collect)(const State&, Samples&),
                  Samples& out) {
  for (const auto& [key, state] : states) {
    out.set_object(labels_of(state));
    collect(state, out);
  }
}

}  // namespace

MetricPages::MetricPages(const World& world) : world_(world) {
  for (const auto families : {daemon_families(), process_families(), vrrp_families(),
                              service_families(), server_families(), check_families()}) {
    for (const auto& family : families) families_.push_back(&family);
  }
}

bool MetricPages::append(std::string& out) {
  if (family_ == families_.size()) return false;
  const auto& family = *families_[family_];
  Samples samples;
  const bool has_more = collect_page(samples);
  out += serialize(family, samples.all(), is_begun_ ? Page::further : Page::first);
  is_begun_ = has_more;
  if (!has_more) {
    ++family_;
    service_.reset();
    server_.reset();
  }
  return family_ < families_.size();
}

// True when the family has further objects.
bool MetricPages::collect_page(Samples& out) {
  return std::visit(Overload{
                        [&](void (*collect)(const World&, Samples&)) {
                          collect(world_, out);
                          return false;
                        },
                        [&](void (*collect)(const ProcessState&, Samples&)) {
                          collect_each(world_.store.processes(), collect, out);
                          return false;
                        },
                        [&](void (*collect)(const InstanceState&, Samples&)) {
                          collect_each(world_.store.instances(), collect, out);
                          return false;
                        },
                        [&](void (*collect)(const ServiceState&, Samples&)) {
                          return collect_services(collect, out);
                        },
                        [&](void (*collect)(const ServerEntry&, Samples&)) {
                          return collect_servers(collect, out);
                        },
                    },
                    families_[family_]->collect);
}

bool MetricPages::collect_services(void (*collect)(const ServiceState&, Samples&), Samples& out) {
  const auto& services = world_.store.services();
  auto next = service_ ? services.upper_bound(*service_) : services.begin();
  for (; next != services.end() && out.all().size() < kSamplesPerPage; ++next) {
    out.set_object(labels_of(next->second.state));
    collect(next->second.state, out);
    service_ = next->first;
  }
  return next != services.end();
}

bool MetricPages::collect_servers(void (*collect)(const ServerEntry&, Samples&), Samples& out) {
  const auto& services = world_.store.services();
  auto service = service_ ? services.lower_bound(*service_) : services.begin();
  for (; service != services.end(); ++service) {
    if (service_ != service->first) server_.reset();
    service_ = service->first;
    const auto& servers = service->second.servers;
    auto next = std::partition_point(servers.begin(), servers.end(), [this](const auto& entry) {
      return server_ && entry.state.key.server <= *server_;
    });
    for (; next != servers.end(); ++next) {
      if (out.all().size() >= kSamplesPerPage) return true;
      out.set_object(labels_of(*next));
      collect(*next, out);
      server_ = next->state.key.server;
    }
  }
  return false;
}

}  // namespace evenkeel::exporter
