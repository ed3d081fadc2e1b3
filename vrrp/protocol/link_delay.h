// Which interfaces count as usable, as a pure value: what the link table says, after the delays of
// interface_up_down_delays. The engine feeds it every change and arms a timer at next().
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "evenkeel/clock.h"
#include "evenkeel/config.h"
#include "vrrp/protocol/announce.h"
#include "vrrp/protocol/link_table.h"

namespace evenkeel::vrrp {

class LinkDelays {
 public:
  // What is believed of an interface that keeps an entry stays believed.
  void set(const std::vector<LinkDelay>& delays);

  // Level-triggered: after every change of the table, and at next(). Returns the interfaces that
  // count as something else now. What is seen first, and an interface that is gone, count at once.
  std::set<std::string> follow(const LinkTable& links, TimePoint now);
  TimePoint next() const;  // kNever: no change waits

  // Why the interface cannot be used; nothing: it can.
  std::optional<std::string> fault(const LinkTable& links, const std::string& name) const;

 private:
  struct Belief {
    LinkDelay delay;
    std::optional<bool> is_up;  // unset: not looked at yet
    TimePoint turns_at = kNever;
  };
  static bool follow_one(Belief& belief, const Link* link, TimePoint now);

  std::map<std::string, Belief> beliefs_;  // of the interfaces that have delays
};

}  // namespace evenkeel::vrrp
