// Values of an HTTP check's url. Handlers of check_table.
#pragma once

#include "daemon/config/draft.h"

namespace evenkeel::config {

void store_path(Draft& draft, const Arguments& arguments);
void store_digest(Draft& draft, const Arguments& arguments);
void store_status(Draft& draft, const Arguments& arguments);

// PCRE2's options of compilation in lower case.
constexpr std::string_view kPatternOptions =
    "allow_empty_class|alt_bsux|auto_callout|caseless|dollar_endonly|dotall|dupnames|extended|"
    "firstline|match_unset_backref|multiline|never_ucp|never_utf|no_auto_capture|"
    "no_auto_possess|no_dotstar_anchor|no_start_optimize|ucp|ungreedy|utf|"
    "never_backslash_c|alt_circumflex|alt_verbnames|use_offset_limit|extended_more|literal";
void store_pattern_options(Draft& draft, const Arguments& arguments);
void store_pattern_stack(Draft& draft, const Arguments& arguments);

}  // namespace evenkeel::config
