// The metric families as tables: name, help, and how their series follow from the store. Pure. A
// new metric is a new row in one of the families_*.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <variant>

#include "daemon/exporter/samples.h"
#include "evenkeel/http_server.h"
#include "evenkeel/store.h"

namespace evenkeel::exporter {

enum class FamilyType : std::uint8_t { counter, gauge };
inline constexpr auto kCounter = FamilyType::counter;
inline constexpr auto kGauge = FamilyType::gauge;

inline double to_number(std::uint64_t value) { return static_cast<double>(value); }
inline double timestamp(WallTime when) { return to_seconds(when.time_since_epoch()); }

// Everything a scrape is a function of.
struct World {
  const Store& store;
  HttpCounters http;  // of the exporter's own server
};

// What a family looks at: the whole world once, or each object of a kind. The walker has set the
// labels that name the object.
using Collect =
    std::variant<void (*)(const World&, Samples&), void (*)(const ProcessState&, Samples&),
                 void (*)(const InstanceState&, Samples&), void (*)(const ServiceState&, Samples&),
                 void (*)(const ServerEntry&, Samples&)>;

struct Family {
  std::string_view name;  // without the prefix "evenkeel_"
  FamilyType type;
  std::string_view help;
  Collect collect;
};

std::span<const Family> daemon_families();
std::span<const Family> process_families();
std::span<const Family> vrrp_families();
std::span<const Family> service_families();
std::span<const Family> server_families();
std::span<const Family> check_families();

// Labels that name an object in every family about it.
std::vector<Label> labels_of(const ProcessState& state);
std::vector<Label> labels_of(const InstanceState& state);
std::vector<Label> labels_of(const ServiceState& state);
std::vector<Label> labels_of(const ServerEntry& entry);

// A state set: one series for each state, 1 for the present one.
template <typename State, std::size_t N>
void add_state_set(Samples& out, std::string_view label, const State (&states)[N], State present) {
  for (const auto state : states) {
    out.add({{label, std::string(to_string(state))}}, state == present ? 1 : 0);
  }
}

}  // namespace evenkeel::exporter
