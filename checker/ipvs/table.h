// The kernel's IPVS table as values: what we want it to hold, what it was read to hold, and the
// commands that lead from one to the other. Compared and built by pure code; only wire.cpp knows
// the kernel's encoding.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "evenkeel/config.h"
#include "evenkeel/state.h"

namespace evenkeel::ipvs {

struct Service {
  ServiceKey key;
  std::string scheduler;              // "none" is the kernel's word for a service without one
  std::uint32_t scheduler_flags = 0;  // IP_VS_SVC_F_SCHED1..3
  bool one_packet = false;
  std::chrono::seconds persistence{0};  // 0: none
  std::uint8_t persistence_prefix = 32;
  std::string persistence_engine;
  bool operator==(const Service&) const = default;
};

// `local` and `bypass` are never ours, but the kernel may show them.
enum class Method : std::uint8_t { nat, local, tun, dr, bypass };

struct Destination {
  Endpoint endpoint;
  std::int32_t weight = 0;
  std::uint32_t upper_threshold = 0;
  std::uint32_t lower_threshold = 0;
  Method method = Method::nat;
  TunnelType tunnel = TunnelType::ipip;
  TunnelChecksum tunnel_checksum = TunnelChecksum::none;
  std::uint16_t tunnel_port = 0;
  bool operator==(const Destination&) const = default;
};

struct ServiceTable {
  Service service;
  std::vector<Destination> destinations;  // sorted by endpoint, unique
  bool operator==(const ServiceTable&) const = default;
};

// What a dump shows beyond the values.
struct ServiceReading {
  Service service;
  TrafficCounters traffic;
};
struct DestinationReading {
  Destination destination;
  TrafficCounters traffic;
  std::uint32_t active_connections = 0;
  std::uint32_t inactive_connections = 0;
};

struct AddService {
  Service service;
  bool operator==(const AddService&) const = default;
};
struct EditService {
  Service service;
  bool operator==(const EditService&) const = default;
};
struct RemoveService {
  ServiceKey key;
  bool operator==(const RemoveService&) const = default;
};
struct AddDestination {
  ServiceKey key;
  Destination destination;
  bool operator==(const AddDestination&) const = default;
};
struct EditDestination {
  ServiceKey key;
  Destination destination;
  bool operator==(const EditDestination&) const = default;
};
struct RemoveDestination {
  ServiceKey key;
  Endpoint endpoint;
  bool operator==(const RemoveDestination&) const = default;
};
using Command = std::variant<AddService, EditService, RemoveService, AddDestination,
                             EditDestination, RemoveDestination>;

const ServiceKey& key_of(const Command& command);
// "add 10.0.0.1:80 to tcp:192.0.2.10:80": what was attempted, for errors.
std::string describe(const Command& command);

// Parts of Service that mean nothing without persistence compare equal afterwards, as the kernel
// keeps stale ones.
void normalise(Service& service);
void sort_by_endpoint(std::vector<Destination>& destinations);

}  // namespace evenkeel::ipvs
