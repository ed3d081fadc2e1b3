#include "checker/probe/http_request.h"

#include <gtest/gtest.h>

namespace evenkeel::checker {
namespace {

const Endpoint kServer{*parse_address("10.0.0.1"), 8080};
const Endpoint kServer6{*parse_address("2001:db8::1"), 443};

TEST(HttpRequest, WithoutAVirtualhostTheHostIsTheAddressWithItsPort) {
  const auto request = make_request({}, {.path = "/a?b"}, kServer);
  EXPECT_EQ(request.url, "http://10.0.0.1:8080/");
  EXPECT_EQ(request.target, "/a?b");
  EXPECT_EQ(request.headers, (std::vector<std::string>{"Host: 10.0.0.1:8080"}));
}

TEST(HttpRequest, AVirtualhostIsSentWithoutAPort) {
  const auto request = make_request({.virtualhost = "www.example"}, {}, kServer);
  EXPECT_EQ(request.headers.front(), "Host: www.example");
  EXPECT_EQ(request.url, "http://10.0.0.1:8080/");
}

TEST(HttpRequest, TheUrlsVirtualhostWinsOverTheChecks) {
  const auto request =
      make_request({.virtualhost = "www.example"}, {.virtualhost = "api.example"}, kServer);
  EXPECT_EQ(request.headers.front(), "Host: api.example");
}

TEST(HttpRequest, WithoutSniTheUrlNamesTheAddressSoThatNoNameIsSent) {
  const auto request = make_request({.tls = true, .virtualhost = "www.example"}, {}, kServer6);
  EXPECT_EQ(request.url, "https://[2001:db8::1]:443/");
  EXPECT_EQ(request.connect_to, "::[2001:db8::1]:443");
}

TEST(HttpRequest, SniIsTheVirtualhostWithoutItsPort) {
  const auto request =
      make_request({.tls = true, .virtualhost = "www.example:99", .sni = true}, {}, kServer);
  EXPECT_EQ(request.url, "https://www.example:8080/");
  EXPECT_EQ(request.connect_to, "::10.0.0.1:8080");
  EXPECT_EQ(request.headers.front(), "Host: www.example:99");
}

TEST(HttpRequest, SniNameOverridesTheVirtualhost) {
  const auto request = make_request(
      {.tls = true, .virtualhost = "www.example", .sni = true, .sni_name = "inner"}, {}, kServer);
  EXPECT_EQ(request.url, "https://inner:8080/");
  EXPECT_EQ(request.headers.front(), "Host: www.example");
}

TEST(HttpRequest, AllVersionsButPlainHttp10AskToClose) {
  const auto headers = [](HttpVersion version) {
    return make_request({.version = version}, {}, kServer).headers.size();
  };
  EXPECT_EQ(headers(HttpVersion::http10), 1U);
  EXPECT_EQ(headers(HttpVersion::http10_close), 2U);
  EXPECT_EQ(headers(HttpVersion::http11), 2U);
}

TEST(Judge, Takes2xxByDefault) {
  EXPECT_TRUE(judge({}, {.status = 200}).passed);
  EXPECT_TRUE(judge({}, {.status = 299}).passed);
  EXPECT_FALSE(judge({}, {.status = 300}).passed);
  EXPECT_EQ(judge({.path = "/x"}, {.status = 503}).reason, "status 503 from /x");
}

TEST(Judge, TakesOnlyTheConfiguredRanges) {
  const HttpUrl url{.status = {{.first = 401, .last = 401}, {.first = 500, .last = 510}}};
  EXPECT_TRUE(judge(url, {.status = 401}).passed);
  EXPECT_TRUE(judge(url, {.status = 505}).passed);
  EXPECT_FALSE(judge(url, {.status = 200}).passed);
}

TEST(Judge, ADigestAloneDecidesUnlessAStatusIsConfiguredToo) {
  EXPECT_TRUE(judge({.digest = "aa"}, {.status = 404, .digest = "aa"}).passed);
  const HttpUrl both{.digest = "aa", .status = {{}}};
  EXPECT_FALSE(judge(both, {.status = 404, .digest = "aa"}).passed);
  EXPECT_EQ(judge({.digest = "aa"}, {.status = 200, .digest = "bb"}).reason, "digest bb from /");
}

TEST(Judge, ATooLargeAnswerMattersOnlyToADigest) {
  EXPECT_TRUE(judge({}, {.status = 200, .is_too_large = true}).passed);
  EXPECT_FALSE(
      judge({.digest = "aa"}, {.status = 200, .digest = "aa", .is_too_large = true}).passed);
}

}  // namespace
}  // namespace evenkeel::checker
