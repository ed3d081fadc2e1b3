// What a keyword takes, in words. Used by both pages. Pure.
#pragma once

#include <string>

#include "daemon/config/keyword.h"

namespace evenkeel::config {

std::string form_words(const Shape& shape);  // "a whole number from 1 to 255"

}  // namespace evenkeel::config
