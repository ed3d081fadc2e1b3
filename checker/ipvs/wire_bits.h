// Flag bits that both directions of the IPVS wire need.
#pragma once

#include <linux/ip_vs.h>

#include <cstdint>

namespace evenkeel::ipvs {

inline constexpr std::uint32_t kSchedulerFlags =
    IP_VS_SVC_F_SCHED1 | IP_VS_SVC_F_SCHED2 | IP_VS_SVC_F_SCHED3;

}  // namespace evenkeel::ipvs
