// What the kernel shall hold for a pool, as a pure function.
#pragma once

#include "checker/ipvs/table.h"
#include "checker/pool/pool.h"

namespace evenkeel::ipvs {

ServiceTable desired_table(const pool::Pool& pool);

}  // namespace evenkeel::ipvs
