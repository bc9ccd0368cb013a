/* SPDX-License-Identifier: MIT */
#include "parker.h"

#include "sync.h"

static _Thread_local struct hd_parker *used, own;

void hd_parker_init(struct hd_parker *parker)
{
	hd_mutex_init(&parker->lock);
	hd_cond_init(&parker->cond);
	parker->woken = false;
}

void hd_parker_destroy(struct hd_parker *parker)
{
	hd_cond_destroy(&parker->cond);
	hd_mutex_destroy(&parker->lock);
}

struct hd_parker *hd_parker_self(void)
{
	if (!used) {
		hd_parker_init(&own);
		used = &own;
	}
	return used;
}

void hd_parker_use(struct hd_parker *parker)
{
	used = parker;
}

bool hd_park(struct hd_parker *parker, int64_t deadline)
{
	bool woken;

	hd_lock(&parker->lock);
	while (!parker->woken)
		if (!hd_cond_wait(&parker->cond, &parker->lock, deadline))
			break;
	woken = parker->woken;
	parker->woken = false;
	hd_unlock(&parker->lock);
	return woken;
}

void hd_unpark(struct hd_parker *parker)
{
	hd_lock(&parker->lock);
	parker->woken = true;
	hd_unlock(&parker->lock);
	/* After the lock: who wakes needs it.  One thread only ever sleeps here. */
	hd_signal(&parker->cond);
}

void hd_parker_fork_child(void)
{
	used = NULL;
}
