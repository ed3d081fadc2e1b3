// keyword-docs: prints a page of the documentation. Built with the tests, never installed.
#include <cstdio>
#include <string_view>

#include "daemon/config/docs/pages.h"

int main(int argc, char** argv) {
  using namespace evenkeel::config;
  const std::string_view page(argc == 2 ? argv[1] : "");
  if (page != "compatibility" && page != "manual") {
    std::fputs("usage: keyword-docs compatibility|manual\n", stderr);
    return 64;
  }
  const auto text = page == "manual" ? manual_page() : compatibility_page();
  return std::fputs(text.c_str(), stdout) < 0 ? 1 : 0;
}
