// Rows of cells → aligned text, as a pure function. Used by the views.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace evenkeel::ctl {

enum class Colour : std::uint8_t { off, on };
enum class Tint : std::uint8_t { none, good, bad, dim, heading };
enum class Align : std::uint8_t { left, right };

struct Cell {
  std::string text;
  Tint tint = Tint::none;
};

struct Column {
  std::string_view title;
  Align align = Align::left;
};

class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
  void add(std::vector<Cell> row) { rows_.push_back(std::move(row)); }
  bool is_empty() const { return rows_.empty(); }
  // A heading line and a line a row, two blanks between columns, none at the end of a line. A
  // column without any text is left out.
  std::string to_text(Colour colour) const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
};

std::string tinted(std::string_view text, Tint tint, Colour colour);

// Control characters replaced: what a peer or a server made us say must not drive a terminal.
std::string printable(std::string_view text);

}  // namespace evenkeel::ctl
