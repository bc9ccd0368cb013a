/* SPDX-License-Identifier: MIT */
#include "pin.h"

#include <dirent.h>
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 1024 };

static int by_number(const void *a, const void *b)
{
	pid_t x = *(const pid_t *)a, y = *(const pid_t *)b;

	return (x > y) - (x < y);
}

/* The ids of its threads; numbers grow with time, so sorted they are in the order of
 * making. */
static int threads_of(pid_t pid, pid_t *threads)
{
	char path[64];
	const struct dirent *entry;
	int count = 0;
	DIR *dir;

	snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
	dir = opendir(path);
	if (!dir)
		return 0;
	while (count < THREADS && (entry = readdir(dir)))
		if (*entry->d_name != '.')
			threads[count++] = (pid_t)strtol(entry->d_name, NULL, 10);
	closedir(dir);
	qsort(threads, (size_t)count, sizeof *threads, by_number);
	return count;
}

/* A thread that has ended in the meantime needs no CPU. */
static bool give(pid_t thread, const cpu_set_t *set, char *why, size_t size)
{
	if (!sched_setaffinity(thread, sizeof *set, set) || errno == ESRCH)
		return true;
	snprintf(why, size, "it cannot be pinned: %s", strerror(errno));
	return false;
}

bool pin_threads(pid_t pid, const int *cpus, int count, char *why, size_t size)
{
	static pid_t threads[THREADS];
	int found = threads_of(pid, threads);
	cpu_set_t set;

	if (!found || count < 1) {
		snprintf(why, size, "it cannot be pinned: no %s",
			 found ? "CPUs are given" : "threads of it are found");
		return false;
	}
	CPU_ZERO(&set);
	if (found == 1)
		for (int i = 0; i < count; i++)
			CPU_SET(cpus[i], &set);
	for (int i = 0; i < found; i++) {
		if (found > 1) {
			CPU_ZERO(&set);
			CPU_SET(cpus[i % count], &set);
		}
		if (!give(threads[i], &set, why, size))
			return false;
	}
	return true;
}
