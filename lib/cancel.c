/* SPDX-License-Identifier: MIT */
/* A token is a future that nobody will ever fulfil: to ask is to cancel it.  So asking once
 * and for ever, references, and the sleepers that fork() must not find half linked are all
 * there already.
 *
 * Sleeping alone is done here and not by hd_future_result: a worker that waits for a result
 * runs other tasks meanwhile, but one that waits to be stopped must answer at once. */
#include "heddle/cancel.h"

#include <stdatomic.h>
#include <stdint.h>

#include "heddle/future.h"
#include "lot.h"
#include "parker.h"
#include "sync.h"
#include "task.h"

static hd_future *future_of(const hd_cancel_token *token)
{
	return (hd_future *)(uintptr_t)token;
}

int hd_cancel_token_new(hd_cancel_token **token)
{
	hd_future *future;
	int code = hd_future_new(&future);

	if (!code)
		*token = (hd_cancel_token *)future;
	return code;
}

hd_cancel_token *hd_cancel_token_ref(hd_cancel_token *token)
{
	hd_future_ref(future_of(token));
	return token;
}

void hd_cancel_token_unref(hd_cancel_token *token)
{
	hd_future_unref(future_of(token));
}

void hd_cancel_token_cancel(hd_cancel_token *token)
{
	hd_future_cancel(future_of(token));
}

bool hd_cancel_token_cancelled(const hd_cancel_token *token)
{
	return hd_future_cancelled(future_of(token));
}

int hd_cancel_token_wait(hd_cancel_token *token, double timeout)
{
	int64_t deadline = hd_deadline(timeout);
	struct hd_wait wait = {.parker = hd_parker_self()};
	struct hd_watcher watcher = {.kind = HD_WATCH_RESULT, .wait = &wait};

	if (!hd_lot_watch(future_of(token), &watcher))
		return HD_ECANCELLED;
	while (!atomic_load(&wait.fired) && hd_park(wait.parker, deadline))
		continue;
	hd_lot_unwatch(future_of(token), &watcher);
	return hd_cancel_token_cancelled(token) ? HD_ECANCELLED : HD_ETIMEDOUT;
}

hd_cancel_token *hd_cancel_token_current(void)
{
	hd_future *current = hd_future_current();

	return current ? hd_task_token(current) : NULL;
}
