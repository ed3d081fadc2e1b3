#include "checker/ipvs/diff.h"

#include <gtest/gtest.h>

#include "unit/ipvs/tables.h"

namespace evenkeel::ipvs {
namespace {

const Service kWeb = service("tcp:192.0.2.10:80", "rr");

std::vector<Command> commands(const std::optional<ServiceTable>& actual,
                              const std::optional<ServiceTable>& desired) {
  std::vector<Command> list;
  append_commands(actual, desired, list);
  return list;
}

using Commands = std::vector<Command>;

TEST(IpvsDiff, EqualTablesNeedNothing) {
  const auto same = table(kWeb, {destination("10.0.0.1:80"), destination("10.0.0.2:80")});
  EXPECT_TRUE(commands(same, same).empty());
  EXPECT_TRUE(commands(std::nullopt, std::nullopt).empty());
}

TEST(IpvsDiff, ANewServiceComesBeforeItsDestinations) {
  const auto one = destination("10.0.0.1:80");
  EXPECT_EQ(commands(std::nullopt, table(kWeb, {one})),
            (Commands{AddService{kWeb}, AddDestination{kWeb.key, one}}));
}

TEST(IpvsDiff, AnUnwantedServiceGoesWhole) {
  EXPECT_EQ(commands(table(kWeb, {destination("10.0.0.1:80")}), std::nullopt),
            (Commands{RemoveService{kWeb.key}}));
}

TEST(IpvsDiff, ChangedWeightEditsInPlace) {
  EXPECT_EQ(commands(table(kWeb, {destination("10.0.0.1:80", 1)}),
                     table(kWeb, {destination("10.0.0.1:80", 5)})),
            (Commands{EditDestination{kWeb.key, destination("10.0.0.1:80", 5)}}));
}

TEST(IpvsDiff, ChangedSchedulerEditsTheService) {
  const Service other = service("tcp:192.0.2.10:80", "mh");
  const std::vector<Destination> held{destination("10.0.0.1:80")};
  EXPECT_EQ(commands(table(kWeb, held), table(other, held)), (Commands{EditService{other}}));
}

TEST(IpvsDiff, AddsAndRaisesBeforeItLowersAndRemoves) {
  const auto actual = table(kWeb, {destination("10.0.0.1:80", 9), destination("10.0.0.2:80", 9),
                                   destination("10.0.0.3:80", 1)});
  const auto desired = table(kWeb, {destination("10.0.0.2:80", 1), destination("10.0.0.3:80", 9),
                                    destination("10.0.0.4:80", 1)});
  EXPECT_EQ(commands(actual, desired),
            (Commands{EditDestination{kWeb.key, destination("10.0.0.3:80", 9)},
                      AddDestination{kWeb.key, destination("10.0.0.4:80", 1)},
                      RemoveDestination{kWeb.key, endpoint("10.0.0.1:80")},
                      EditDestination{kWeb.key, destination("10.0.0.2:80", 1)}}));
}

TEST(IpvsDiff, CommandsDoneLeadToTheDesiredTable) {
  const auto actual = table(kWeb, {destination("10.0.0.1:80", 9), destination("10.0.0.2:80", 9)});
  const auto desired = table(service("tcp:192.0.2.10:80", "sh"),
                             {destination("10.0.0.2:80", 1), destination("10.0.0.0:80", 3)});
  for (const auto& from : {actual, std::optional<ServiceTable>{}}) {
    for (const auto& to : {desired, std::optional<ServiceTable>{}}) {
      auto believed = from;
      for (const auto& command : commands(from, to)) note_done(command, believed);
      EXPECT_EQ(believed, to);
    }
  }
}

TEST(IpvsDrift, NoChangeIsNoDrift) {
  const auto same = table(kWeb, {destination("10.0.0.1:80")});
  EXPECT_FALSE(find_drift(same, same).is_any());
  EXPECT_FALSE(find_drift(std::nullopt, same).is_any());
}

TEST(IpvsDrift, ARemovedServiceCountsWithItsServers) {
  const auto believed = table(kWeb, {destination("10.0.0.1:80"), destination("10.0.0.2:80")});
  const Drift drift = find_drift(believed, std::nullopt);
  EXPECT_EQ(drift.services, 1U);
  EXPECT_EQ(drift.servers, 2U);
  EXPECT_EQ(drift.text, "service removed by someone: put back");
}

TEST(IpvsDrift, OneServerIsNamedSeveralAreCounted) {
  const auto believed = table(kWeb, {destination("10.0.0.1:80"), destination("10.0.0.2:80"),
                                     destination("10.0.0.3:80"), destination("10.0.0.4:80")});
  const auto read = table(
      service("tcp:192.0.2.10:80", "sh"),
      {destination("10.0.0.3:80", 7), destination("10.0.0.4:80"), destination("10.0.0.9:80")});
  const Drift drift = find_drift(believed, read);
  EXPECT_EQ(drift.services, 1U);
  EXPECT_EQ(drift.servers, 4U);
  EXPECT_EQ(drift.text,
            "service edited by someone: set back; 2 servers removed by someone: put back; "
            "10.0.0.9:80 added by someone: taken out; 10.0.0.3:80 edited by someone: set back");
}

}  // namespace
}  // namespace evenkeel::ipvs
