// The documentation of the language as text, made from the keyword tables. Printed by keyword-docs;
// a unit test holds the committed files against it. Pure.
#pragma once

#include <string>

namespace evenkeel::config {

std::string compatibility_page();  // docs/keepalived-compatibility.md
std::string manual_page();         // docs/man/evenkeel.conf.5

}  // namespace evenkeel::config
