/* SPDX-License-Identifier: MIT */
#include "heddle/future.h"

#include <stdlib.h>

#include "fork.h"
#include "future.h"
#include "idle.h"
#include "lot.h"
#include "scheduler.h"
#include "settle.h"
#include "task.h"

static int new_by_hand(uint32_t flags, hd_future **future)
{
	hd_future *f = hd_task_new(NULL, NULL, HD_PENDING | flags | HD_ONE_REF);

	if (!f)
		return HD_ENOMEM;
	*future = f;
	return 0;
}

int hd_future_new(hd_future **future)
{
	return new_by_hand(0, future);
}

int hd_future_new_local(hd_future **future)
{
	return new_by_hand(HD_LOCAL, future);
}

hd_future *hd_future_ref(hd_future *future)
{
	hd_task_ref(future);
	return future;
}

void hd_future_unref(hd_future *future)
{
	if (future)
		hd_task_unref(future);
}

/* -- looking ---------------------------------------------------------------------------------- */

hd_state hd_future_state(const hd_future *future)
{
	uint32_t state = hd_task_state(hd_task_word(future));

	return state == HD_SETTLING ? HD_RUNNING : (hd_state)state;
}

const char *hd_state_name(hd_state state)
{
	static const char *const names[] = {"PENDING", "RUNNING", "CANCELLED",
					    "CANCELLED_AND_NOTIFIED", "FINISHED"};

	return (unsigned)state < sizeof names / sizeof *names ? names[state] : "?";
}

bool hd_future_running(const hd_future *future)
{
	return hd_future_state(future) == HD_RUNNING;
}

bool hd_future_cancelled(const hd_future *future)
{
	hd_state state = hd_future_state(future);

	return state == HD_CANCELLED || state == HD_CANCELLED_AND_NOTIFIED;
}

bool hd_future_done(const hd_future *future)
{
	return hd_task_is_done(hd_task_word(future));
}

/* -- waiting ---------------------------------------------------------------------------------- */

/* Is whoever would settle it in another process? */
static bool is_foreign(const hd_future *future, uint32_t word)
{
	return word & (HD_SUBMITTED | HD_LOCAL) &&
	       future->generation != (unsigned short)hd_fork_generation();
}

int hd_future_waitable(const hd_future *future)
{
	uint32_t word = hd_task_word(future);

	if (hd_task_is_done(word))
		return 0;
	if (hd_frame_has(future))
		return HD_EDEADLOCK;
	return is_foreign(future, word) ? HD_EFORKED : 0;
}

/* A worker has better things to do.  (The word is read first: see submit_onto in
 * executor.c.) */
bool hd_future_may_spin(const hd_future *future)
{
	return hd_task_word(future) & HD_SUBMITTED && future->spin && !hd_frame_top();
}

/* How long this thread spins before it sleeps. */
static _Thread_local unsigned patience = HD_SPIN_ROUNDS;

bool hd_future_spin(hd_look *look, void *arg)
{
	for (unsigned round = 0; round < patience; round++) {
		if (look(arg))
			return true;
		hd_spin_round(round);
	}
	return false;
}

static bool look_done(void *future)
{
	return hd_future_done(future);
}

bool hd_future_block(struct hd_wait *wait, hd_future *target, int64_t deadline)
{
	int64_t start = hd_now();
	bool fired = hd_scheduler_block(wait, target, deadline);

	patience = hd_patience_after(patience, hd_now() - start);
	return fired;
}

static int sleep_until_done(hd_future *future, double timeout)
{
	struct hd_wait wait = {.parker = hd_parker_self()};
	struct hd_watcher watcher = {.kind = HD_WATCH_RESULT, .wait = &wait};
	int64_t deadline = hd_deadline(timeout);
	bool fired;

	if (!hd_lot_watch(future, &watcher))
		return 0;
	fired = hd_future_block(&wait, future, deadline);
	hd_lot_unwatch(future, &watcher);
	return fired || hd_future_done(future) ? 0 : HD_ETIMEDOUT;
}

