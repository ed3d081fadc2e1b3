// libcurl and libcrypto, loaded when the first HTTP check appears. Linking them would cost each of
// our processes more than a megabyte of its own for relocations, used or not.
#pragma once

#include <curl/curl.h>
#include <openssl/evp.h>

#include <memory>
#include <string>

#include "evenkeel/result.h"

namespace evenkeel::checker {

struct CurlLibrary {
  decltype(&curl_global_init) global_init = nullptr;
  decltype(&curl_easy_init) easy_init = nullptr;
  decltype(&curl_easy_cleanup) easy_cleanup = nullptr;
  decltype(&curl_easy_reset) easy_reset = nullptr;
  decltype(&curl_easy_setopt) easy_setopt = nullptr;
  decltype(&curl_easy_getinfo) easy_getinfo = nullptr;
  decltype(&curl_easy_strerror) easy_strerror = nullptr;
  decltype(&curl_slist_append) slist_append = nullptr;
  decltype(&curl_slist_free_all) slist_free_all = nullptr;
  decltype(&curl_multi_init) multi_init = nullptr;
  decltype(&curl_multi_cleanup) multi_cleanup = nullptr;
  decltype(&curl_multi_setopt) multi_setopt = nullptr;
  decltype(&curl_multi_add_handle) multi_add_handle = nullptr;
  decltype(&curl_multi_remove_handle) multi_remove_handle = nullptr;
  decltype(&curl_multi_socket_action) multi_socket_action = nullptr;
  decltype(&curl_multi_info_read) multi_info_read = nullptr;
  decltype(&EVP_MD_CTX_new) digest_new = nullptr;
  decltype(&EVP_MD_CTX_free) digest_free = nullptr;
  decltype(&EVP_md5) md5 = nullptr;
  decltype(&EVP_DigestInit_ex) digest_init = nullptr;
  decltype(&EVP_DigestUpdate) digest_update = nullptr;
  decltype(&EVP_DigestFinal_ex) digest_final = nullptr;
};

// Loads and initialises; the libraries stay until the process ends.
Result<CurlLibrary> load_curl();

}  // namespace evenkeel::checker
