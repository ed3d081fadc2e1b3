// Write, and where the kernel refuses, read and write again.
#include "checker/ipvs/reconciler.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace evenkeel::ipvs {

namespace {

// ENOENT for a new service is not "no such file": its scheduler cannot be loaded.
Error refusal_error(const Command& command, int code) {
  const auto* added = std::get_if<AddService>(&command);
  const auto* edited = std::get_if<EditService>(&command);
  if (code == ENOENT && (added != nullptr || edited != nullptr)) {
    const auto& service = added != nullptr ? added->service : edited->service;
    const bool has_engine = !service.persistence_engine.empty();
    return {code, describe(command) + ": the kernel has no such scheduler" +
                      (has_engine ? " or persistence engine" : "")};
  }
  return {code, describe(command) + ": " + std::strerror(code)};
}

}  // namespace

Result<void> Reconciler::reconcile(std::span<Item> items) {
  if (auto done = attempt(items); !done) return done;
  for (std::size_t round = 0; round < 2; ++round) {
    std::vector<Item*> refused;
    for (auto& item : items) {
      if (item.error) refused.push_back(&item);
    }
    if (refused.empty()) return {};
    if (auto done = read(refused); !done) return done;
    if (round > 0) return {};
    std::vector<Item> again;
    again.reserve(refused.size());
    for (Item* item : refused) again.push_back({item->actual, item->desired, item->key, {}, {}});
    if (auto done = attempt(again); !done) return done;
    for (std::size_t i = 0; i < again.size(); ++i) refused[i]->error = std::move(again[i].error);
  }
  return {};
}

// `actual` becomes what the kernel has confirmed: `desired`, where nothing was refused.
Result<void> Reconciler::attempt(std::span<Item> items) {
  std::vector<Command> commands;
  std::vector<std::size_t> end_of;  // by item: one past its last command
  end_of.reserve(items.size());
  for (const auto& item : items) {
    append_commands(*item.actual, item.desired, commands);
    end_of.push_back(commands.size());
  }
  if (commands.empty()) return {};
  const auto refusals = kernel_.apply(commands);
  if (!refusals) return tl::unexpected(refusals.error());
  std::vector<int> codes(commands.size());
  for (const auto& refusal : *refusals) codes[refusal.command] = refusal.code;
  std::size_t command = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto first = codes.begin() + static_cast<std::ptrdiff_t>(command);
    const auto last = codes.begin() + static_cast<std::ptrdiff_t>(end_of[i]);
    if (std::all_of(first, last, [](int code) { return code == 0; })) {
      *items[i].actual = items[i].desired;
      command = end_of[i];
    }
    for (; command < end_of[i]; ++command) {
      if (codes[command] == 0) {
        note_done(commands[command], *items[i].actual);
      } else if (!items[i].error) {
        items[i].error = refusal_error(commands[command], codes[command]);
      }
    }
  }
  return {};
}

Result<void> Reconciler::read(std::span<Item*> items) {
  auto services = kernel_.services();
  if (!services) return tl::unexpected(services.error());
  for (Item* item : items) {
    const auto found = std::find_if(services->begin(), services->end(),
                                    [item](const auto& it) { return it.service.key == item->key; });
    std::optional<ServiceTable> table;
    if (found != services->end()) {
      const auto readings = kernel_.destinations(item->key);
      if (!readings) return tl::unexpected(readings.error());
      table = ServiceTable{found->service, destinations_of(*readings)};
    }
    if (!item->drift.is_any()) item->drift = find_drift(*item->actual, table);
    *item->actual = std::move(table);
  }
  return {};
}

std::vector<Destination> destinations_of(std::span<const DestinationReading> readings) {
  std::vector<Destination> values;
  values.reserve(readings.size());
  for (const auto& reading : readings) values.push_back(reading.destination);
  return values;
}

}  // namespace evenkeel::ipvs
