// Pure but for what the SourceReader does. Reference: rules 21–31 of the language.
#include "daemon/config/line_reader.h"

#include <algorithm>
#include <utility>

#include "daemon/config/limits.h"

namespace evenkeel::config {

LineReader::LineReader(SourceReader& reader, const ParseOptions& options, Diagnostics& diagnostics)
    : reader_(reader),
      options_(options),
      diagnostics_(diagnostics),
      sources_(reader),
      config_id_(options.config_id),
      instance_name_(options.instance_name),
      random_(options.random_seed),
      lookup_([this](const Reference& reference) { return look_up(reference); }) {
  if (config_id_.empty()) {
    config_id_ = reader.host_name();
    config_id_ = config_id_.substr(0, config_id_.find('.'));
  }
}

Result<void> LineReader::open(const std::string& path) {
  auto paths = std::vector<std::string>{path};
  if (path.find_first_of("*?[{") != std::string::npos) {
    std::vector<std::string> found;
    for (const auto& alternative : brace_alternatives(path)) {
      for (auto& match : reader_.glob(alternative)) found.push_back(std::move(match));
    }
    if (!found.empty()) paths = std::move(found);
  }
  for (auto name = paths.rbegin(); name != paths.rend(); ++name) {
    const auto file = sources_.open(*name);
    if (!file) return tl::unexpected<Error>(file.error());
    frames_.emplace_back().file = file->index;
  }
  return {};
}

void LineReader::end_frame() {
  const bool is_included = frames_.size() > 1 && !frames_.back().generated;
  if (is_included) include_checks_ = frames_.back().checks_after;
  frames_.pop_back();
}

bool LineReader::next(Line& line) {
  while (const auto raw = raw_line()) {
    if (raw->size() > kMaxLine) {
      diagnostics_.error(last_, "the line is longer than 64 KiB and left out");
      continue;
    }
    const bool from_file = !frames_.empty() && frames_.back().generated == nullptr;
    if (from_file && !open_definition_ && take_include(*raw)) continue;
    line.plain = plain_line(*raw);
    if (!process(line.plain, *raw)) continue;
    line.at = last_;
    return true;
  }
  if (open_definition_) continue_definition({});
  return false;
}

// Walks off the ends of frames; a repetition rewinds until its last round.
std::optional<std::string_view> LineReader::raw_line() {
  while (!frames_.empty()) {
    Frame& frame = frames_.back();
    const std::string& text =
        frame.generated ? *frame.generated : sources_.texts()[frame.file].text;
    if (frame.offset < text.size()) {
      if (!frame.generated) return file_line(frame);
      const auto end = std::min(text.find('\n', frame.offset), text.size());
      const auto line = std::string_view(text).substr(frame.offset, end - frame.offset);
      frame.offset = end + 1;
      last_.file = frame.at.file;
      last_.line = frame.at.line;
      last_.column = static_cast<std::uint32_t>(frame.column + 1);
      ++last_.order;
      return line;
    }
    if (frame.repetition && frame.round + 1 < frame.repetition->count()) {
      if (++generated_lines_ > options_.most_generated_lines) {
        report_too_many();
        end_frame();
        continue;
      }
      ++frame.round;
      frame.offset = 0;
      continue;
    }
    end_frame();
  }
  return std::nullopt;
}

std::string_view LineReader::file_line(Frame& frame) {
  const std::string_view text = sources_.texts()[frame.file].text;
  const auto end = std::min(text.find('\n', frame.offset), text.size());
  const auto line = text.substr(frame.offset, end - frame.offset);
  frame.offset = end + 1;
  last_ = {frame.file, ++frame.line, 1, last_.order + 1};
  return line;
}

PlainLine LineReader::plain_line(std::string_view raw) {
  const auto nul = raw.find('\0');
  if (nul != std::string_view::npos) {
    Position at = last_;
    at.column = static_cast<std::uint32_t>(nul + 1);
    diagnostics_.error(at, "a NUL byte: this is not a text file, or a damaged one");
  }
  const bool generated = !frames_.empty() && frames_.back().generated != nullptr;
  if (!generated) return strip_comment(raw);
  PlainLine plain;
  plain.text = std::string(raw);
  plain.columns.replaced(0, frames_.back().column);
  return plain;
}

// False when nothing of the line is left for the parser.
bool LineReader::process(PlainLine& plain, std::string_view raw) {
  if (open_definition_) {
    // A line with nothing but a comment is not the definition's last.
    const bool is_comment = plain.text.empty() && !trim(raw).empty();
    return is_comment ? false : continue_definition(plain.text);
  }
  if (trim(plain.text).empty() || !condition_holds(plain)) return false;
  const auto text = trim(plain.text);
  if (text.empty()) return false;
  take_include_check(text);
  take_own_words(text);
  if (text.front() == '$' && take_definition(text)) return false;
  if (text.front() == '~' && take_repetition(plain)) return false;
  if (plain.text.find('$') == std::string::npos) return true;
  if (take_multi_line(plain)) return false;
  plain = expand(std::move(plain), last_, lookup_, diagnostics_);
  return !trim(plain.text).empty();
}

// "@ID rest" and "@^ID rest": the condition is blanked out, so that columns stay.
bool LineReader::condition_holds(PlainLine& plain) {
  const auto begin = plain.text.find_first_not_of(" \t");
  if (begin == std::string::npos || plain.text[begin] != '@') return true;
  const auto end = std::min(plain.text.find_first_of(" \t", begin), plain.text.size());
  std::string_view id(plain.text);
  id = id.substr(begin + 1, end - begin - 1);
  const bool negated = id.starts_with('^');
  if (negated) id.remove_prefix(1);
  if (id.empty()) diagnostics_.error(last_, "'@' without the name that the line is kept for");
  const bool holds = (id == config_id_) != negated;
  if (holds) plain.text.replace(begin, end - begin, end - begin, ' ');
  return holds;
}

bool LineReader::take_definition(std::string_view text) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos) return false;
  const auto name = text.substr(1, equals - 1);
  if (!is_definition_name(name)) {
    if (!is_definition_name(trim(name))) return false;
    diagnostics_.error(last_, "a blank before '=' in a definition",
                       "write $" + std::string(trim(name)) + "=…");
    return true;
  }
  auto value = trim(text.substr(equals + 1));
  open_definition_ = std::string(name);
  open_value_.clear();
  if (value.ends_with('\\')) {
    value.remove_suffix(1);
    if (!trim(value).empty()) open_value_ = std::string(value) + "\n";
    return true;
  }
  continue_definition(std::string(value));
  return true;
}

