// The status page.
#include "daemon/exporter/status_page.h"

#include <gtest/gtest.h>

namespace evenkeel::exporter {
namespace {

std::string whole_page(const Store& store) {
  std::string out;
  StatusPage page(store, WallTime{} + std::chrono::hours(24));
  while (page.append(out)) {
  }
  return out;
}

TEST(StatusPage, EscapesWhatHtmlWouldTakeAsItsOwn) {
  EXPECT_EQ(escape_html("<a href=\"x\">'&"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;");
}

TEST(StatusPage, IsCompleteWithoutAnyState) {
  const auto page = whole_page(Store());
  EXPECT_TRUE(page.starts_with("<!DOCTYPE html>"));
  EXPECT_TRUE(page.ends_with("</body></html>\n"));
  EXPECT_EQ(page.find("<script"), std::string::npos);
}

TEST(StatusPage, NamesFromOutsideAreEscaped) {
  Store store;
  InstanceState instance;
  instance.name = "<script>alert(1)</script>";
  instance.reason = "<b>";
  store.apply(instance);
  Event event;
  event.text = "<img src=x>";
  store.add(event);
  const auto page = whole_page(store);
  EXPECT_EQ(page.find("<script"), std::string::npos);
  EXPECT_EQ(page.find("<img"), std::string::npos);
  EXPECT_NE(page.find("&lt;script&gt;"), std::string::npos);
}

TEST(StatusPage, ListsEachServiceAndOnlyServersThatAreNotUp) {
  Store store;
  for (std::uint32_t i = 0; i < 250; ++i) {
    ServiceState service;
    service.key = {Protocol::tcp, {make_ipv4(0xc0000200U + i), 80}, 0};
    store.apply(service);
    ServerState server;
    server.key = {service.key, {make_ipv4(0x0a000000U + i), 80}};
    server.health = i == 7 ? Health::down : Health::up;
    store.apply(server);
  }
  const auto page = whole_page(store);
  EXPECT_NE(page.find("tcp:192.0.2.0:80"), std::string::npos);
  EXPECT_NE(page.find("tcp:192.0.2.249:80"), std::string::npos);
  EXPECT_NE(page.find("10.0.0.7:80"), std::string::npos);
  EXPECT_EQ(page.find("10.0.0.8:80"), std::string::npos);
}

}  // namespace
}  // namespace evenkeel::exporter