static int wait_until_done(hd_future *future, double timeout)
{
	int code;

	if (timeout < 0 && hd_scheduler_run_newest(future))
		return 0;
	code = hd_future_waitable(future);
	if (code)
		return code;
	if (timeout == 0)
		return HD_ETIMEDOUT;
	if (timeout < 0 && hd_scheduler_work_towards(future))
		return 0;
	if (hd_future_may_spin(future) && hd_future_spin(look_done, future))
		return 0;
	return sleep_until_done(future, timeout);
}

/* Waits, unless it is done. */
static int await(hd_future *future, double timeout)
{
	if (!future)
		return HD_EINVAL;
	return hd_future_done(future) ? 0 : wait_until_done(future, timeout);
}

int hd_future_result(hd_future *future, double timeout, void **result)
{
	int code = await(future, timeout);

	if (code)
		return code;
	if (hd_future_state(future) != HD_FINISHED)
		return HD_ECANCELLED;
	if (future->code)
		return HD_EFAILED;
	if (result)
		*result = future->result;
	return 0;
}

int hd_future_exception(hd_future *future, double timeout, hd_error *error)
{
	int code = await(future, timeout);

	if (code)
		return code;
	if (hd_future_state(future) != HD_FINISHED)
		return HD_ECANCELLED;
	*error = hd_failure_error(future->code, future->code ? future->result : NULL);
	return 0;
}

/* -- cancelling, calling back --------------------------------------------------------------------- */

bool hd_future_cancel(hd_future *future)
{
	return hd_task_cancel(future);
}

int hd_future_add_done_callback(hd_future *future, hd_callback *callback, void *arg)
{
	struct hd_watcher *watcher;

	if (!future || !callback)
		return HD_EINVAL;
	watcher = malloc(sizeof *watcher);
	if (!watcher)
		return HD_ENOMEM;
	*watcher = (struct hd_watcher){
		.kind = HD_WATCH_CALLBACK, .callback = callback, .arg = arg};
	if (!hd_lot_watch(future, watcher)) {
		free(watcher);
		hd_lot_call(future, callback, arg);
	}
	return 0;
}

void hd_set_callback_hook(hd_callback_hook *hook, void *arg)
{
	hd_lot_set_hook(hook, arg);
}

/* -- settling by hand --------------------------------------------------------------------------------- */

int hd_future_set_running_or_notify_cancel(hd_future *future, bool *run)
{
	bool begun;

	if (!future || !run)
		return HD_EINVAL;
	begun = hd_task_begin_by_hand(future);
	if (!begun && !hd_task_notify_cancel(future))
		return HD_ESTATE;
	*run = begun;
	return 0;
}

int hd_future_set_result(hd_future *future, void *result,
			 void (*free_result)(void *result))
{
	if (!future)
		return HD_EINVAL;
	if (!hd_task_claim(future))
		return HD_ESTATE;
	future->code = 0;
	future->result = result;
	future->free_result = free_result;
	future->owner = free_result ? HD_RESULT_CALLED : HD_RESULT_LENT;
	hd_task_settled(future);
	return 0;
}

int hd_future_set_exception(hd_future *future, int code, const char *message, void *data,
			    void (*drop)(void *data))
{
	struct hd_failure *failure;

	if (!future)
		return HD_EINVAL;
	failure = hd_failure_new(message ? message : hd_strerror(code), data, drop);
	if (!failure)
		return HD_ENOMEM;
	if (!hd_task_claim(future)) {
		failure->drop = NULL; /* the data stays with the caller */
		hd_failure_free(failure);
		return HD_ESTATE;
	}
	future->code = code ? code : HD_EFAILED;
	future->result = failure;
	hd_task_settled(future);
	return 0;
}

/* -- for hosts ------------------------------------------------------------------------------------------- */

void hd_future_set_user_data(hd_future *future, void *data)
{
	future->user_data = data;
}

void *hd_future_user_data(const hd_future *future)
{
	return future->user_data;
}

const char *hd_future_label(const hd_future *future)
{
	/* The word is read first: see submit_onto in executor.c. */
	return hd_task_word(future) & HD_SUBMITTED && future->extra ? future->extra->label
								    : NULL;
}

hd_future *hd_future_current(void)
{
	struct hd_frame *frame = hd_frame_top();

	return frame ? frame->task : NULL;
}
