/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "operate.h"

/* The operation in progress. */
struct doing {
	const struct model *model;
	struct model_state *state;
	const struct model_op *op;
	struct event *event;
	unsigned thread, object;
	uint8_t mark; /* of the thread as an owner */
	uint64_t *known;
};

static void learn(const struct doing *doing, uint64_t what)
{
	*doing->known = mix(*doing->known, what);
}

static void skip(const struct doing *doing)
{
	if (doing->op->skip == CRASH)
		doing->state->exited = true;
	else
		doing->state->at[doing->thread] += doing->op->skip;
}

/* -- conditions and barriers --------------------------------------------------------------- */

void operate_take_off(struct model_state *state, unsigned condition, unsigned thread)
{
	uint8_t *queue = state->waiting[condition],
		*end = queue + state->waiters[condition];
	uint8_t *at = memchr(queue, (int)thread, (size_t)(end - queue));

	if (at == NULL)
		return;
	memmove(at, at + 1, (size_t)(end - at) - 1);
	end[-1] = 0;
	state->waiters[condition]--;
}

static void wait(const struct doing *doing)
{
	struct model_state *state = doing->state;
	const struct model_op *op = doing->op;

	state->owner[op->mutex] = 0;
	state->waiting[op->object][state->waiters[op->object]++] = (uint8_t)doing->thread;
	state->signaled[doing->thread] = false;
	state->phase[doing->thread] = RETURNING;
	if (op->duration > 0)
		state->deadline[doing->thread] = state->now + op->duration;
}

static void return_from_wait(const struct doing *doing)
{
	struct model_state *state = doing->state;
	bool signaled = state->signaled[doing->thread];

	state->owner[doing->op->mutex] = doing->mark;
	learn(doing, signaled);
	if (!signaled)
		doing->event->flags |= EVENT_TIMED_OUT;
	state->signaled[doing->thread] = false;
	state->phase[doing->thread] = WORKING;
}

static void wake(const struct doing *doing, unsigned index)
{
	unsigned thread = doing->state->waiting[doing->object][index];

	operate_take_off(doing->state, doing->object, thread);
	doing->state->signaled[thread] = true;
}

static void wake_one(const struct doing *doing, unsigned chosen)
{
	unsigned n = doing->state->waiters[doing->object];

	if (n > 1)
		doing->event->options = (uint8_t)n;
	doing->event->chosen = (uint8_t)chosen;
	if (n > 0)
		wake(doing, chosen);
	else
		doing->event->flags |= EVENT_FAILED;
}

static void wake_all(const struct doing *doing)
{
	if (doing->state->waiters[doing->object] == 0)
		doing->event->flags |= EVENT_FAILED;
	while (doing->state->waiters[doing->object] > 0)
		wake(doing, 0);
}

static void arrive(const struct doing *doing)
{
	struct model_state *state = doing->state;
	unsigned object = doing->object;

	state->my_generation[doing->thread] = state->generation[object];
	if (++state->arrived[object] < doing->model->needed) {
		state->phase[doing->thread] = RETURNING;
		return;
	}
	state->arrived[object] = 0;
	state->generation[object]++;
	learn(doing, 1);
	state->at[doing->thread]++;
}

/* -- locks, semaphores, once --------------------------------------------------------------- */

static bool is_free(const struct model_state *state, enum op_kind kind, unsigned object)
{
	switch (kind) {
	case OP_TRY_LOCK:
		return state->owner[object] == 0;
	case OP_SEM_TRYWAIT:
		return state->semaphore[object] > 0;
	case OP_TRY_RDLOCK:
		return state->writer[object] == 0;
	default:
		return state->writer[object] == 0 && state->readers[object] == 0;
	}
}

static void take(const struct doing *doing, enum op_kind kind)
{
	struct model_state *state = doing->state;

	switch (kind) {
	case OP_LOCK:
	case OP_TRY_LOCK:
		state->owner[doing->object] = doing->mark;
		break;
	case OP_SEM_WAIT:
	case OP_SEM_TRYWAIT:
		state->semaphore[doing->object]--;
		break;
	case OP_RDLOCK:
	case OP_TRY_RDLOCK:
		state->readers[doing->object]++;
		break;
	default:
		state->writer[doing->object] = doing->mark;
		break;
	}
}