// One more line of a definition; always false, as nothing is left for the parser.
bool LineReader::continue_definition(const std::string& text) {
  if (open_value_.size() + text.size() > kMaxDefinition) {
    diagnostics_.error(last_, "the definition of " + quoted(*open_definition_) +
                                  " is longer than 1 MiB and left out");
    open_definition_.reset();
    return false;
  }
  if (text.ends_with('\\')) {
    open_value_.append(text, 0, text.size() - 1).append("\n");
    return false;
  }
  open_value_ += text;
  definitions_[*open_definition_] = std::make_shared<const std::string>(std::move(open_value_));
  open_definition_.reset();
  open_value_.clear();
  return false;
}

bool LineReader::take_repetition(const PlainLine& plain) {
  const auto begin = plain.text.find('~');
  const auto text = std::string_view(plain.text).substr(begin);
  const auto length = repetition_length(text);
  if (length == 0) return false;
  PlainLine head;
  head.text = std::string(text.substr(0, length));
  head = expand(std::move(head), last_, lookup_, diagnostics_);
  auto repetition = Repetition::parse(head.text + std::string(text.substr(length)));
  if (!repetition) {
    diagnostics_.error(last_, repetition.error().what);
    return true;
  }
  Frame frame;
  frame.generated = std::make_shared<const std::string>(repetition->body());
  frame.column = plain.columns.column(begin);
  frame.repetition = std::move(*repetition);
  push_generated(std::move(frame));
  return true;
}

