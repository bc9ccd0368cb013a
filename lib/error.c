/* SPDX-License-Identifier: MIT */
#include "heddle/error.h"

static const struct {
	const char *name, *text;
} errors[] = {
#define HD_ERROR_ROW(name, text) {#name, text},
	HD_ERRORS(HD_ERROR_ROW)
#undef HD_ERROR_ROW
};

const char *hd_strerror(int code)
{
	return code >= 0 && code < HD_ERROR_COUNT ? errors[code].text : "unknown error";
}

const char *hd_error_name(int code)
{
	return code >= 0 && code < HD_ERROR_COUNT ? errors[code].name : "?";
}
