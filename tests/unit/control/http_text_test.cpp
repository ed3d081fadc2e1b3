// Targets, heads and chunks of the HTTP server.
#include "daemon/core/http_text.h"

#include <gtest/gtest.h>

namespace evenkeel {
namespace {

TEST(HttpTarget, SplitsPathAndQueryAndDecodesBoth) {
  const auto target = parse_http_target("/v1/explain/a%2Fb?x=1&y=%20&z");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "/v1/explain/a/b");
  ASSERT_EQ(target->query.size(), 3U);
  EXPECT_EQ(target->query[0], (std::pair<std::string, std::string>("x", "1")));
  EXPECT_EQ(target->query[1].second, " ");
  EXPECT_EQ(target->query[2], (std::pair<std::string, std::string>("z", "")));
}

TEST(HttpTarget, TakesTheAbsoluteForm) {
  EXPECT_EQ(parse_http_target("http://host:80/a?b=c")->path, "/a");
  EXPECT_EQ(parse_http_target("http://host")->path, "/");
}

TEST(HttpTarget, RefusesWhatIsMalformed) {
  for (const auto* text : {"", "*", "a", "host:80", "/%", "/%4", "/%zz", "/?a=%", "/?%g1=2"}) {
    EXPECT_FALSE(parse_http_target(text)) << text;
  }
}

TEST(HttpTarget, EncodingIsUndoneByParsing) {
  std::string all;
  for (int c = 0; c < 256; ++c) all += static_cast<char>(c);
  EXPECT_EQ(parse_http_target("/" + percent_encode(all))->path, "/" + all);
  EXPECT_EQ(parse_http_target("/?x=" + percent_encode(all))->query[0].second, all);
}

TEST(HttpText, HeadSaysLengthOrChunked) {
  HttpResponse response;
  response.body = "four";
  const auto whole = http::head(response, http::Framing::length, http::Persistence::keep_alive);
  EXPECT_TRUE(whole.starts_with("HTTP/1.1 200 OK\r\n"));
  EXPECT_NE(whole.find("Content-Length: 4\r\n"), std::string::npos);
  EXPECT_NE(whole.find("Connection: keep-alive\r\n\r\n"), std::string::npos);
  const auto pieces = http::head(response, http::Framing::chunked, http::Persistence::close);
  EXPECT_EQ(pieces.find("Content-Length"), std::string::npos);
  EXPECT_NE(pieces.find("Transfer-Encoding: chunked\r\n"), std::string::npos);
  EXPECT_NE(pieces.find("Connection: close\r\n\r\n"), std::string::npos);
}

TEST(HttpText, AnEmptyPieceIsNoChunk) {
  EXPECT_EQ(http::chunk(""), "");
  EXPECT_EQ(http::chunk("0123456789abcdef"), "10\r\n0123456789abcdef\r\n");
}

TEST(HttpText, EachRejectionIsAnErrorAnswerNamingItsReason) {
  for (std::size_t i = 0; i < kHttpRejectionCount; ++i) {
    const auto rejection = static_cast<HttpRejection>(i);
    const auto response = http::rejection_response(rejection);
    EXPECT_GE(response.status, 400U);
    EXPECT_NE(response.body.find(to_string(rejection)), std::string::npos);
  }
}

}  // namespace
}  // namespace evenkeel
