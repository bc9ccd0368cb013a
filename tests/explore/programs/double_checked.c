/* SPDX-License-Identifier: MIT */
/* double_checked - a quick look without the lock, through a plain pointer.
 *
 * Wrong: the first look reads the pointer while another thread may be writing it, and
 * nothing says that what it points to is written by then.  The lock orders only those who
 * take it.
 * Right: the pointer is atomic: set with release, and looked at with acquire, so that who
 * sees the pointer sees what it points to.
 *
 * verdict: race
 * granularity: memory
 * exhaustive: yes
 */
#include "program.h"

struct config {
	int size;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct config storage;

#ifdef FIX
static struct config *_Atomic config;

static struct config *look(void)
{
	return atomic_load_explicit(&config, memory_order_acquire);
}

static void publish(struct config *made)
{
	atomic_store_explicit(&config, made, memory_order_release);
}
#else
static struct config *config;

static struct config *look(void)
{
	return config;
}

static void publish(struct config *made)
{
	config = made;
}
#endif

static struct config *get_config(void)
{
	struct config *found = look();

	if (found != NULL)
		return found;
	pthread_mutex_lock(&lock);
	found = look();
	if (found == NULL) {
		storage.size = 16;
		found = &storage;
		publish(found);
	}
	pthread_mutex_unlock(&lock);
	return found;
}

static void *use_config(void *argument)
{
	assert(get_config()->size == 16);
	return argument;
}

int main(void)
{
	run_both(use_config, use_config);
	return 0;
}
