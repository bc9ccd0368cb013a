/* SPDX-License-Identifier: MIT */
/* Where the memory of tasks comes from: malloc against the magazines (lib/magazine.h).
 *
 * The submitter makes a task, a worker frees it, for ever.  A block that malloc gave one
 * thread has to find its way home when another thread frees it, under the arena's lock.  A
 * magazine is given away and taken back as a whole: 64 tasks for one lock.
 *
 * Predict: freeing in the same thread, which of the two is faster, and by how much?  And
 * when one thread takes and the other one frees?
 *
 * A run shows: four costs, and their ratios on this machine.  (Under a sanitizer, or with
 * HEDDLE_NO_MAGAZINES=1, the magazines hand each block on to malloc: then a use after free
 * can be seen, and the ratios are near 1.)
 */
#include <semaphore.h>

#include "lesson.h"
#include "magazine.h"
#include "measure.h"
#include "task.h"

enum { BATCH = 500, BATCHES = 100, BLOCKS = BATCH * BATCHES };

struct memory {
	void *(*take)(void);
	void (*give)(void *block);
};

static void *malloc_take(void)
{
	return malloc(sizeof(hd_future));
}

static void *magazine_take(void)
{
	return hd_magazine_take();
}

static void magazine_give(void *block)
{
	hd_magazine_give(block);
}

static const struct memory from_malloc = {malloc_take, free};
static const struct memory from_magazines = {magazine_take, magazine_give};

static void take_batch(const struct memory *memory, void **blocks)
{
	for (int i = 0; i < BATCH; i++) {
		blocks[i] = memory->take();
		must(blocks[i] ? 0 : HD_ENOMEM);
		*(volatile char *)blocks[i] = 1; /* a task is written to */
	}
}

static void give_batch(const struct memory *memory, void **blocks)
{
	for (int i = 0; i < BATCH; i++)
		memory->give(blocks[i]);
}

static void same_thread(void *memory)
{
	void *blocks[BATCH];

	for (int batch = 0; batch < BATCHES; batch++) {
		take_batch(memory, blocks);
		give_batch(memory, blocks);
	}
}

/* -- one thread takes, another one frees --------------------------------------------- */

/* Two batches travel: one is filled while the other is freed. */
static struct {
	const struct memory *memory;
	void *blocks[2][BATCH];
	sem_t empty, full;
} belt;

static void wait_for(sem_t *semaphore)
{
	while (sem_wait(semaphore) != 0)
		continue; /* a signal came between */
}

static void *free_all(void *arg)
{
	for (int batch = 0; batch < BATCHES; batch++) {
		wait_for(&belt.full);
		give_batch(belt.memory, belt.blocks[batch % 2]);
		sem_post(&belt.empty);
	}
	return arg;
}

static void other_thread(void *memory)
{
	hd_thread *thread;

	belt.memory = memory;
	must(sem_init(&belt.empty, 0, 2) ? HD_EINVAL : 0);
	must(sem_init(&belt.full, 0, 0) ? HD_EINVAL : 0);
	must(hd_thread_start(free_all, NULL, NULL, &thread));
	for (int batch = 0; batch < BATCHES; batch++) {
		wait_for(&belt.empty);
		take_batch(memory, belt.blocks[batch % 2]);
		sem_post(&belt.full);
	}
	must(hd_thread_join(thread, HD_FOREVER, NULL));
	hd_thread_unref(thread);
	sem_destroy(&belt.empty);
	sem_destroy(&belt.full);
}

static void show(const char *name, void (*run)(void *memory))
{
	double plain = measure(run, (void *)&from_malloc, BLOCKS);
	double magazine = measure(run, (void *)&from_magazines, BLOCKS);

	lesson_say("%-32s %5.0f ns   %5.0f ns   %5.1f times", name, plain, magazine,
		   plain / magazine);
}

int main(int argc, char **argv)
{
	lesson_begin(argc, argv, "Memory that one thread takes and another gives back.",
		     0, NULL);
	lesson_say("%-32s %8s   %8s   %s", "a block of 64 bytes", "malloc", "magazine",
		   "ratio");
	show("taken and freed by one thread", same_thread);
	show("taken by one, freed by another", other_thread);
	lesson_say("(This machine's numbers, today; the hand-over is in both columns.)");
	return lesson_end();
}
