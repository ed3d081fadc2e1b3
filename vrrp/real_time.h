// The vrrp process before others.
#pragma once

namespace evenkeel::vrrp {

// Adverts must go out on a busy machine and while memory is short. Where that is not permitted,
// everything still works, only later under load.
void ask_for_real_time();

}  // namespace evenkeel::vrrp
