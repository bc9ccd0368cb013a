/* SPDX-License-Identifier: MIT */
#include "sync.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "heddle/clock.h"

enum { NANO = 1000000000 };

void hd_checked_failed(int code, const char *call, const char *file, int line)
{
	fprintf(stderr, "heddle: %s:%d: %s: %s\n", file, line, call, strerror(code));
	abort();
}

void hd_mutex_init(pthread_mutex_t *mutex)
{
	HD_CHECKED(pthread_mutex_init(mutex, NULL));
}

void hd_mutex_destroy(pthread_mutex_t *mutex)
{
	HD_CHECKED(pthread_mutex_destroy(mutex));
}

void hd_cond_init(pthread_cond_t *cond)
{
	pthread_condattr_t attr;

	HD_CHECKED(pthread_condattr_init(&attr));
	HD_CHECKED(pthread_condattr_setclock(&attr, CLOCK_MONOTONIC));
	HD_CHECKED(pthread_cond_init(cond, &attr));
	HD_CHECKED(pthread_condattr_destroy(&attr));
}

void hd_cond_destroy(pthread_cond_t *cond)
{
	HD_CHECKED(pthread_cond_destroy(cond));
}

bool hd_cond_wait(pthread_cond_t *cond, pthread_mutex_t *mutex, int64_t deadline)
{
	struct timespec until;
	int code;

	if (deadline == HD_NEVER) {
		HD_CHECKED(pthread_cond_wait(cond, mutex));
		return true;
	}
	until.tv_sec = (time_t)(deadline / NANO);
	until.tv_nsec = (long)(deadline % NANO);
	code = pthread_cond_timedwait(cond, mutex, &until);
	if (code != ETIMEDOUT)
		HD_CHECKED(code);
	return code != ETIMEDOUT;
}

int64_t hd_deadline(double timeout)
{
	int64_t now;

	if (timeout < 0 || isnan(timeout))
		return HD_NEVER;
	now = hd_now();
	if (timeout >= (double)(HD_NEVER - now) / NANO)
		return HD_NEVER;
	return now + (int64_t)(timeout * NANO);
}
