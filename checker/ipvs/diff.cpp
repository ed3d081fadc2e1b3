// Tables compared by merging their sorted lists.
#include "checker/ipvs/diff.h"

#include <algorithm>
#include <utility>

#include "evenkeel/overload.h"

namespace evenkeel::ipvs {

namespace {

// Walks two lists sorted by endpoint and tells of each destination what both say of it.
template <typename Visit>
void merge(const std::vector<Destination>& left, const std::vector<Destination>& right,
           Visit visit) {
  auto l = left.begin();
  auto r = right.begin();
  while (l != left.end() || r != right.end()) {
    const bool has_left = l != left.end() && (r == right.end() || l->endpoint <= r->endpoint);
    const bool has_right = r != right.end() && (l == left.end() || r->endpoint <= l->endpoint);
    visit(has_left ? &*l : nullptr, has_right ? &*r : nullptr);
    if (has_left) ++l;
    if (has_right) ++r;
  }
}

const std::vector<Destination>& destinations_of(const std::optional<ServiceTable>& table) {
  static const std::vector<Destination> kNone;
  return table ? table->destinations : kNone;
}

void append_service(const std::optional<ServiceTable>& actual, const Service& desired,
                    std::vector<Command>& commands) {
  if (!actual) {
    commands.emplace_back(AddService{desired});
  } else if (actual->service != desired) {
    commands.emplace_back(EditService{desired});
  }
}

// Names one object, counts more.
class Tally {
 public:
  explicit Tally(std::string what_happened) : what_happened_(std::move(what_happened)) {}
  void add(const Endpoint& endpoint) {
    if (++count_ == 1) first_ = endpoint;
  }
  std::uint32_t count() const { return count_; }
  void append_to(std::string& text) const {
    if (count_ == 0) return;
    if (!text.empty()) text += "; ";
    text += count_ == 1 ? to_string(first_) : std::to_string(count_) + " servers";
    text += " " + what_happened_;
  }

 private:
  std::string what_happened_;
  Endpoint first_;
  std::uint32_t count_ = 0;
};

}  // namespace

void append_commands(const std::optional<ServiceTable>& actual,
                     const std::optional<ServiceTable>& desired, std::vector<Command>& commands) {
  if (!desired) {
    if (actual) commands.emplace_back(RemoveService{actual->service.key});
    return;
  }
  const ServiceKey& key = desired->service.key;
  append_service(actual, desired->service, commands);
  std::vector<Command> lowering;
  merge(destinations_of(actual), desired->destinations,
        [&](const Destination* old, const Destination* wanted) {
          if (old != nullptr && wanted == nullptr) {
            lowering.emplace_back(RemoveDestination{key, old->endpoint});
          } else if (old == nullptr && wanted != nullptr) {
            commands.emplace_back(AddDestination{key, *wanted});
          } else if (old != nullptr && *old != *wanted) {
            auto& list = wanted->weight < old->weight ? lowering : commands;
            list.emplace_back(EditDestination{key, *wanted});
          }
        });
  for (auto& command : lowering) commands.push_back(std::move(command));
}

void note_done(const Command& command, std::optional<ServiceTable>& actual) {
  const auto place = [&actual](const Endpoint& endpoint) {
    return std::lower_bound(
        actual->destinations.begin(), actual->destinations.end(), endpoint,
        [](const Destination& it, const Endpoint& wanted) { return it.endpoint < wanted; });
  };
  const auto put = [&](const Destination& destination) {
    if (!actual) return;
    const auto at = place(destination.endpoint);
    const bool is_there = at != actual->destinations.end() && at->endpoint == destination.endpoint;
    if (is_there) *at = destination;
    if (!is_there) actual->destinations.insert(at, destination);
  };
  std::visit(Overload{[&](const AddService& it) {
                        actual = ServiceTable{it.service, {}};
                      },
                      [&](const EditService& it) {
                        if (actual) actual->service = it.service;
                      },
                      [&](const RemoveService&) { actual.reset(); },
                      [&](const AddDestination& it) { put(it.destination); },
                      [&](const EditDestination& it) { put(it.destination); },
                      [&](const RemoveDestination& it) {
                        if (!actual) return;
                        std::erase_if(actual->destinations, [&it](const Destination& known) {
                          return known.endpoint == it.endpoint;
                        });
                      }},
             command);
}

Drift find_drift(const std::optional<ServiceTable>& believed,
                 const std::optional<ServiceTable>& read) {
  Drift drift;
  if (!believed) return drift;
  if (!read) {
    drift.services = 1;
    drift.servers = static_cast<std::uint32_t>(believed->destinations.size());
    drift.text = "service removed by someone: put back";
    return drift;
  }
  if (believed->service != read->service) {
    drift.services = 1;
    drift.text = "service edited by someone: set back";
  }
  Tally removed("removed by someone: put back");
  Tally added("added by someone: taken out");
  Tally edited("edited by someone: set back");
  merge(believed->destinations, read->destinations,
        [&](const Destination* ours, const Destination* theirs) {
          if (ours != nullptr && theirs == nullptr) {
            removed.add(ours->endpoint);
          } else if (ours == nullptr && theirs != nullptr) {
            added.add(theirs->endpoint);
          } else if (ours != nullptr && *ours != *theirs) {
            edited.add(ours->endpoint);
          }
        });
  for (const Tally* tally : {&removed, &added, &edited}) {
    drift.servers += tally->count();
    tally->append_to(drift.text);
  }
  return drift;
}

}  // namespace evenkeel::ipvs