// A line that ends with a definition of several lines becomes those lines.
bool LineReader::take_multi_line(const PlainLine& plain) {
  const auto text = trim(plain.text);
  const auto dollar = text.rfind('$');
  const auto reference = reference_at(text, dollar);
  if (!reference || dollar + reference->length != text.size()) return false;
  const auto found = definitions_.find(reference->name);
  if (found == definitions_.end() || found->second->find('\n') == std::string::npos) return false;
  Frame frame;
  frame.generated = dollar == 0 ? found->second
                                : std::make_shared<const std::string>(
                                      std::string(text.substr(0, dollar)) + *found->second);
  frame.column = plain.columns.column(plain.text.rfind('$'));
  push_generated(std::move(frame));
  return true;
}

bool LineReader::push_generated(Frame frame) {
  std::size_t depth = 0;
  for (const auto& open : frames_) depth += open.generated ? 1U : 0U;
  generated_lines_ += 1 + static_cast<std::size_t>(
                              std::count(frame.generated->begin(), frame.generated->end(), '\n'));
  if (depth >= kMaxDepth) {
    diagnostics_.error(last_, "a definition refers to itself");
    return false;
  }
  if (generated_lines_ > options_.most_generated_lines) {
    report_too_many();
    return false;
  }
  frame.at = last_;
  frames_.push_back(std::move(frame));
  return true;
}

void LineReader::report_too_many() {
  diagnostics_.error(last_, "more than " + std::to_string(options_.most_generated_lines) +
                                " lines are made from definitions");
}

std::optional<std::string> LineReader::look_up(const Reference& reference) const {
  for (auto frame = frames_.rbegin(); frame != frames_.rend(); ++frame) {
    if (!frame->repetition) continue;
    if (auto value = frame->repetition->value(reference.name, frame->round)) return value;
  }
  const auto found = definitions_.find(reference.name);
  if (found != definitions_.end()) return *found->second;
  return predefined(reference);
}

namespace {

std::uint32_t number_or(std::string_view text, std::uint32_t fallback) {
  if (text.empty() || text.size() > 9) return fallback;
  std::uint32_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return fallback;
    value = value * 10 + static_cast<std::uint32_t>(c - '0');
  }
  return value;
}

}  // namespace

// Words that change what later lines mean: ${_INSTANCE} and ${_RANDOM}.
void LineReader::take_own_words(std::string_view text) {
  constexpr std::string_view kInstance = "instance ";
  constexpr std::string_view kSeed = "random_seed ";
  if (text.starts_with(kInstance) &&
      text.find_first_of(" \t{", kInstance.size()) == std::string_view::npos) {
    instance_name_ = std::string(text.substr(kInstance.size()));
  }
  if (const auto found = text.find(kSeed); found != std::string_view::npos) {
    const auto seed = trim(text.substr(found + kSeed.size()));
    random_ = number_or(seed.substr(0, seed.find_first_not_of("0123456789")), random_);
  }
}

std::optional<std::string> LineReader::predefined(const Reference& reference) const {
  if (reference.name == "_HASH") return "#";
  if (reference.name == "_BANG") return "!";
  if (reference.name == "_INSTANCE") return instance_name_;
  if (reference.name == "_PWD") return directory_of(sources_.texts()[last_.file].path);
  if (reference.name == "_ENV") {
    return reader_.environment(std::string(reference.arguments)).value_or("");
  }
  if (reference.name != "_RANDOM") return std::nullopt;
  const auto blank = reference.arguments.find(' ');
  const bool has_both = blank != std::string_view::npos;
  const auto least = number_or(reference.arguments.substr(0, blank), 0);
  const auto most = number_or(has_both ? trim(reference.arguments.substr(blank)) : "", 32767);
  random_ = random_ * 1103515245U + 12345U;
  const auto span = most >= least ? most - least + 1 : 1;
  return std::to_string(least + (random_ >> 8U) % span);
}

}  // namespace evenkeel::config
