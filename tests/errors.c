/* SPDX-License-Identifier: MIT */
/* The table of errors, and the clock. */
#include "probe.h"

#include <time.h>

static void texts(void)
{
	for (int i = 0; i < HD_ERROR_COUNT; i++) {
		CHECK(hd_strerror(i) != NULL && *hd_strerror(i));
		for (int j = 0; j < i; j++)
			CHECK(strcmp(hd_strerror(i), hd_strerror(j)) != 0);
	}
	CHECK_INT(HD_OK, 0);
	CHECK_STR(hd_strerror(-1), "unknown error");
	CHECK_STR(hd_strerror(HD_ERROR_COUNT), "unknown error");
	CHECK_STR(hd_strerror(1 << 30), "unknown error");
}

static void names(void)
{
	CHECK_STR(hd_error_name(HD_OK), "HD_OK");
	CHECK_STR(hd_error_name(HD_ETIMEDOUT), "HD_ETIMEDOUT");
	CHECK_STR(hd_error_name(HD_END), "HD_END");
	CHECK_STR(hd_error_name(-1), "?");
	CHECK_STR(hd_error_name(HD_ERROR_COUNT), "?");
}

/* Where CPython has words for it, these are the words. */
static void python_words(void)
{
	static const struct {
		int code;
		const char *text;
	} said[] = {
		{HD_ESHUTDOWN, "cannot schedule new futures after shutdown"},
		{HD_EBROKEN,
		 "a thread initializer failed, the pool is not usable anymore"},
		{HD_EWORKERS, "max_workers must be greater than 0"},
		{HD_EPOOLSTATE, "Pool not running"},
		{HD_EPOOLRUNNING, "Pool is still running"},
		{HD_ETHREAD, "can't start new thread"},
	};

	for (size_t i = 0; i < sizeof said / sizeof *said; i++)
		CHECK_STR(hd_strerror(said[i].code), said[i].text);
}

static void raise_outside(void)
{
	hd_raise(1, "nobody %s", "listens");
	hd_raise_data(1, NULL, count_drop, "nobody");
	hd_raise_data(1, NULL, count_drop, "nobody");
	CHECK_INT(drops, 1);
	hd_return_copy("x", 2);
	CHECK_INT(drops, 2);
}

static void clock_counts(void)
{
	int64_t start = hd_now(), last = start;

	for (int i = 0; i < 10000; i++) {
		int64_t t = hd_now();

		CHECK(t >= last);
		last = t;
	}
	CHECK_WITHIN(hd_seconds(1500000000), 1.5, 1.5);
	CHECK_WITHIN(hd_seconds(-250000000), -0.25, -0.25);
	hd_sleep(0.2);
	CHECK_WITHIN(hd_seconds(hd_now() - start), 0.2, 5);
	start = hd_now();
	hd_sleep(0);
	hd_sleep(-1);
	CHECK_WITHIN(hd_seconds(hd_now() - start), 0, 1);
}

/* Catches: the wall clock, on which a deadline moves when somebody sets the date. */
static void clock_is_monotonic(void)
{
	struct timespec before, after;
	int64_t t;

	clock_gettime(CLOCK_MONOTONIC, &before);
	t = hd_now();
	clock_gettime(CLOCK_MONOTONIC, &after);
	CHECK(t >= before.tv_sec * INT64_C(1000000000) + before.tv_nsec);
	CHECK(t <= after.tv_sec * INT64_C(1000000000) + after.tv_nsec);
}

static const probe_case cases[] = {
	CASE(texts, "every code has a text of its own"),
	CASE(names, "every code has a name"),
	CASE(python_words, "the words are CPython's where it has some"),
	CASE(raise_outside, "raising outside of a task is forgotten, not lost"),
	CASE(clock_counts, "the clock never goes back, sleep sleeps"),
	CASE(clock_is_monotonic, "the clock is not the one that people set"),
	NO_MORE_CASES,
};

int main(int argc, char **argv)
{
	return probe_main(argc, argv, cases);
}
