#pragma once
#include <curl/curl.h>

// libcurl's options are set and read by variadic functions, which Swift cannot call; these are the same with a type each.
// Handles are `void *` here, whatever the version of libcurl calls them.

#pragma clang assume_nonnull begin

typedef size_t (*ccurl_data_callback)(char *data, size_t size, size_t count, void *context);
typedef int (*ccurl_seek_callback)(void *context, curl_off_t offset, int origin);

static inline CURLcode ccurl_set_long(void *easy, CURLoption option, long value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_set_offset(void *easy, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_set_text(void *easy, CURLoption option, const char *value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_set_pointer(void *easy, CURLoption option, void *_Nullable value) {
  return curl_easy_setopt(easy, option, value);
}

/// Has libcurl copy `count` bytes for itself.
static inline CURLcode ccurl_set_blob(void *easy, CURLoption option, const void *bytes, size_t count) {
  struct curl_blob blob = {(void *)bytes, count, CURL_BLOB_COPY};
  return curl_easy_setopt(easy, option, &blob);
}

static inline CURLcode ccurl_set_data_callback(void *easy, CURLoption option, ccurl_data_callback callback) {
  return curl_easy_setopt(easy, option, callback);
}

static inline CURLcode ccurl_set_seek_callback(void *easy, ccurl_seek_callback callback) {
  return curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, callback);
}

/// A number libcurl knows about a transfer; 0 where it does not.
static inline long ccurl_get_long(void *easy, CURLINFO info) {
  long value = 0;
  return curl_easy_getinfo(easy, info, &value) == CURLE_OK ? value : 0;
}

static inline CURLMcode ccurl_multi_set_long(void *multi, CURLMoption option, long value) {
  return curl_multi_setopt(multi, option, value);
}

static inline CURLMcode ccurl_multi_poll(void *multi, int milliseconds) {
  return curl_multi_poll(multi, NULL, 0, milliseconds, NULL);
}

/// The next transfer that ended, and how; null when there is none.
static inline void *_Nullable ccurl_multi_next_finished(void *multi, CURLcode *result) {
  int rest = 0;
  CURLMsg *message;
  while ((message = curl_multi_info_read(multi, &rest))) {
    if (message->msg == CURLMSG_DONE) {
      *result = message->data.result;
      return message->easy_handle;
    }
  }
  return NULL;
}

/// The file with the certificates this libcurl trusts by default; null when it has none.
static inline const char *_Nullable ccurl_default_certificates(void) {
  return curl_version_info(CURLVERSION_NOW)->cainfo;
}

#pragma clang assume_nonnull end
