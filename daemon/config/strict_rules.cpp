// strict_mode. Reference: 4.9. Pure.
#include "daemon/config/instance_rules.h"

namespace evenkeel::config {
namespace {

constexpr std::uint8_t kOwner = 255;

// What the RFCs do not know at all.
bool is_possible(Draft& draft, const InstanceDraft& own, const VrrpInstance& instance) {
  const std::string lost = "; the instance is not started";
  if (instance.addresses.empty()) {
    draft.error(own.at, "strict mode: an instance without virtual_ipaddress" + lost);
    return false;
  }
  if (!own.peers.empty()) {
    draft.error(own.peers.front().at, "strict mode has no unicast" + lost);
    return false;
  }
  const auto& first = instance.addresses.front().prefix.address;
  if (first.family == Family::ipv6 && !is_link_local(first)) {
    draft.error(own.addresses.front().at,
                "strict mode: the first IPv6 address has to be a link-local one" + lost);
    return false;
  }
  return true;
}

void correct_protocol(Draft& draft, const InstanceDraft& own, VrrpInstance& instance) {
  if (instance.family == Family::ipv6 && instance.version == 2) {
    draft.error(own.at, "strict mode: IPv6 needs version 3, which is used");
    instance.version = 3;
  }
  if (instance.authentication != Authentication::none) {
    draft.error(own.auth_type->at, "strict mode has no authentication; it is not used");
    instance.authentication = Authentication::none;
    instance.auth_pass.clear();
  }
  const bool is_owner = instance.priority == kOwner;
  const auto wanted = own.state ? own.state->value : instance.initial_state;
  if ((wanted == InitialState::master) != is_owner) {
    draft.error(own.at, "strict mode: only the address owner, with priority 255, starts as MASTER");
    instance.initial_state = is_owner ? InitialState::master : InitialState::backup;
  }
  if (instance.preempt_delay > Duration(0)) {
    draft.error(own.preempt_delay->at, "strict mode has no preempt_delay; it is not used");
    instance.preempt_delay = Duration(0);
  }
}

void correct_adverts(Draft& draft, const InstanceDraft& own, VrrpInstance& instance) {
  constexpr std::uint8_t kDownTimerAdverts = 3;
  if (own.options.lower_priority_no_advert == false) {
    draft.error(own.at, "strict mode: lower_prio_no_advert cannot be off");
  }
  instance.lower_priority_no_advert = true;
  // The global word is a default, which strict mode does not share.
  if (own.options.higher_priority_send_advert == true) {
    draft.error(own.at, "strict mode has no higher_prio_send_advert; it is not used");
  }
  instance.higher_priority_send_advert = false;
  if (instance.down_timer_adverts != kDownTimerAdverts) {
    draft.error(own.at, "strict mode: down_timer_adverts is 3");
    instance.down_timer_adverts = kDownTimerAdverts;
  }
}

// One announcement an address, once.
void correct_announcements(Draft& draft, const InstanceDraft& own, VrrpInstance& instance) {
  const auto& given = own.options;
  const bool asks_for_more = given.second_burst_delay || given.burst ||
                             given.lower_priority_burst || given.lower_priority_delay ||
                             given.refresh || given.refresh_burst;
  if (asks_for_more) {
    draft.error(own.at, "strict mode does not repeat gratuitous ARP: the garp_ words are not used");
  }
  AnnounceSettings& settings = instance.announce;
  settings.burst = 1;
  settings.second_burst_delay = settings.refresh = Duration(0);
  settings.lower_priority_burst = 0;
  settings.lower_priority_delay = Duration(0);
}

void correct_link(Draft& draft, const InstanceDraft& own, VrrpInstance& instance) {
  if (instance.link.sends_on_base_link) {
    draft.error(*own.link.base_at, "strict mode has no vmac_xmit_base; it is not used");
    instance.link.sends_on_base_link = false;
  }
  if (instance.link.mac) {
    draft.error(*own.link.link_at, "strict mode has no MAC but the virtual router's; it is used");
    instance.link.mac.reset();
  }
}

}  // namespace

bool apply_strict(Draft& draft, const InstanceDraft& own, VrrpInstance& instance) {
  if (!own.options.strict.value_or(draft.global.vrrp.strict.value_or(false))) return true;
  if (!is_possible(draft, own, instance)) return false;
  correct_protocol(draft, own, instance);
  correct_adverts(draft, own, instance);
  correct_announcements(draft, own, instance);
  correct_link(draft, own, instance);
  return true;
}

}  // namespace evenkeel::config
