// By sched_setscheduler(2) and mlockall(2).
#include "vrrp/real_time.h"

#include <sched.h>
#include <sys/mman.h>

#include "vrrp/limits.h"

namespace evenkeel::vrrp {

void ask_for_real_time() {
  sched_param parameters{};
  parameters.sched_priority = kRealTimePriority;
  static_cast<void>(sched_setscheduler(0, SCHED_RR | SCHED_RESET_ON_FORK, &parameters));
  // Only what is touched, and only what is mapped now: the process stays small.
  static_cast<void>(mlockall(MCL_CURRENT | MCL_ONFAULT));
}

}  // namespace evenkeel::vrrp
