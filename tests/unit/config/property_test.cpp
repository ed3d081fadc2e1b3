// What holds for every configuration, held over generated ones: any keywords of the tables, in any
// combination, sense or nonsense.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "daemon/config/config_diff.h"
#include "daemon/config/print.h"
#include "fakes/ungrouped.h"
#include "unit/config/keyword_samples.h"
#include "unit/config/parse_text.h"

namespace evenkeel {
namespace {

using config::Block;
using config::Secrets;
using Blocks = std::vector<std::string>;

constexpr int kConfigurations = 100;

enum class Identities { own, any };  // whether instances may clash with each other

class Generator {
 public:
  Generator(unsigned seed, Identities identities) : random_(seed), identities_(identities) {}

  // Blocks of the outermost level, each whole.
  Blocks blocks() {
    Blocks blocks;
    if (chance(80)) blocks.push_back("global_defs {\n" + some(Block::global_defs) + "}\n");
    for (int i = below(4); i > 0; --i) blocks.push_back(instance(i));
    for (int i = below(4); i > 0; --i) blocks.push_back(service(i));
    return blocks;
  }

  // global_defs stays first: checker_log_all_failures counts for the checks after it.
  void shuffle_independent(Blocks& blocks) {
    auto first = blocks.begin();
    if (first != blocks.end() && first->starts_with("global_defs")) ++first;
    std::shuffle(first, blocks.end(), random_);
  }

 private:
  int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(random_); }
  bool chance(int percent) { return below(100) < percent; }

  bool is_left_to_us(const config::Row& row) const {
    if (row.name == "real_server" || row.name == "url") return true;
    const bool is_identity = row.name == "interface" || row.name == "virtual_router_id";
    return is_identity && identities_ == Identities::own;
  }

  // A few keywords of the block, each with one of its statements.
  std::string some(Block block) {
    std::string text;
    for (const auto* row : config::keyword_index().all()) {
      if (!config::contains(row->blocks, block) || is_left_to_us(*row)) continue;
      const auto statements = config::statements(block, *row);
      if (statements.empty() || !chance(15)) continue;
      text += statements[static_cast<std::size_t>(below(static_cast<int>(statements.size())))];
      text += '\n';
    }
    return text;
  }

  std::string instance(int number) {
    const auto id = std::to_string(number);
    std::string text = "vrrp_instance v" + id + " {\n interface eth" + id;
    text += "\n virtual_router_id " + id + "\n virtual_ipaddress {\n 198.51.100." + id + "\n}\n";
    return text + some(Block::vrrp_instance) + "}\n";
  }

  std::string service(int number) {
    const auto id = std::to_string(number);
    constexpr std::array kHeads{"fwmark ", "192.0.2.", "2001:db8::"};
    const auto head = below(3);
    std::string text = "virtual_server " + std::string(kHeads[static_cast<std::size_t>(head)]) + id;
    text += head == 0 || chance(10) ? " {\n" : " 80 {\n";
    text += some(Block::virtual_server);
    for (int i = 1 + below(4); i > 0; --i)
      text += server(i, head == 2 ? "2001:db8:1::" : "10.0.0.");
    return text + "}\n";
  }

  std::string server(int number, const std::string& network) {
    std::string text = "real_server " + network + std::to_string(number);
    text += chance(20) ? " {\n" : " 8" + std::to_string(below(2)) + " {\n";
    text += some(Block::real_server);
    if (chance(50)) text += "TCP_CHECK {\n" + some(Block::tcp_check) + "}\n";
    if (chance(50)) {
      text += "SSL_GET {\n" + some(Block::http_check);
      for (int i = below(3); i > 0; --i) text += "url {\n" + some(Block::url) + "}\n";
      text += "}\n";
    }
    return text + "}\n";
  }

  std::mt19937 random_;
  Identities identities_;
};

std::string joined(const Blocks& blocks) {
  std::string text;
  for (const auto& block : blocks) text += block;
  return text;
}

TEST(Property, ThePrintedConfigurationIsTheSameModel) {
  std::size_t objects = 0;
  for (unsigned seed = 0; seed < kConfigurations; ++seed) {
    const auto text = joined(Generator(seed, Identities::any).blocks());
    const auto parsed = parse_text(text);
    const auto printed = print(parsed.config, Secrets::shown);
    const auto again = parse_text(printed);
    ASSERT_EQ(again.config, ungrouped(parsed.config)) << "seed " << seed << "\n"
                                                      << text << "\n"
                                                      << printed;
    ASSERT_EQ(print(again.config, Secrets::shown), printed) << "seed " << seed;
    ASSERT_TRUE(changes(parsed.config, again.config).empty()) << "seed " << seed;
    objects += parsed.config.instances.size() + parsed.config.services.size();
  }
  EXPECT_GT(objects, std::size_t{kConfigurations});
}

TEST(Property, TheOrderOfIndependentBlocksChangesNothing) {
  for (unsigned seed = 0; seed < kConfigurations; ++seed) {
    Generator generator(seed, Identities::own);
    auto blocks = generator.blocks();
    const auto before = parse_text(joined(blocks));
    generator.shuffle_independent(blocks);
    const auto after = parse_text(joined(blocks));
    const auto found = changes(before.config, after.config);
    ASSERT_TRUE(found.empty()) << "seed " << seed << ": " << found.front().object;
    ASSERT_EQ(after.config.services, before.config.services) << "seed " << seed;
  }
}

TEST(Property, ADifferenceIsToldExactlyWhenThereIsOne) {
  for (unsigned seed = 0; seed < kConfigurations; ++seed) {
    const auto before = parse_text(joined(Generator(seed, Identities::own).blocks()));
    const auto after = parse_text(joined(Generator(seed + 1, Identities::own).blocks()));
    const bool differs = !(ungrouped(before.config) == ungrouped(after.config));
    ASSERT_EQ(!changes(before.config, after.config).empty(), differs) << "seed " << seed;
  }
}

}  // namespace
}  // namespace evenkeel
