// dlopen by the names that Debian's and everybody's packages use.
#include "checker/probe/curl_library.h"

#include <dlfcn.h>

#include <array>

namespace evenkeel::checker {

namespace {

Result<void*> open_first(std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (void* library = ::dlopen(name, RTLD_LAZY | RTLD_LOCAL)) return library;
  }
  const char* why = ::dlerror();
  return failure(0, std::string("load a library for HTTP checks: ") + (why ? why : "not found"));
}

class Resolver {
 public:
  explicit Resolver(void* library) : library_(library) {}

  template <typename Function>
  void find(const char* name, Function& function) {
    function = reinterpret_cast<Function>(::dlsym(library_, name));
    if (function == nullptr && missing_.empty()) missing_ = name;
  }
  const std::string& missing() const { return missing_; }

 private:
  void* library_;
  std::string missing_;
};

std::string resolve_curl(void* library, CurlLibrary& curl) {
  Resolver resolver(library);
  resolver.find("curl_global_init", curl.global_init);
  resolver.find("curl_easy_init", curl.easy_init);
  resolver.find("curl_easy_cleanup", curl.easy_cleanup);
  resolver.find("curl_easy_reset", curl.easy_reset);
  resolver.find("curl_easy_setopt", curl.easy_setopt);
  resolver.find("curl_easy_getinfo", curl.easy_getinfo);
  resolver.find("curl_easy_strerror", curl.easy_strerror);
  resolver.find("curl_slist_append", curl.slist_append);
  resolver.find("curl_slist_free_all", curl.slist_free_all);
  resolver.find("curl_multi_init", curl.multi_init);
  resolver.find("curl_multi_cleanup", curl.multi_cleanup);
  resolver.find("curl_multi_setopt", curl.multi_setopt);
  resolver.find("curl_multi_add_handle", curl.multi_add_handle);
  resolver.find("curl_multi_remove_handle", curl.multi_remove_handle);
  resolver.find("curl_multi_socket_action", curl.multi_socket_action);
  resolver.find("curl_multi_info_read", curl.multi_info_read);
  return resolver.missing();
}

std::string resolve_crypto(void* library, CurlLibrary& curl) {
  Resolver resolver(library);
  resolver.find("EVP_MD_CTX_new", curl.digest_new);
  resolver.find("EVP_MD_CTX_free", curl.digest_free);
  resolver.find("EVP_md5", curl.md5);
  resolver.find("EVP_DigestInit_ex", curl.digest_init);
  resolver.find("EVP_DigestUpdate", curl.digest_update);
  resolver.find("EVP_DigestFinal_ex", curl.digest_final);
  return resolver.missing();
}

}  // namespace

Result<CurlLibrary> load_curl() {
  const auto curl = open_first({"libcurl.so.4", "libcurl.so"});
  if (!curl) return tl::unexpected(curl.error());
  const auto crypto = open_first({"libcrypto.so.3", "libcrypto.so"});
  if (!crypto) return tl::unexpected(crypto.error());
  CurlLibrary library;
  auto missing = resolve_curl(*curl, library);
  if (missing.empty()) missing = resolve_crypto(*crypto, library);
  if (!missing.empty()) return failure(0, "load libcurl: " + missing + " is missing");
  if (library.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
    return failure(0, "initialise libcurl: failed");
  }
  return library;
}

}  // namespace evenkeel::checker
