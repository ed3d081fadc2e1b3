// One virtual server's pool as a pure value: which servers are alive, whether there is a quorum,
// and so what the kernel shall hold. The balancer feeds it reports and settings; each call says
// what changed. It reads no clock: `now` only dates the states.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checker/pool/quorum.h"
#include "checker/pool/settings.h"
#include "evenkeel/clock.h"
#include "evenkeel/state.h"

namespace evenkeel::pool {

struct ServerHealth {
  Health health = Health::unknown;
  std::string reason;
  WallTime since{};
};

struct Changes {
  bool needs_reconcile = false;       // what the kernel shall hold may differ
  std::optional<std::size_t> server;  // whose health or reason changed
  std::optional<Health> turned;       // the server: now counted alive (up) or dead (down)
  std::optional<Quorum> quorum;       // the new one
  std::vector<Script> scripts;        // to run in this order
};

// A destination as an adopted kernel table showed it.
struct SeenServer {
  Endpoint endpoint;
  std::int32_t weight = 0;
};

inline constexpr std::string_view kAdoptedReason = "adopted from the kernel table";
inline constexpr std::int32_t kSorryWeight = 1;

class Pool {
 public:
  Pool(Settings settings, WallTime now);

  // Takes a predecessor's decisions: a checked server that is absent, or at weight 0 against its
  // settings, was down; another was up. Health already reported is not touched, and no script
  // runs for what is only remembered.
  void adopt(std::span<const SeenServer> seen, WallTime now);
  // Decides the quorum of a pool that adopted nothing.
  Changes start(WallTime now);
  // Unchanged servers keep their health.
  Changes configure(Settings settings, WallTime now);
  // `unknown` is no news: a reborn checker does not undo decisions.
  Changes report(const Endpoint& server, Health health, std::string_view reason, WallTime now);
  // What an orderly stop runs: quorum_down and notify_down, with `omega` only.
  std::vector<Script> stop_scripts() const;

  const Settings& settings() const { return settings_; }
  const ServiceKey& key() const { return settings_.service.key; }
  std::span<const ServerHealth> health() const { return health_; }
  Quorum quorum() const { return quorum_; }
  WallTime quorum_since() const { return quorum_since_; }
  std::uint64_t weight_up() const { return weight_up_; }
  std::uint32_t servers_up() const { return servers_up_; }
  std::optional<std::size_t> find(const Endpoint& server) const;
  bool is_alive(std::size_t server) const;

  // The weight the kernel shall show; nothing: the server shall not be in the table.
  std::optional<std::int32_t> wanted_weight(std::size_t server) const;
  bool is_sorry_server_active() const;
  std::optional<std::int32_t> wanted_sorry_weight() const;

  std::string explain_server(std::size_t server) const;  // empty: nothing to explain
  std::string explain_quorum() const;

 private:
  void set_health(std::size_t server, Health health, std::string_view reason, WallTime now);
  bool is_sorry_server_in(std::span<const SeenServer> seen) const;
  void recount();
  void decide_quorum(WallTime now, Changes& changes);

  Settings settings_;
  std::vector<ServerHealth> health_;  // by index in settings_.servers
  Quorum quorum_ = Quorum::lost;
  WallTime quorum_since_{};
  std::uint64_t weight_up_ = 0;
  std::uint64_t weight_total_ = 0;
  std::uint32_t servers_up_ = 0;
};

}  // namespace evenkeel::pool
