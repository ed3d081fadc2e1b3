// Series of one metric family as values: what the family tables fill and serialize.cpp prints.
// Pure; free of the metrics library's types.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace evenkeel::exporter {

struct Label {
  std::string_view name;  // a literal
  std::string value;
  bool operator==(const Label&) const = default;
};

struct Sample {
  std::vector<Label> labels;
  double value = 0;
  bool operator==(const Sample&) const = default;
};

// Collects samples; the labels that name the object come from whoever walks the objects.
class Samples {
 public:
  void set_object(std::vector<Label> labels) { object_ = std::move(labels); }
  void add(double value) { samples_.push_back({object_, value}); }
  void add(std::vector<Label> further, double value) {
    auto labels = object_;
    for (auto& label : further) labels.push_back(std::move(label));
    samples_.push_back({std::move(labels), value});
  }
  const std::vector<Sample>& all() const { return samples_; }

 private:
  std::vector<Label> object_;
  std::vector<Sample> samples_;
};

}  // namespace evenkeel::exporter
