// Requests from bytes, in whatever pieces they come.
#include "daemon/core/http_parser.h"

#include <gtest/gtest.h>

#include <random>

namespace evenkeel::http {
namespace {

const std::string kRequest =
    "POST /v1/reload?x=1 HTTP/1.1\r\nHost: d\r\nContent-Length: 3\r\n\r\nabc";

TEST(RequestParser, TakesARequestByteByByte) {
  RequestParser parser({});
  std::string input;
  for (std::size_t i = 0; i + 1 < kRequest.size(); ++i) {
    input += kRequest[i];
    ASSERT_EQ(parser.feed(input), Progress::need_more) << i;
  }
  input += kRequest.back();
  ASSERT_EQ(parser.feed(input), Progress::complete);
  const auto request = parser.take_request();
  ASSERT_TRUE(request);
  EXPECT_EQ(request->method, "POST");
  EXPECT_EQ(request->target.path, "/v1/reload");
  EXPECT_EQ(request->body, "abc");
  EXPECT_TRUE(parser.wants_keep_alive());
}

TEST(RequestParser, LeavesTheNextRequestInTheInput) {
  RequestParser parser({});
  std::string input = kRequest + kRequest;
  ASSERT_EQ(parser.feed(input), Progress::complete);
  EXPECT_EQ(input, kRequest);
  parser.reset();
  EXPECT_EQ(parser.feed(input), Progress::complete);
  EXPECT_TRUE(input.empty());
}

HttpRejection failure_of(std::string input) {
  RequestParser parser({});
  EXPECT_EQ(parser.feed(input), Progress::failed);
  return parser.failure();
}

TEST(RequestParser, NamesWhyItFails) {
  EXPECT_EQ(failure_of("nonsense\r\n\r\n"), HttpRejection::malformed);
  EXPECT_EQ(failure_of("GET / HTTP/1.1\r\nA: " + std::string(9000, 'x')),
            HttpRejection::header_too_large);
  EXPECT_EQ(failure_of("POST / HTTP/1.1\r\nContent-Length: 70000\r\n\r\n"),
            HttpRejection::body_too_large);
  EXPECT_EQ(failure_of("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n"), HttpRejection::malformed);
}

TEST(RequestParser, AMalformedTargetIsNoRequest) {
  RequestParser parser({});
  std::string input = "GET /%zz HTTP/1.1\r\nHost: d\r\n\r\n";
  ASSERT_EQ(parser.feed(input), Progress::complete);
  EXPECT_FALSE(parser.take_request());
}

TEST(RequestParser, SaysOnceThatTheClientWaitsToContinue) {
  RequestParser parser({});
  std::string input =
      "POST / HTTP/1.1\r\nHost: d\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n";
  ASSERT_EQ(parser.feed(input), Progress::need_more);
  EXPECT_TRUE(parser.take_expects_continue());
  EXPECT_FALSE(parser.take_expects_continue());
}

TEST(RequestParser, OldClientsDoNotKeepAlive) {
  RequestParser parser({});
  std::string input = "GET / HTTP/1.0\r\n\r\n";
  ASSERT_EQ(parser.feed(input), Progress::complete);
  EXPECT_FALSE(parser.wants_keep_alive());
  EXPECT_FALSE(parser.is_http11());
}

TEST(RequestParser, AnyBytesGiveAnAnswer) {
  std::mt19937 random(1);
  for (int round = 0; round < 3000; ++round) {
    std::string input = kRequest;
    for (int i = 0; i < 4; ++i) {
      input[random() % input.size()] = static_cast<char>(random() % 256);
    }
    RequestParser parser({});
    if (parser.feed(input) == Progress::complete) static_cast<void>(parser.take_request());
  }
}

}  // namespace
}  // namespace evenkeel::http
