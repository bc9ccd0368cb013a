/* SPDX-License-Identifier: MIT */
#include "fork.h"

#include <pthread.h>

#include "lot.h"
#include "magazine.h"
#include "parker.h"
#include "registry.h"
#include "sync.h"
#include "thread.h"
#include "worker.h"

_Atomic unsigned hd_fork_count;

/* In lock order: the registry, the buckets, the depot. */
static void prepare(void)
{
	hd_registry_fork_prepare();
	hd_lot_fork_prepare();
	hd_magazine_fork_prepare();
}

static void parent(void)
{
	hd_magazine_fork_parent();
	hd_lot_fork_parent();
	hd_registry_fork_parent();
}

static void child(void)
{
	atomic_fetch_add(&hd_fork_count, 1);
	hd_magazine_fork_child();
	hd_lot_fork_child();
	hd_registry_fork_child();
	hd_parker_fork_child();
	hd_thread_fork_child();
	hd_worker_fork_child();
}

/* When the library is loaded, before anybody can fork. */
__attribute__((constructor)) static void install(void)
{
	HD_CHECKED(pthread_atfork(prepare, parent, child));
}
