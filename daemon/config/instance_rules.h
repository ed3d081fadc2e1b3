// The rules of one vrrp_instance, each with its findings. Used by finish_instance. Reference: 4.1,
// 4.5, 4.6.
#pragma once

#include <map>
#include <string>

#include "daemon/config/draft.h"

namespace evenkeel::config {

// The source address, as one of the two words names it.
const std::optional<Placed<IpAddress>>& own_source(const InstanceDraft& own);

// Empty: unicast adverts need none where their source says where they go out and come in.
std::string interface_of(const GlobalDraft& global, const InstanceDraft& own);

// False after an error: it has no interface, and addresses that do not stand in for one.
bool may_lack_interface(Draft& draft, const InstanceDraft& own, const VrrpInstance& instance);

// Without an interface, what names no device is on this one.
void apply_default_device(const GlobalDraft& global, VrrpInstance& instance);

// False after an error: without it, or with what we cannot do yet, the instance cannot run.
bool is_usable(Draft& draft, InstanceDraft& own);

// That of the announced addresses; keepalived's rule.
Family family_of(const InstanceDraft& own);

void apply_priority(Draft& draft, const InstanceDraft& own, VrrpInstance& instance);
void apply_interval(Draft& draft, const InstanceDraft& own, VrrpInstance& instance);
void apply_authentication(Draft& draft, const InstanceDraft& own, VrrpInstance& instance);
void apply_preemption(Draft& draft, const InstanceDraft& own, VrrpInstance& instance);
void apply_peers(Draft& draft, const InstanceDraft& own, VrrpInstance& instance);
void apply_addresses(Draft& draft, InstanceDraft& own, VrrpInstance& instance);

// strict_mode: refuses or corrects what the RFCs do not know. False: the instance is not started.
// Reference: 4.9.
bool apply_strict(Draft& draft, const InstanceDraft& own, VrrpInstance& instance);

// Two instances may carry one address, on different links; rarely is it meant.
void warn_of_shared_addresses(Draft& draft, std::map<IpAddress, Placed<std::string>>& known);

}  // namespace evenkeel::config
