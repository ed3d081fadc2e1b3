// Pure. Reference: rules 21–26 of the language.
#include "daemon/config/references.h"

#include <algorithm>
#include <utility>

#include "daemon/config/limits.h"

namespace evenkeel::config {
namespace {

bool begins_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool continues_name(char c) { return begins_name(c) || (c >= '0' && c <= '9'); }

std::size_t name_length(std::string_view text) {
  if (text.empty() || !begins_name(text.front())) return 0;
  std::size_t length = 1;
  while (length < text.size() && continues_name(text[length])) ++length;
  return length;
}

class Expander {
 public:
  Expander(const Position& at, const Lookup& lookup, Diagnostics& diagnostics)
      : at_(at), lookup_(lookup), diagnostics_(diagnostics) {}

  PlainLine run(const PlainLine& line) {
    out_.columns.copied(0, line.columns.column(0));
    top_ = &line;
    append(line.text, 0);
    return std::move(out_);
  }

  bool failed() const { return failed_; }

 private:
  void append(std::string_view text, std::size_t depth) {
    bool in_quotes = false;
    for (std::size_t i = 0; i < text.size() && !failed_;) {
      const auto dollar = std::min(text.find('$', i), text.size());
      const auto plain = text.substr(i, dollar - i);
      if (std::count(plain.begin(), plain.end(), '"') % 2 != 0) in_quotes = !in_quotes;
      put(plain);
      if (dollar == text.size()) return;
      const auto reference = reference_at(text, dollar);
      if (!reference) {
        put("$");
        i = dollar + 1;
        continue;
      }
      if (depth == 0) out_.columns.replaced(out_.text.size(), top_->columns.column(dollar));
      replace(*reference, text.substr(dollar, reference->length), depth, in_quotes || depth > 0);
      i = dollar + reference->length;
      if (depth == 0) out_.columns.copied(out_.text.size(), top_->columns.column(i));
    }
  }

  void replace(const Reference& reference, std::string_view written, std::size_t depth,
               bool keeps_unknown) {
    if (++replacements_ > kMaxReplacements || depth >= kMaxDepth) {
      return fail("the definition " + quoted(reference.name) + " refers to itself or to too many");
    }
    if (const auto value = lookup_(reference)) return append(*value, depth + 1);
    if (keeps_unknown || !reference.braced) return put(written);
    diagnostics_.error(place(), quoted(written) + " is not defined",
                       "write $" + std::string(reference.name) + "=VALUE on a line before");
    put("$");
    put(reference.name);
  }

  Position place() const {
    Position at = at_;
    at.column = static_cast<std::uint32_t>(out_.columns.column(out_.text.size()) + 1);
    return at;
  }

  void put(std::string_view text) {
    if (out_.text.size() + text.size() > kMaxLine) return fail("the line grows beyond 64 KiB");
    out_.text += text;
  }

  void fail(const std::string& why) {
    if (!failed_) diagnostics_.error(place(), why);
    failed_ = true;
  }

  const Position at_;
  const Lookup& lookup_;
  Diagnostics& diagnostics_;
  const PlainLine* top_ = nullptr;
  PlainLine out_;
  std::size_t replacements_ = 0;
  bool failed_ = false;
};

}  // namespace

bool is_definition_name(std::string_view name) {
  return !name.empty() && name_length(name) == name.size();
}

std::optional<Reference> reference_at(std::string_view text, std::size_t offset) {
  text.remove_prefix(offset + 1);
  const bool braced = !text.empty() && text.front() == '{';
  if (braced) text.remove_prefix(1);
  const auto length = name_length(text);
  if (length == 0) return std::nullopt;
  Reference reference{text.substr(0, length), {}, length + 1, braced};
  text.remove_prefix(length);
  if (!braced) {
    const bool ends =
        text.empty() || is_blank(text.front()) || text.front() == ',' || text.front() == ')';
    if (!ends) return std::nullopt;
    return reference;
  }
  const auto close = text.find('}');
  if (close == std::string_view::npos) return std::nullopt;
  if (close > 0 && !is_blank(text.front())) return std::nullopt;
  reference.arguments = trim(text.substr(0, close));
  reference.length += close + 2;
  return reference;
}

PlainLine expand(PlainLine line, const Position& at, const Lookup& lookup,
                 Diagnostics& diagnostics) {
  if (line.text.find('$') == std::string::npos) return line;
  Expander expander(at, lookup, diagnostics);
  auto expanded = expander.run(line);
  if (!expander.failed()) return expanded;
  // The names themselves stand in, so that quotes and braces of the line stay in balance.
  const Lookup names = [](const Reference& reference) { return std::string(reference.name); };
  return Expander(at, names, diagnostics).run(line);
}

}  // namespace evenkeel::config
