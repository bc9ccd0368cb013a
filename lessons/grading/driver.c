/* SPDX-License-Identifier: MIT */
#include "driver.h"

#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "submission.h"

/* A case that cannot go on is not the submission's fault. */
enum { GRADER_ERROR = 70 };

static void give_up(const char *why)
{
	fprintf(stderr, "case: %s\n", why);
	exit(GRADER_ERROR);
}

/* -- what was drawn, what was seen --------------------------------------------------------- */

/* What a submission must neither know nor change is on pages of its own, which can be read and
 * written only while the driver does: one thread runs at a time, and nothing in between is a
 * step.  Who goes through the memory in search of it crashes. */
struct secret {
	long values[VALUES + 1];
	char nonce[24];
	size_t written;
	char page[8192];
};

static struct secret *secret;

static void unseal(void)
{
	if (mprotect(secret, sizeof *secret, PROT_READ | PROT_WRITE) != 0)
		give_up("what was drawn cannot be read");
}

static void seal(void)
{
	if (mprotect(secret, sizeof *secret, PROT_NONE) != 0)
		give_up("what was drawn cannot be sealed");
}

/* The nonce and the values, which the command line has no more after this. */
static void keep_secret(char **drawn_ones)
{
	secret = mmap(NULL, sizeof *secret, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (secret == MAP_FAILED || strlen(drawn_ones[0]) >= sizeof secret->nonce)
		give_up("there is no place for what was drawn");
	strcpy(secret->nonce, drawn_ones[0]);
	for (int i = 1; i <= VALUES; i++)
		secret->values[i] = strtol(drawn_ones[i], NULL, 10);
	for (int i = 0; i <= VALUES; i++)
		memset(drawn_ones[i], 0, strlen(drawn_ones[i]));
	seal();
}

long tick(void)
{
	static long ticks;

	return ++ticks;
}

long drawn(int number)
{
	long value;

	if (number < 1 || number > VALUES)
		give_up("there is no such value");
	unseal();
	value = secret->values[number];
	seal();
	return value;
}

void said(const char *format, ...)
{
	va_list arguments;
	size_t room;
	int length;

	unseal();
	room = sizeof secret->page - secret->written;
	va_start(arguments, format);
	length = vsnprintf(secret->page + secret->written, room, format, arguments);
	va_end(arguments);
	if (length < 0 || (size_t)length + 1 >= room)
		give_up("it has too much to say");
	secret->written += (size_t)length;
	secret->page[secret->written++] = '\n';
	seal();
}

/* All of it, and a last line that nobody else could have said. */
static void tell(void)
{
	unseal();
	fwrite(secret->page, 1, secret->written, stdout);
	printf("end %s\n", secret->nonce);
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
enum { MONTH = 30 * 24 * 3600 };

void settle(void)
{
	nanosleep(&(struct timespec){.tv_sec = MONTH}, NULL);
}

/* -- gates and rendezvous ------------------------------------------------------------------ */

enum { PLACES = 16 };

/* One lock for all of it: these threads are few, and most of them wait. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static bool is_open[PLACES];
static int present[PLACES]; /* in meet, and not yet enough */
static int meetings[PLACES];

static void check_place(int place)
{
	if (place < 0 || place >= PLACES)
		give_up("there is no such gate or place");
}

void gate_open(int gate)
{
	check_place(gate);
	pthread_mutex_lock(&lock);
	is_open[gate] = true;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
}

void gate_pass(int gate)
{
	check_place(gate);
	pthread_mutex_lock(&lock);
	while (!is_open[gate])
		pthread_cond_wait(&changed, &lock);
	pthread_mutex_unlock(&lock);
}

bool meet(int place, int threads)
{
	struct timespec until;
	int meeting;
	bool met;

	check_place(place);
	pthread_mutex_lock(&lock);
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += MONTH;
	meeting = meetings[place];
	if (++present[place] == threads) {
		present[place] = 0;
		meetings[place]++;
		pthread_cond_broadcast(&changed);
	}
	while (meetings[place] == meeting &&
	       pthread_cond_timedwait(&changed, &lock, &until) == 0)
		;
	met = meetings[place] != meeting;
	if (!met)
		present[place]--;
	pthread_mutex_unlock(&lock);
	return met;
}

/* -- time ---------------------------------------------------------------------------------- */

static struct timespec began;

long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (now.tv_sec - began.tv_sec) * 1000 +
	       (now.tv_nsec - began.tv_nsec) / 1000000;
}

void pause_ms(long milliseconds)
{
	nanosleep(&(struct timespec){.tv_sec = milliseconds / 1000,
				     .tv_nsec = milliseconds % 1000 * 1000000},
		  NULL);
}

/* -- the submission's memory and threads --------------------------------------------------- */

/* One thread runs at a time, so plain counters do.  Each function ends in its call, and so what
 * is said of a block or a thread names the submission's line. */
static long blocks, until_failure;
static long submission_threads, until_thread_failure;

long blocks_left(void)
{
	return blocks;
}

void fail_allocation(long k)
{
	until_failure = k;
}

/* In one run so many bytes, and what is given back does not count again: a limit that is the
 * same on every machine. */
static size_t bytes_left = (size_t)64 << 20;

static bool fails(size_t count, size_t size)
{
	size_t bytes;

	if (until_failure > 0 && --until_failure == 0)
		return true;
	if (__builtin_mul_overflow(count, size, &bytes) || bytes > bytes_left)
		return true;
	bytes_left -= bytes;
	return false;
}

void *submission_malloc(size_t size)
{
	if (fails(1, size))
		return NULL;
	blocks++;
	return malloc(size);
}

void *submission_calloc(size_t count, size_t size)
{
	if (fails(count, size))
		return NULL;
	blocks++;
	return calloc(count, size);
}

void *submission_aligned_alloc(size_t alignment, size_t size)
{
	if (fails(1, size))
		return NULL;
	blocks++;
	return aligned_alloc(alignment, size);
}

void *submission_realloc(void *block, size_t size)
{
	if (fails(1, size))
		return NULL;
	if (block == NULL)
		blocks++;
	else if (size == 0)
		blocks--; /* glibc frees it */
	return realloc(block, size);
}

void submission_free(void *block)
{
	blocks -= block != NULL;
	free(block);
}

long threads_started(void)
{
	return submission_threads;
}

void fail_thread(long k)
{
	until_thread_failure = k;
}

/* As POSIX has it, nobody knows what the handle is then: here it is that of no thread. */
static bool thread_fails(pthread_t *handle)
{
	if (until_thread_failure > 0 && --until_thread_failure == 0) {
		memset(handle, 0xff, sizeof *handle);
		return true;
	}
	submission_threads++;
	return false;
}

int submission_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
			      void *(*go)(void *), void *argument)
{
	if (thread_fails(thread))
		return EAGAIN;
	return pthread_create(thread, attributes, go, argument);
}

int submission_thrd_create(thrd_t *thread, thrd_start_t go, void *argument)
{
	if (thread_fails(thread))
		return thrd_error;
	return thrd_create(thread, go, argument);
}

/* -- main ---------------------------------------------------------------------------------- */

int main(int argc, char **argv)
{
	const struct test_case *test = test_cases;

	if (argc != 3 + VALUES) {
		fprintf(stderr, "usage: case NAME NONCE VALUE... (%d values)\n", VALUES);
		return GRADER_ERROR;
	}
	/* Whatever else was open where this was started is none of the submission's business. */
	close_range(3, ~0U, 0);
	keep_secret(argv + 2);
	while (test->name != NULL && strcmp(test->name, argv[1]) != 0)
		test++;
	if (test->name == NULL)
		give_up("there is no case of that name");
	clock_gettime(CLOCK_MONOTONIC, &began);
	test->run();
	tell();
	return 0;
}
