// Alignment and colour. Pure.
#include "daemon/ctl/table.h"

#include <algorithm>

namespace evenkeel::ctl {

namespace {

std::string_view code_of(Tint tint) {
  switch (tint) {
    case Tint::none:
      return "";
    case Tint::good:
      return "\x1b[32m";
    case Tint::bad:
      return "\x1b[1;31m";
    case Tint::dim:
      return "\x1b[2m";
    case Tint::heading:
      return "\x1b[1m";
  }
  return "";
}

// Characters, as far as UTF-8 tells without tables.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
  }));
}

std::string line_of(const std::vector<Cell>& cells, const std::vector<Column>& columns,
                    const std::vector<std::size_t>& widths, Colour colour) {
  std::string line;
  std::size_t owed = 0;  // blanks before the next text, so that none end the line
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (widths[i] == 0) continue;
    const auto text = i < cells.size() ? printable(cells[i].text) : std::string();
    const auto blanks = widths[i] - width_of(text);
    const bool is_right = columns[i].align == Align::right;
    if (!text.empty()) {
      line.append(owed + (is_right ? blanks : 0), ' ');
      line += tinted(text, cells[i].tint, colour);
      owed = is_right ? 2 : blanks + 2;
    } else {
      owed += widths[i] + 2;
    }
  }
  return line + "\n";
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out(text);
  for (auto& c : out) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) c = '?';
  }
  return out;
}

std::string tinted(std::string_view text, Tint tint, Colour colour) {
  if (colour == Colour::off || tint == Tint::none) return std::string(text);
  return std::string(code_of(tint)) + std::string(text) + "\x1b[0m";
}

std::string Table::to_text(Colour colour) const {
  std::vector<std::size_t> widths(columns_.size(), 0);
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < std::min(row.size(), widths.size()); ++i) {
      widths[i] = std::max(widths[i], width_of(printable(row[i].text)));
    }
  }
  std::vector<Cell> headings;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (widths[i] > 0) widths[i] = std::max(widths[i], width_of(columns_[i].title));
    headings.push_back({std::string(columns_[i].title), Tint::heading});
  }
  std::string text = line_of(headings, columns_, widths, colour);
  for (const auto& row : rows_) text += line_of(row, columns_, widths, colour);
  return text;
}

}  // namespace evenkeel::ctl