static void try_to_take(const struct doing *doing)
{
	if (is_free(doing->state, doing->event->kind, doing->object)) {
		take(doing, doing->event->kind);
		return;
	}
	doing->event->flags |= EVENT_FAILED;
	learn(doing, 2);
	skip(doing);
}

static void unlock_shared(const struct doing *doing)
{
	struct model_state *state = doing->state;

	if (state->writer[doing->object] != 0) {
		state->writer[doing->object] = 0;
		return;
	}
	state->readers[doing->object]--;
	doing->event->flags |= EVENT_SHARED;
}

static void once(const struct doing *doing)
{
	if (doing->state->once[doing->object] == 2)
		skip(doing);
	else
		doing->state->once[doing->object] = 1;
}

/* -- memory -------------------------------------------------------------------------------- */

static void read(const struct doing *doing)
{
	uint64_t value = doing->state->value[doing->object];

	learn(doing, value);
	if ((value & 1) != 0)
		skip(doing);
}

static void write(const struct doing *doing)
{
	doing->state->value[doing->object] = *doing->known;
	doing->event->flags |= EVENT_WRITES;
}

static void compare_and_exchange(const struct doing *doing)
{
	uint64_t *value = &doing->state->value[doing->object];

	doing->event->flags |= EVENT_WRITES;
	if (*value == 0) {
		*value = *doing->known;
		return;
	}
	doing->event->flags |= EVENT_FAILED;
	learn(doing, *value);
}

/* -- all of them --------------------------------------------------------------------------- */

/* True if the thread's next operation is another one. */
static bool synchronise(const struct doing *doing, unsigned chosen)
{
	struct model_state *state = doing->state;

	switch (doing->event->kind) {
	case OP_WAIT:
		wait(doing);
		return false;
	case OP_ARRIVE:
		arrive(doing);
		return false;
	case OP_WAKE:
		return_from_wait(doing);
		break;
	case OP_PASS:
		state->phase[doing->thread] = WORKING;
		break;
	case OP_SIGNAL:
		wake_one(doing, chosen);
		break;
	case OP_BROADCAST:
		wake_all(doing);
		break;
	case OP_UNLOCK:
		state->owner[doing->object] = 0;
		break;
	case OP_RWUNLOCK:
		unlock_shared(doing);
		break;
	case OP_SEM_POST:
		state->semaphore[doing->object]++;
		break;
	case OP_SEM_READ:
		learn(doing, state->semaphore[doing->object]);
		break;
	case OP_ONCE:
		once(doing);
		break;
	case OP_ONCE_DONE:
		state->once[doing->object] = 2;
		break;
	case OP_TRY_LOCK:
	case OP_TRY_RDLOCK:
	case OP_TRY_WRLOCK:
	case OP_SEM_TRYWAIT:
		try_to_take(doing);
		break;
	default:
		take(doing, doing->event->kind);
	}
	return true;
}

void operate(const struct model *model, struct model_state *state, unsigned thread,
	     unsigned chosen, struct event *event)
{
	const struct model_op *op = &model->op[thread][state->at[thread]];
	const struct doing doing = {model,
				    state,
				    op,
				    event,
				    thread,
				    op->object,
				    (uint8_t)(thread + 1),
				    &state->known[thread]};

	switch (event->kind) {
	case OP_START:
		state->phase[thread] = WORKING;
		return;
	case OP_END:
		state->phase[thread] = ENDED;
		return;
	case OP_CREATE:
		state->phase[op->object] = STARTING;
		break;
	case OP_EXIT:
		state->exited = true;
		break;
	case OP_READ:
		read(&doing);
		break;
	case OP_WRITE:
		write(&doing);
		break;
	case OP_RMW:
		compare_and_exchange(&doing);
		break;
	case OP_SLEEP:
		event->flags |= EVENT_TIMED_OUT;
		learn(&doing, (uint64_t)state->now);
		break;
	case OP_PRINT:
		state->printed =
			mix(mix(state->printed, *doing.known), (uint64_t)state->now);
		break;
	case OP_JOIN:
	case OP_YIELD:
		break;
	default:
		if (!synchronise(&doing, chosen))
			return;
	}
	state->at[thread]++;
}
