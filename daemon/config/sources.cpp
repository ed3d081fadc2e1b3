// Pure but for what the SourceReader does.
#include "daemon/config/sources.h"

#include <sha2.h>

#include <array>
#include <cerrno>
#include <span>
#include <utility>

#include "daemon/config/limits.h"

namespace evenkeel::config {

Result<OpenedFile> Sources::open(const std::string& path) {
  if (++opened_ > kMaxFiles) return failure(EMFILE, "read " + path + ": too many files included");
  if (const auto known = by_path_.find(path); known != by_path_.end()) return known->second;
  auto file = reader_.read(path);
  if (!file) return tl::unexpected<Error>(file.error());
  bytes_ += file->text.size();
  if (bytes_ > kMaxBytes) {
    return failure(EFBIG, "read " + path + ": the configuration is larger than 64 MiB");
  }
  // Some editors begin a file with a byte order mark.
  if (file->text.starts_with("\xef\xbb\xbf")) file->text.erase(0, 3);
  const OpenedFile opened{static_cast<std::uint32_t>(texts_.size()), file->executable};
  texts_.push_back({path, std::move(file->text)});
  by_path_.emplace(path, opened);
  return opened;
}

std::string Sources::hash() const {
  SHA2_CTX context;
  SHA256Init(&context);
  for (const auto& source : texts_) {
    const auto bytes = std::as_bytes(std::span(source.text));
    SHA256Update(&context, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  }
  std::array<char, SHA256_DIGEST_STRING_LENGTH> text{};
  return SHA256End(&context, text.data());
}

std::string directory_of(const std::string& path) {
  const auto slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

namespace {

struct Braces {
  std::size_t open = 0;
  std::size_t close = 0;
  std::vector<std::pair<std::size_t, std::size_t>> parts;  // [begin, end)
};

// The first outermost braces with a comma in them.
std::optional<Braces> find_braces(const std::string& text) {
  const auto open = text.find('{');
  if (open == std::string::npos) return std::nullopt;
  Braces braces{open, 0, {}};
  int depth = 0;
  auto begin = open + 1;
  for (auto i = open; i < text.size(); ++i) {
    if (text[i] == '{') ++depth;
    if (text[i] == '}') --depth;
    const bool ends_part = (text[i] == ',' && depth == 1) || (text[i] == '}' && depth == 0);
    if (!ends_part) continue;
    braces.parts.emplace_back(begin, i);
    begin = i + 1;
    if (depth == 0) {
      braces.close = i;
      return braces;
    }
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::string> brace_alternatives(const std::string& pattern) {
  std::vector<std::string> done;
  std::vector<std::string> open{pattern};
  while (!open.empty()) {
    const auto text = std::move(open.back());
    open.pop_back();
    const auto braces = find_braces(text);
    if (!braces) {
      done.push_back(text);
    } else {
      for (auto part = braces->parts.rbegin(); part != braces->parts.rend(); ++part) {
        open.push_back(text.substr(0, braces->open) +
                       text.substr(part->first, part->second - part->first) +
                       text.substr(braces->close + 1));
      }
    }
    if (open.size() + done.size() > kMaxBraceAlternatives) return {};
  }
  return done;
}

}  // namespace evenkeel::config
