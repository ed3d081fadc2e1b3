// evenkeel.conf(5) as roff. Pure.
#include "daemon/config/docs/notes.h"
#include "daemon/config/docs/pages.h"
#include "daemon/config/docs/words.h"
#include "daemon/config/keyword_index.h"

namespace evenkeel::config {
namespace {

constexpr std::string_view kHead = R"(.\" Printed by keyword-docs from the daemon's keyword tables.
.TH EVENKEEL.CONF 5 "" "evenkeel" "File formats"
.SH NAME
evenkeel.conf \- configuration of the evenkeel load balancer
.SH DESCRIPTION
.I /etc/evenkeel/evenkeel.conf
says which virtual addresses a director shares, and over which real servers it balances. The
language is that of
.BR keepalived.conf (5),
so that a file of keepalived works as it is. Which of its keywords are in force, and where evenkeel
differs on purpose, is listed in
.I keepalived\-compatibility.md
of the documentation.
.PP
.B evenkeeld \-\-check
says what is wrong with a file, by line and column, and changes nothing;
.B evenkeeld \-\-check \-\-print
shows the configuration as it was understood;
.B keelctl config diff
says what a reload would change. A reload that brings a new error is refused and changes nothing.
.SH LINES
)";

constexpr std::string_view kTail = R"(.SH FILES
.TP
.I /etc/evenkeel/evenkeel.conf
the configuration, unless
.B evenkeeld \-\-config
names another
.TP
.I /run/evenkeel
the control socket and the daemon's own records
.SH SEE ALSO
.BR keepalived.conf (5),
.BR evenkeeld (8),
.BR keelctl (1)
)";

// roff gives a meaning to "\", "-" and to "." or "'" at the beginning of a line.
std::string roff(std::string_view text) {
  std::string out;
  if (text.starts_with('.') || text.starts_with('\'')) out += "\\&";
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
  }
  return out;
}

std::string blocks_of(const Row& row) {
  std::string out;
  for (std::size_t block = 0; block < static_cast<std::size_t>(Block::none); ++block) {
    if (!contains(row.blocks, static_cast<Block>(block))) continue;
    out += (out.empty() ? "" : ", ") + std::string(to_string(static_cast<Block>(block)));
  }
  return out;
}

std::string own_word(const Row& row) {
  std::string out = ".TP\n.B " + roff(row.name) + "\n";
  out += roff(meaning(row.name).value_or("")) + "\n.br\n";
  out += "Takes: " + roff(form_words(row.shape)) + ". ";
  if (!row.fallback.empty()) out += "Default: " + roff(row.fallback) + ". ";
  return out + "In: " + roff(blocks_of(row)) + ".\n";
}

}  // namespace

std::string manual_page() {
  std::string out(kHead);
  for (const auto& line : line_forms()) {
    out += ".TP\n.B " + roff(line.form) + "\n" + roff(line.meaning) + "\n";
  }
  out += ".SH KEYWORDS OF EVENKEEL ALONE\nkeepalived does not know these words.\n";
  for (const auto* row : keyword_index().all()) {
    if (row->status.kind == Status::Kind::ours) out += own_word(*row);
  }
  return out + std::string(kTail);
}

}  // namespace evenkeel::config
