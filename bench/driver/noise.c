/* SPDX-License-Identifier: MIT */
#include "noise.h"

#include <inttypes.h>
#include <math.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "../bench.h"
#include "statistics.h"

enum { ROUNDS = 2000000, FEW = 10, MOST_CPUS = 16 };

static int64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

static int cpus(void)
{
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof set, &set) || CPU_COUNT(&set) < 1)
		return 1;
	return CPU_COUNT(&set) < MOST_CPUS ? CPU_COUNT(&set) : MOST_CPUS;
}

/* -- one probe -------------------------------------------------------------------------------- */

struct part {
	pthread_t thread;
	sem_t *go;
	uint64_t x;
	int64_t end;
};

static void *compute(void *arg)
{
	struct part *part = arg;

	while (sem_wait(part->go))
		continue;
	part->x = bench_work(part->x, ROUNDS);
	part->end = now();
	return NULL;
}

/* All start at once, the caller as well.  Where a thread cannot be had, fewer do. */
static int64_t compute_everywhere(void)
{
	struct part parts[MOST_CPUS];
	int threads = 0, wanted = cpus();
	int64_t start, end;
	sem_t go;

	sem_init(&go, 0, 0);
	for (; threads < wanted; threads++) {
		parts[threads] = (struct part){.go = &go, .x = 1};
		if (threads && pthread_create(&parts[threads].thread, NULL, compute,
					      &parts[threads]))
			break;
	}
	start = now();
	for (int i = 0; i < threads; i++)
		sem_post(&go);
	compute(&parts[0]);
	end = parts[0].end;
	for (int i = 1; i < threads; i++) {
		pthread_join(parts[i].thread, NULL);
		end = parts[i].end > end ? parts[i].end : end;
	}
	sem_destroy(&go);
	return end - start;
}

void noise_probe(struct noise *noise, double t_s)
{
	struct probe *grown =
		realloc(noise->probes, (size_t)(noise->count + 1) * sizeof *grown);
	struct rusage before, after;

	if (!grown)
		return;
	noise->probes = grown;
	getrusage(RUSAGE_SELF, &before);
	grown[noise->count] = (struct probe){.t_s = t_s, .ns = compute_everywhere()};
	getrusage(RUSAGE_SELF, &after);
	grown[noise->count++].nivcsw = after.ru_nivcsw - before.ru_nivcsw;
}

/* -- all of them ------------------------------------------------------------------------------ */

double noise_spread(const struct noise *noise)
{
	double *ns = calloc((size_t)noise->count + 1, sizeof *ns), spread = NAN;

	if (!ns)
		return spread;
	for (int i = 0; i < noise->count; i++)
		ns[i] = (double)noise->probes[i].ns;
	statistics_sort(ns, noise->count);
	if (noise->count >= FEW)
		spread = (statistics_quantile(ns, noise->count, 0.9) -
			  statistics_quantile(ns, noise->count, 0.1)) /
			 statistics_median(ns, noise->count);
	free(ns);
	return spread;
}

const char *noise_grade(const struct noise *noise)
{
	double spread = noise_spread(noise);

	if (isnan(spread))
		return "unknown";
	return spread < 0.03 ? "quiet" : spread < 0.10 ? "fair" : "noisy";
}

void noise_put(FILE *file, const struct noise *noise)
{
	double spread = noise_spread(noise);

	fprintf(file, "# grade: %s\n", noise_grade(noise));
	if (isnan(spread))
		fprintf(file, "# spread: nan\n");
	else
		fprintf(file, "# spread: %.1f %%\n", 100 * spread);
	fprintf(file, "t_s\tns\tnivcsw\n");
	for (int i = 0; i < noise->count; i++)
		fprintf(file, "%.3f\t%" PRId64 "\t%ld\n", noise->probes[i].t_s,
			noise->probes[i].ns, noise->probes[i].nivcsw);
}

void noise_free(struct noise *noise)
{
	free(noise->probes);
	*noise = (struct noise){0};
}
