// Samples → Prometheus text by prometheus-cpp. Pure.
#include "daemon/exporter/serialize.h"

#include <prometheus/text_serializer.h>

#include <sstream>

namespace evenkeel::exporter {

namespace {

prometheus::ClientMetric to_metric(const Sample& sample, FamilyType type) {
  prometheus::ClientMetric metric;
  metric.label.reserve(sample.labels.size());
  for (const auto& label : sample.labels) {
    metric.label.push_back({std::string(label.name), valid_utf8(label.value)});
  }
  switch (type) {
    case FamilyType::counter:
      metric.counter.value = sample.value;
      break;
    case FamilyType::gauge:
      metric.gauge.value = sample.value;
      break;
  }
  return metric;
}

// Bytes of the UTF-8 character at the front of the text; 0 when there is none.
std::size_t character_size(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t size = first < 0x80                     ? 1
                           : first >= 0xc2 && first <= 0xdf ? 2
                           : first >= 0xe0 && first <= 0xef ? 3
                           : first >= 0xf0 && first <= 0xf4 ? 4
                                                            : 0;
  if (size == 0 || size > text.size()) return 0;
  for (std::size_t i = 1; i < size; ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xc0U) != 0x80U) return 0;
  }
  if (size < 3) return size;
  // Overlong forms, surrogates and what is beyond U+10FFFF.
  const auto second = static_cast<unsigned char>(text[1]);
  const bool is_bad = (first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f) ||
                      (first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f);
  return is_bad ? 0 : size;
}

}  // namespace

std::string valid_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto size = character_size(text);
    if (size == 0) {
      out += '?';
    } else {
      out += text.substr(0, size);
    }
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return out;
}

std::string serialize(const Family& family, const std::vector<Sample>& samples, Page page) {
  if (page == Page::further && samples.empty()) return {};
  std::vector<prometheus::MetricFamily> families(1);
  auto& out = families.front();
  out.name = "evenkeel_" + std::string(family.name);
  out.help = std::string(family.help);
  out.type = family.type == FamilyType::counter ? prometheus::MetricType::Counter
                                                : prometheus::MetricType::Gauge;
  out.metric.reserve(samples.size());
  for (const auto& sample : samples) out.metric.push_back(to_metric(sample, family.type));
  std::ostringstream stream;
  prometheus::TextSerializer().Serialize(stream, families);
  auto text = std::move(stream).str();
  if (page == Page::first) return text;
  // The serializer opens each family with its HELP and TYPE lines.
  text.erase(0, text.find('\n') + 1);
  text.erase(0, text.find('\n') + 1);
  return text;
}

}  // namespace evenkeel::exporter
