// The printed configuration: nothing is forgotten, everything is read again as it was.
#include "daemon/config/print.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <set>

#include "evenkeel/codec.h"
#include "fakes/ungrouped.h"
#include "unit/config/full_config.h"
#include "unit/config/keyword_samples.h"
#include "unit/config/parse_text.h"

namespace evenkeel {
namespace {

using config::Block;
using config::Secrets;

Lines errors_of(const Parsed& parsed) {
  Lines errors;
  for (const auto& finding : parsed.findings) {
    if (finding.severity == FindingSeverity::error) errors.push_back(to_string(finding));
  }
  return errors;
}

// Which members were changed, and of which a change was seen, by their path through the codec's
// ties: ".2[].8" is the ninth member of an instance. What is shown by one of several objects is
// shown.
struct Coverage {
  std::set<std::string> members, seen;
  std::set<std::string> containers, filled;  // lists, options and kinds

  std::set<std::string> forgotten() const { return without(members, seen); }
  std::set<std::string> empty() const { return without(containers, filled); }

  static std::set<std::string> without(const std::set<std::string>& all,
                                       const std::set<std::string>& some) {
    std::set<std::string> rest;
    std::set_difference(all.begin(), all.end(), some.begin(), some.end(),
                        std::inserter(rest, rest.end()));
    return rest;
  }
};

class Leaves {
 public:
  Leaves(std::function<bool()> is_changed, Coverage& coverage)
      : is_changed_(std::move(is_changed)), coverage_(coverage) {}

  void visit(const std::string& path, bool& value) { change(path, value, !value); }
  void visit(const std::string& path, std::string& value) {
    auto other = value;
    if (!other.empty()) other.front() = 'y';
    change(path, value, value + "x", other);
  }
  void visit(const std::string& path, IpAddress& value) {
    auto other = value.is_set() ? value : make_ipv4(0xc0000263);
    other.bytes[3] ^= 1U;
    change(path, value, other);
  }
  template <typename T>
  requires(std::is_integral_v<T>) void visit(const std::string& path, T& value) {
    // Of flags, single bits count.
    const auto bits = static_cast<std::uint64_t>(value);
    change(path, value, static_cast<T>(bits ^ 8U), static_cast<T>(bits ^ 16U),
           static_cast<T>(bits + 1));
  }
  template <typename T>
  requires(std::is_enum_v<T>) void visit(const std::string& path, T& value) {
    change(path, value, static_cast<T>(0), static_cast<T>(1), static_cast<T>(6));
  }
  // Of most times, microseconds are told.
  template <typename Rep, typename Period>
  void visit(const std::string& path, std::chrono::duration<Rep, Period>& value) {
    const std::chrono::duration<Rep, Period> tick(1);
    change(path, value, value + tick, value + tick * 1'000'000);
  }
  template <typename T>
  void visit(const std::string& path, std::optional<T>& value) {
    coverage_.containers.insert(path);
    if (!value) return;
    coverage_.filled.insert(path);
    visit(path, *value);
    change(path + "?", value, std::optional<T>());
  }
  template <typename T>
  void visit(const std::string& path, std::vector<T>& values) {
    coverage_.containers.insert(path);
    if (values.empty()) return;
    coverage_.filled.insert(path);
    for (auto& value : values) visit(path + "[]", value);
    change(path + "[]", values, std::vector<T>());
  }
  template <typename T, std::size_t N>
  void visit(const std::string& path, std::array<T, N>& values) {
    for (auto& value : values) visit(path + "[]", value);
  }
  // Immutable: a changed copy takes its place while the change is looked at.
  template <typename T>
  void visit(const std::string& path, Shared<T>& value) {
    T copy = *value;
    Leaves inner(
        [&] {
          const auto before = value;
          value = Shared<T>(copy);
          const bool is_changed = is_changed_();
          value = before;
          return is_changed;
        },
        coverage_);
    inner.visit(path, copy);
  }
  template <typename... Ts>
  void visit(const std::string& path, std::variant<Ts...>& value) {
    for (std::size_t i = 0; i < sizeof...(Ts); ++i) {
      coverage_.containers.insert(path + "#" + std::to_string(i));
    }
    const auto kind = path + "#" + std::to_string(value.index());
    coverage_.filled.insert(kind);
    std::visit([&](auto& held) { visit(kind, held); }, value);
  }
  template <Fielded T>
  void visit(const std::string& path, T& value) {
    int number = 0;
    const auto each = [&](auto&... members) {
      (visit(path + "." + std::to_string(number++), members), ...);
    };
    T::fields(value, each);
  }

