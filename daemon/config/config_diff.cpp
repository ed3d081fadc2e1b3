// Compares what print.h makes of two objects, so that no member can be forgotten here. Pure.
#include "daemon/config/config_diff.h"

#include <algorithm>
#include <map>

#include "daemon/config/print.h"

namespace evenkeel {

namespace {

using config::Printed;
using config::PrintedBlock;

struct Field {
  std::string name;
  std::string value;
  bool is_secret = false;
  bool operator==(const Field&) const = default;
};

// A flag has no value of its own, and an entry no name.
Field field_of(const Printed& statement, const std::string& path) {
  Field field{path + statement.keyword, statement.values, config::is_secret(statement)};
  if (statement.keyword.empty()) field.name = path.substr(0, path.size() - 1);
  if (field.value.empty()) field.value = "on";
  return field;
}

void flatten(const PrintedBlock& block, const std::string& path, std::vector<Field>& fields) {
  for (const auto& statement : block) {
    if (!statement.block) {
      fields.push_back(field_of(statement, path));
      continue;
    }
    // An empty TCP_CHECK is something all the same.
    if (statement.block->empty()) fields.push_back(field_of(statement, path));
    flatten(*statement.block, path + statement.keyword + "/", fields);
  }
}

FieldChange told(const std::string& name, const Field* from, const Field* to) {
  const auto value = [](const Field* field) -> std::string {
    if (field == nullptr) return {};
    return field->is_secret ? "(hidden)" : field->value;
  };
  return {name, value(from), value(to)};
}

std::map<std::string, std::vector<const Field*>> by_name(const std::vector<Field>& fields) {
  std::map<std::string, std::vector<const Field*>> names;
  for (const auto& field : fields) names[field.name].push_back(&field);
  return names;
}

// Drops what both have, whatever the order; returns the rest of `own`.
std::vector<const Field*> without_common(const std::vector<const Field*>& own,
                                         std::vector<const Field*> other) {
  std::vector<const Field*> rest;
  for (const auto* field : own) {
    const auto same = std::find_if(other.begin(), other.end(),
                                   [&](const Field* theirs) { return *theirs == *field; });
    if (same == other.end()) {
      rest.push_back(field);
    } else {
      other.erase(same);
    }
  }
  return rest;
}

// A field that both have once is a change from one value to the other; of entries, each is told.
std::vector<FieldChange> compare(const PrintedBlock& before, const PrintedBlock& after) {
  std::vector<Field> old_fields, new_fields;
  flatten(before, {}, old_fields);
  flatten(after, {}, new_fields);
  const auto old_names = by_name(old_fields);
  auto new_names = by_name(new_fields);
  for (const auto& [name, fields] : old_names) new_names.try_emplace(name);
  std::vector<FieldChange> found;
  for (const auto& [name, fields] : new_names) {
    const auto known = old_names.find(name);
    const auto olds = known == old_names.end() ? std::vector<const Field*>{} : known->second;
    const auto gone = without_common(olds, fields);
    const auto come = without_common(fields, olds);
    for (std::size_t i = 0; i < std::max(gone.size(), come.size()); ++i) {
      found.push_back(
          told(name, i < gone.size() ? gone[i] : nullptr, i < come.size() ? come[i] : nullptr));
    }
  }
  // The same statements in another order: of checks, urls or addresses the order counts.
  if (found.empty()) found.push_back({"order", {}, {}});
  return found;
}

std::string name_of(const VrrpInstance& instance) { return "vrrp/" + instance.name; }
std::string name_of(const VirtualServer& service) { return "service/" + to_string(service.key); }

class Comparison {
 public:
  std::vector<ObjectChange> take() { return std::move(changes_); }

  void add(std::string object, const PrintedBlock& before, const PrintedBlock& after) {
    changes_.push_back({std::move(object), ChangeKind::changed, compare(before, after)});
  }

  // Meets all of both lists by `key`: pairs go to `both`, the others are told.
  template <typename T, typename Key, typename Name, typename Both>
  void match(const std::vector<T>& before, const std::vector<T>& after, Key key, Name name,
             Both both) {
    std::map<std::decay_t<decltype(key(before.front()))>, const T*> olds;
    for (const auto& object : before) olds.emplace(key(object), &object);
    for (const auto& object : after) {
      const auto known = olds.find(key(object));
      if (known == olds.end()) {
        changes_.push_back({name(object), ChangeKind::added, {}});
        continue;
      }
      if (!(*known->second == object)) both(*known->second, object);
      olds.erase(known);
    }
    for (const auto& object : before) {
      if (!olds.contains(key(object))) continue;
      changes_.push_back({name(object), ChangeKind::removed, {}});
    }
  }

  void compare_services(const VirtualServer& before, const VirtualServer& after) {
    const auto old_block = config::print_service(before, config::Servers::left_out);
    const auto new_block = config::print_service(after, config::Servers::left_out);
    if (old_block != new_block) add(name_of(after), old_block, new_block);
    const auto server_name = [&](const RealServer& server) {
      return "server/" + to_string(ServerKey{after.key, server.endpoint});
    };
    match(
        before.servers, after.servers, [](const RealServer& server) { return server.endpoint; },
        server_name,
        [&](const RealServer& old_server, const RealServer& new_server) {
          add(server_name(new_server), config::print_server(old_server),
              config::print_server(new_server));
        });
  }

 private:
  std::vector<ObjectChange> changes_;
};

}  // namespace

std::vector<ObjectChange> changes(const Config& from, const Config& to) {
  Comparison comparison;
  const auto old_global = config::print_global(from);
  const auto new_global = config::print_global(to);
  if (old_global != new_global) comparison.add("global_defs", old_global, new_global);
  const auto old_tls = config::print_tls(from.daemon.tls);
  const auto new_tls = config::print_tls(to.daemon.tls);
  if (old_tls != new_tls) comparison.add("SSL", old_tls, new_tls);
  comparison.match(
      from.instances, to.instances, [](const VrrpInstance& instance) { return instance.name; },
      [](const VrrpInstance& instance) { return name_of(instance); },
      [&](const VrrpInstance& before, const VrrpInstance& after) {
        comparison.add(name_of(after), config::print_instance(before),
                       config::print_instance(after));
      });
  comparison.match(
      from.services, to.services, [](const VirtualServer& service) { return service.key; },
      [](const VirtualServer& service) { return name_of(service); },
      [&](const VirtualServer& before, const VirtualServer& after) {
        comparison.compare_services(before, after);
      });
  return comparison.take();
}

}  // namespace evenkeel
