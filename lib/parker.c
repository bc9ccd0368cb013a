/* SPDX-License-Identifier: MIT */
#include "parker.h"

#include "sync.h"

static _Thread_local struct hd_parker self;

struct hd_parker *hd_parker_self(void)
{
	if (!self.ready) {
		hd_mutex_init(&self.lock);
		hd_cond_init(&self.cond);
		self.ready = true;
	}
	return &self;
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
	hd_signal(&parker->cond); /* one thread only ever sleeps here */
	hd_unlock(&parker->lock);
}

void hd_parker_fork_child(void)
{
	self.ready = false;
	self.woken = false;
}