 private:
  template <typename T, typename... Others>
  void change(const std::string& path, T& value, Others... others) {
    coverage_.members.insert(path);
    const auto attempt = [&](T other) {
      std::swap(value, other);
      if (is_changed_()) coverage_.seen.insert(path);
      std::swap(value, other);
    };
    (attempt(others), ...);
  }

  std::function<bool()> is_changed_;
  Coverage& coverage_;
};

TEST(Print, ForgetsNoMemberOfTheModel) {
  auto parsed = parse_text(kFull);
  ASSERT_EQ(errors_of(parsed), Lines{});
  const auto whole = print(parsed.config, Secrets::shown);
  Coverage coverage;
  Leaves leaves([&] { return print(parsed.config, Secrets::shown) != whole; }, coverage);
  leaves.visit("", parsed.config);
  // The family of an instance is that of its first address; a group's service stands alone; one
  // hop has no weight and no realms beside its route's; links on other interfaces follow from the
  // addresses there.
  EXPECT_EQ(
      coverage.forgotten(),
      (std::set<std::string>{".2[].3", ".4[].15", ".2[].31[].9.2", ".2[].31[].9.4", ".2[].35.9[]",
                             ".2[].35.9[].0", ".2[].35.9[].1", ".5.1[].9.2", ".5.1[].9.4"}));
  EXPECT_EQ(coverage.empty(), std::set<std::string>{".4[].17"}) << "say them in kFull";
}

TEST(Print, ConfigVisitsEveryMember) {
  Config config;
  const auto& [global, daemon, instances, tracking, services, statics, polling, bfd] = config;
  std::size_t visited = 0;
  const auto count = [&](const auto&... members) { visited = sizeof...(members); };
  Config::fields(config, count);
  EXPECT_EQ(visited, 8U);
  EXPECT_EQ(daemon, DaemonSettings{});
  EXPECT_TRUE(tracking.scripts.empty() && statics.routes.empty() && bfd.empty());
  EXPECT_FALSE(polling.all);
  EXPECT_TRUE(instances.empty() && services.empty() && global.router_id.empty());
}

TEST(Print, IsReadAgainAsItWas) {
  const auto parsed = parse_text(kFull);
  const auto text = print(parsed.config, Secrets::shown);
  const auto again = parse_text(text);
  EXPECT_EQ(errors_of(again), Lines{});
  EXPECT_EQ(again.config, parsed.config) << text;
  EXPECT_EQ(print(again.config, Secrets::shown), text);
}

TEST(Print, HidesPasswordsSoThatNobodyRunsTheText) {
  const auto parsed = parse_text(kFull);
  const auto text = print(parsed.config, Secrets::hidden);
  EXPECT_EQ(text.find("secret"), std::string::npos);
  EXPECT_NE(text.find("auth_pass  # hidden\n"), std::string::npos);
  EXPECT_TRUE(has_errors(parse_text(text).findings));
}

TEST(Print, DefinitionsAndRepetitionsAreExpanded) {
  const auto parsed = parse_text(
      "$NET=192.0.2\n"
      "$ONE= \\\nvrrp_instance v$n {\\\n interface eth0\\\n virtual_router_id $n\\\n}\n"
      "~SEQ(n,1,2) $ONE\nglobal_defs {\n router_id ${NET}.7\n}\n");
  const auto text = print(parsed.config, Secrets::shown);
  EXPECT_NE(text.find("router_id 192.0.2.7\n"), std::string::npos) << text;
  EXPECT_NE(text.find("vrrp_instance v1 {\n"), std::string::npos) << text;
  EXPECT_NE(text.find("vrrp_instance v2 {\n"), std::string::npos) << text;
  EXPECT_EQ(text.find('$'), std::string::npos);
}

TEST(Print, EveryStatementOfEveryKeywordIsReadAgain) {
  std::size_t count = 0;
  for (const auto* row : config::keyword_index().all()) {
    if (row->status.kind == config::Status::Kind::without_effect) continue;
    for (std::size_t i = 0; i < static_cast<std::size_t>(Block::none); ++i) {
      const auto block = static_cast<Block>(i);
      if (!config::contains(row->blocks, block)) continue;
      for (const auto& statement : config::statements(block, *row)) {
        const auto parsed = parse_text(config::sample(block, *row, statement));
        const auto text = print(parsed.config, Secrets::shown);
        EXPECT_EQ(parse_text(text).config, ungrouped(parsed.config)) << statement << "\n" << text;
        ++count;
      }
    }
  }
  EXPECT_GT(count, 300U);
}

}  // namespace
}  // namespace evenkeel
