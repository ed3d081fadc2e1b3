// Markdown of every keyword, block by block in the order of the tables. Pure.
#include "daemon/config/docs/pages.h"

#include <optional>
#include <string_view>

#include "daemon/config/docs/notes.h"
#include "daemon/config/docs/words.h"
#include "daemon/config/keyword_index.h"

namespace evenkeel::config {
namespace {

constexpr std::string_view kHead =
    R"(# evenkeel and keepalived.conf

evenkeel reads keepalived.conf, the language of keepalived 2.4.3. This page lists every keyword by
block, and then where evenkeel differs on purpose. It is printed from the daemon's own tables by
`keyword-docs compatibility`; a unit test fails when it is not what the tables say.

- **in force**: it does what it says. The test `Documented/InForce.ReachesTheModel` of this word
  fails when it is taken away.
- **without effect**: accepted, with one warning at `evenkeeld --check` that names what is missing.

A word that keepalived has deprecated works, with a finding that names its successor.

A word that is not listed is an error, with the nearest known word of that block. Numbers and times
outside their range are errors that state the range; what remains usable starts.
)";

std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

std::string code(std::string_view text) { return "`" + cell(text) + "`"; }

std::string status_words(Block block, const Row& row) {
  if (const auto why = why_idle(block)) return "without effect: " + std::string(*why);
  const std::string note(row.status.note);
  const bool is_working =
      row.status.kind == Status::Kind::in_force || row.status.kind == Status::Kind::deprecated;
  if (const auto why = is_working ? always_so(row.name) : std::nullopt) {
    return "in force: " + std::string(*why);
  }
  switch (row.status.kind) {
    case Status::Kind::in_force:
      break;
    case Status::Kind::without_effect:
      return "without effect: " + note;
    case Status::Kind::deprecated:
      return "in force; deprecated, write " + code(note);
    case Status::Kind::ours:
      return "in force; evenkeel's own";
  }
  return "in force";
}

std::string block_table(Block block) {
  std::string rows;
  for (const auto* row : keyword_index().all()) {
    if (!contains(row->blocks, block)) continue;
    rows += "| " + code(row->name) + " | " + cell(form_words(row->shape)) + " | " +
            cell(row->fallback) + " | " + cell(status_words(block, *row)) + " |\n";
  }
  if (rows.empty()) return {};
  return "\n### " + std::string(to_string(block)) +
         "\n\n| keyword | takes | default | |\n|---|---|---|---|\n" + rows;
}

std::string differences_table() {
  std::string out =
      "\n## Deliberate differences\n\n| | keepalived | evenkeel | why |\n|---|---|---|---|\n";
  for (const auto& difference : differences()) {
    out += "| " + cell(difference.subject) + " | " + cell(difference.keepalived) + " | " +
           cell(difference.evenkeel) + " | " + cell(difference.reason) + " |\n";
  }
  return out;
}

}  // namespace

std::string compatibility_page() {
  std::string out(kHead);
  out += "\n## Lines\n\n| | |\n|---|---|\n";
  for (const auto& line : line_forms()) {
    out += "| " + code(line.form) + " | " + cell(line.meaning) + " |\n";
  }
  out += "\n## Keywords\n";
  for (std::size_t block = 0; block < static_cast<std::size_t>(Block::none); ++block) {
    out += block_table(static_cast<Block>(block));
  }
  return out + differences_table();
}

}  // namespace evenkeel::config
