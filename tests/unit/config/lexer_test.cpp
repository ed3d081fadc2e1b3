// One line to words and braces.
#include "daemon/config/lexer.h"

#include <gtest/gtest.h>

namespace evenkeel::config {
namespace {

std::vector<std::string> words(std::string_view line) {
  std::vector<Token> tokens;
  const auto plain = strip_comment(line);
  cut_line(plain.text, tokens);
  std::vector<std::string> texts;
  for (const auto& token : tokens) {
    texts.push_back(token.kind == Token::Kind::bad_quote ? "<bad>" : std::string(token.text));
  }
  return texts;
}
using Words = std::vector<std::string>;

TEST(Lexer, BlanksOfAllKindsSeparateWords) {
  EXPECT_EQ(words("\t state \f MASTER\v\r"), (Words{"state", "MASTER"}));
}

TEST(Lexer, CommentsBeginAnywhereOutsideQuotes) {
  EXPECT_EQ(words("a b# c"), (Words{"a", "b"}));
  EXPECT_EQ(words("a! b"), (Words{"a"}));
  EXPECT_EQ(words("a \"b#c!d\" # e"), (Words{"a", "b#c!d"}));
  EXPECT_EQ(words("'a#b'"), (Words{"'a"}));
}

TEST(Lexer, EscapedCommentSignsArePlain) {
  EXPECT_EQ(words(R"(a\#b c\!d \e)"), (Words{"a#b", "c!d", "\\e"}));
}

TEST(Lexer, QuotesMakeWordsAndDoNotJoin) {
  EXPECT_EQ(words(R"(x"y z"w)"), (Words{"x", "y z", "w"}));
  EXPECT_EQ(words(R"("x""y")"), (Words{"x", "y"}));
  EXPECT_EQ(words(R"("")"), (Words{""}));
}

TEST(Lexer, UnclosedQuoteIsMarkedAndEndsWithTheLine) {
  EXPECT_EQ(words("a \"b c"), (Words{"a", "<bad>", "b c"}));
  EXPECT_EQ(words("\""), (Words{"<bad>", ""}));
}

TEST(Lexer, BracesStandAloneWithoutBlanks) {
  EXPECT_EQ(words("a{b}c{}"), (Words{"a", "{", "b", "}", "c", "{", "}"}));
  EXPECT_EQ(words("\"a{b}\""), (Words{"a{b}"}));
}

TEST(Lexer, ColumnsSurviveEscapes) {
  const auto plain = strip_comment(R"(a\#b cd)");
  EXPECT_EQ(plain.text, "a#b cd");
  EXPECT_EQ(plain.columns.column(0), 0U);
  EXPECT_EQ(plain.columns.column(4), 5U);
}

TEST(Lexer, NulBecomesABlank) { EXPECT_EQ(words(std::string_view("a\0b", 3)), (Words{"a", "b"})); }

}  // namespace
}  // namespace evenkeel::config
