/* SPDX-License-Identifier: MIT */
#include "driver.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "allocations.h"

/* A case that cannot go on is not the submission's fault. */
enum { GRADER_ERROR = 70 };

static void give_up(const char *why)
{
	fprintf(stderr, "case: %s\n", why);
	exit(GRADER_ERROR);
}

/* -- what was drawn, what was seen --------------------------------------------------------- */

static long values[VALUES + 1];
static char page[8192];
static size_t written;

long drawn(int number)
{
	if (number < 1 || number > VALUES)
		give_up("there is no such value");
	return values[number];
}

void said(const char *format, ...)
{
	va_list arguments;
	size_t room = sizeof page - written;
	int length;

	va_start(arguments, format);
	length = vsnprintf(page + written, room, format, arguments);
	va_end(arguments);
	if (length < 0 || (size_t)length + 1 >= room)
		give_up("it has too much to say");
	written += (size_t)length;
	page[written++] = '\n';
}

/* -- threads ------------------------------------------------------------------------------- */

enum { MOST_THREADS = 16 };

static pthread_t threads[MOST_THREADS];
static int started;

void start(void *(*go)(void *), void *argument)
{
	if (started == MOST_THREADS ||
	    pthread_create(&threads[started], NULL, go, argument) != 0)
		give_up("a thread cannot be started");
	started++;
}

void join_all(void)
{
	while (started > 0)
		if (pthread_join(threads[--started], NULL) != 0)
			give_up("a thread cannot be joined");
}

/* A month passes at once if nobody has anything to do in it.  To somebody who looks every
 * millisecond it is more steps than a schedule may have. */
void settle(void)
{
	struct timespec month = {.tv_sec = 30L * 24 * 3600};

	nanosleep(&month, NULL);
}

/* -- the submission's memory --------------------------------------------------------------- */

/* One thread runs at a time, so plain counters do.  Each function ends in its call, and so what
 * is said of a block names the submission's line. */
static long blocks, until_failure;

long blocks_left(void)
{
	return blocks;
}

void fail_allocation(long k)
{
	until_failure = k;
}

static int fails(void)
{
	return until_failure > 0 && --until_failure == 0;
}

void *submission_malloc(size_t size)
{
	if (fails())
		return NULL;
	blocks++;
	return malloc(size);
}

void *submission_calloc(size_t count, size_t size)
{
	if (fails())
		return NULL;
	blocks++;
	return calloc(count, size);
}

void *submission_aligned_alloc(size_t alignment, size_t size)
{
	if (fails())
		return NULL;
	blocks++;
	return aligned_alloc(alignment, size);
}

void *submission_realloc(void *block, size_t size)
{
	if (fails())
		return NULL;
	blocks += block == NULL;
	return realloc(block, size);
}

void submission_free(void *block)
{
	blocks -= block != NULL;
	free(block);
}

/* -- main ---------------------------------------------------------------------------------- */

int main(int argc, char **argv)
{
	const struct test_case *test = test_cases;

	if (argc != 3 + VALUES) {
		fprintf(stderr, "usage: case NAME NONCE VALUE... (%d values)\n", VALUES);
		return GRADER_ERROR;
	}
	for (int i = 1; i <= VALUES; i++)
		values[i] = strtol(argv[2 + i], NULL, 10);
	while (test->name != NULL && strcmp(test->name, argv[1]) != 0)
		test++;
	if (test->name == NULL)
		give_up("there is no case of that name");
	test->run();
	said("end %s", argv[2]);
	fwrite(page, 1, written, stdout);
	return 0;
}
