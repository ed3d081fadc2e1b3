// Slices of counters, compared on the way with what we believe.
#include "checker/ipvs/counter_reader.h"

#include <algorithm>
#include <utility>

#include "checker/ipvs/limits.h"
#include "checker/ipvs/states.h"

namespace evenkeel::ipvs {

namespace {

bool is_read(const Entry& entry) {
  return entry.knowledge == Knowledge::all && entry.actual.has_value();
}

}  // namespace

CounterReader::CounterReader(WorkerContext& context, Model& model, IpvsKernel& kernel,
                             KernelSync& sync, DriftWatch& watch, Publisher& publisher)
    : context_(context),
      model_(model),
      kernel_(kernel),
      sync_(sync),
      watch_(watch),
      publisher_(publisher),
      timer_(context.loop.make_timer([this] { tick(); })) {}

void CounterReader::start() { timer_->arm(context_.loop.now() + pause()); }

void CounterReader::stop() { timer_->cancel(); }

void CounterReader::tick() {
  if (sync_.is_available()) {
    Result<void> done;
    if (!last_read_) done = read_services();
    if (done) done = read_slice();
    const auto suspects = std::exchange(suspects_, {});
    if (!done) {
      sync_.on_kernel_error(done.error());
    } else if (!suspects.empty()) {
      sync_.suspect(suspects);
      watch_.look_soon();
    }
  } else {
    last_read_.reset();
  }
  timer_->arm(context_.loop.now() + pause());
}

Result<void> CounterReader::read_services() {
  const auto readings = kernel_.services();
  if (!readings) return tl::unexpected(readings.error());
  for (const auto& reading : *readings) {
    const auto found = model_.entries.find(reading.service.key);
    if (found != model_.entries.end() && is_read(found->second)) {
      note_service(found->second, reading);
    }
  }
  return {};
}

Result<void> CounterReader::read_slice() {
  auto next = last_read_ ? model_.entries.upper_bound(*last_read_) : model_.entries.begin();
  for (std::size_t i = 0; i < kServicesPerSlice && next != model_.entries.end(); ++i, ++next) {
    last_read_ = next->first;
    if (!is_read(next->second)) continue;
    const auto readings = kernel_.destinations(next->first);
    if (!readings) return tl::unexpected(readings.error());
    note_servers(next->second, *readings);
  }
  if (next == model_.entries.end()) last_read_.reset();
  return {};
}

void CounterReader::note_service(Entry& entry, const ServiceReading& reading) {
  if (reading.service != entry.actual->service) suspects_.push_back(reading.service.key);
  if (entry.traffic == reading.traffic) return;
  entry.traffic = reading.traffic;
  publisher_.mark(entry);
}

void CounterReader::note_servers(Entry& entry, std::span<const DestinationReading> readings) {
  const auto& believed = entry.actual->destinations;
  if (!std::equal(readings.begin(), readings.end(), believed.begin(), believed.end(),
                  [](const auto& read, const auto& ours) { return read.destination == ours; })) {
    suspects_.push_back(entry.pool.key());
  }
  for (std::size_t i = 0; i < entry.servers.size(); ++i) {
    const Endpoint& endpoint = server_endpoint(entry.pool.settings(), i);
    const auto found = std::lower_bound(
        readings.begin(), readings.end(), endpoint,
        [](const auto& it, const Endpoint& key) { return it.destination.endpoint < key; });
    if (found == readings.end() || found->destination.endpoint != endpoint) continue;
    ServerRuntime& server = entry.servers[i];
    if (server.traffic == found->traffic &&
        server.active_connections == found->active_connections &&
        server.inactive_connections == found->inactive_connections) {
      continue;
    }
    server.traffic = found->traffic;
    server.active_connections = found->active_connections;
    server.inactive_connections = found->inactive_connections;
    publisher_.mark_server(entry, i);
  }
}

// Small tables are read whole every second; for large ones the slices fill the longest round.
Duration CounterReader::pause() const {
  std::size_t servers = 0;
  for (const auto& [key, entry] : model_.entries) servers += entry.servers.size();
  const Duration round = std::clamp<Duration>(
      kCountersPerServer * static_cast<long>(std::min<std::size_t>(servers, 10000)),
      kCountersShortest, kCountersLongest);
  const std::size_t slices =
      std::max<std::size_t>(1, (model_.entries.size() + kServicesPerSlice - 1) / kServicesPerSlice);
  return round / static_cast<long>(slices);
}

}  // namespace evenkeel::ipvs
