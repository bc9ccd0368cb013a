/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "model.h"
#include "operate.h"

void model_begin(const struct model *model, struct model_state *state)
{
	memset(state, 0, sizeof *state);
	for (unsigned i = 0; i < model->threads; i++) {
		state->phase[i] = i < model->begun ? STARTING : ABSENT;
		state->known[i] = i;
	}
	for (unsigned i = 0; i < OBJECTS; i++)
		state->semaphore[i] = (uint8_t)model->posted;
}

/* -- what a thread would do next ----------------------------------------------------------- */

static const struct model_op *current(const struct model *model,
				      const struct model_state *state, unsigned thread)
{
	return &model->op[thread][state->at[thread]];
}

static enum op_kind next_kind(const struct model *model, const struct model_state *state,
			      unsigned thread)
{
	if (state->phase[thread] == STARTING)
		return OP_START;
	if (state->at[thread] >= model->length[thread])
		return OP_END;
	if (state->phase[thread] == RETURNING)
		return current(model, state, thread)->kind == OP_WAIT ? OP_WAKE : OP_PASS;
	return current(model, state, thread)->kind;
}

/* Objects of different kinds lie apart; 0 for operations without an object. */
static uint64_t address_of(enum op_kind kind, unsigned object)
{
	static const uint8_t group[OP_KINDS] = {
		[OP_LOCK] = 1,	      [OP_TRY_LOCK] = 1,   [OP_UNLOCK] = 1,
		[OP_WAIT] = 2,	      [OP_WAKE] = 2,	   [OP_SIGNAL] = 2,
		[OP_BROADCAST] = 2,   [OP_SEM_WAIT] = 3,   [OP_SEM_POST] = 3,
		[OP_SEM_TRYWAIT] = 3, [OP_SEM_READ] = 3,   [OP_RDLOCK] = 4,
		[OP_WRLOCK] = 4,      [OP_TRY_RDLOCK] = 4, [OP_TRY_WRLOCK] = 4,
		[OP_RWUNLOCK] = 4,    [OP_ARRIVE] = 5,	   [OP_PASS] = 5,
		[OP_ONCE] = 6,	      [OP_ONCE_DONE] = 6,  [OP_READ] = 7,
		[OP_WRITE] = 7,	      [OP_RMW] = 7,
	};

	return group[kind] == 0 ? 0 : group[kind] * UINT64_C(0x1000) + object * 8;
}

void model_next(const struct model *model, const struct model_state *state,
		unsigned thread, struct event *event)
{
	const struct model_op *op = current(model, state, thread);
	enum op_kind kind = next_kind(model, state, thread);

	memset(event, 0, sizeof *event);
	event->thread = (uint16_t)thread;
	event->kind = (uint8_t)kind;
	if (model->adversarial && state->deadline[thread] != 0)
		event->flags = EVENT_EARLY;
	if (kind == OP_START || kind == OP_END)
		return;
	event->address = address_of(kind, op->object);
	if (kind == OP_READ || kind == OP_WRITE || kind == OP_RMW)
		event->size = sizeof(uint64_t);
	if (kind == OP_WAIT || kind == OP_WAKE)
		event->second = address_of(OP_LOCK, op->mutex);
	else
		event->second = op->object;
}

/* -- who can go on ------------------------------------------------------------------------- */

static bool possible(const struct model *model, const struct model_state *state,
		     unsigned thread, bool fired)
{
	const struct model_op *op = current(model, state, thread);

	switch (next_kind(model, state, thread)) {
	case OP_LOCK:
		return state->owner[op->object] == 0;
	case OP_WAKE:
		return (state->signaled[thread] || fired) && state->owner[op->mutex] == 0;
	case OP_SEM_WAIT:
		return state->semaphore[op->object] > 0;
	case OP_RDLOCK:
		return state->writer[op->object] == 0;
	case OP_WRLOCK:
		return state->writer[op->object] == 0 && state->readers[op->object] == 0;
	case OP_PASS:
		return state->generation[op->object] != state->my_generation[thread];
	case OP_ONCE:
		return state->once[op->object] != 1;
	case OP_JOIN:
		return state->phase[op->object] == ENDED;
	case OP_SLEEP:
		return fired;
	default:
		return true;
	}
}

bool model_lives(const struct model_state *state, unsigned thread)
{
	return state->phase[thread] != ABSENT && state->phase[thread] != ENDED;
}

bool model_can_run(const struct model *model, const struct model_state *state,
		   unsigned thread)
{
	return model_lives(state, thread) &&
	       possible(model, state, thread, state->fired[thread]);
}

static uint64_t who_can_run(const struct model *model, const struct model_state *state,
			    bool early)
{
	uint64_t set = 0;

	for (unsigned i = 0; i < model->threads; i++)
		if (model_can_run(model, state, i) ||
		    (early && state->deadline[i] != 0 && possible(model, state, i, true)))
			set |= UINT64_C(1) << i;
	return set;
}

/* -- time ---------------------------------------------------------------------------------- */

static bool times(const struct model_state *state, unsigned thread)
{
	return model_lives(state, thread) && state->deadline[thread] != 0 &&
	       !state->fired[thread];
}

static void move_clock(const struct model *model, struct model_state *state, int64_t when)
{
	if (when > state->now)
		state->now = when;
	for (unsigned i = 0; i < model->threads; i++) {
		if (!times(state, i) || state->deadline[i] > state->now)
			continue;
		state->fired[i] = true;
		if (next_kind(model, state, i) == OP_WAKE)
			operate_take_off(state, current(model, state, i)->object, i);
	}
}

static bool advance(const struct model *model, struct model_state *state)
{
	int64_t earliest = INT64_MAX;

	for (unsigned i = 0; i < model->threads; i++)
		if (times(state, i) && state->deadline[i] < earliest)
			earliest = state->deadline[i];
	if (earliest == INT64_MAX)
		return false;
	move_clock(model, state, earliest);
	return true;
}

uint64_t model_ready(const struct model *model, struct model_state *state, bool *moved)
{
	*moved = false;
	if (state->exited)
		return 0;
	while (who_can_run(model, state, false) == 0) {
		if (!advance(model, state))
			return 0;
		*moved = true;
	}
	return who_can_run(model, state, model->adversarial);
}

/* -- a step -------------------------------------------------------------------------------- */

void model_step(const struct model *model, struct model_state *state, unsigned thread,
		unsigned chosen, struct event *event)
{
	model_next(model, state, thread, event);
	if (times(state, thread) && !model_can_run(model, state, thread))
		move_clock(model, state, state->deadline[thread]);
	state->deadline[thread] = 0;
	state->fired[thread] = false;
	event->time = state->now;
	operate(model, state, thread, chosen, event);
	if (model_lives(state, thread) && next_kind(model, state, thread) == OP_SLEEP)
		state->deadline[thread] =
			state->now + current(model, state, thread)->duration;
}

uint64_t model_hash(const struct model_state *state)
{
	const unsigned char *bytes = (const unsigned char *)state;
	uint64_t hash = 0, word;

	for (size_t i = 0; i + sizeof word <= sizeof *state; i += sizeof word) {
		memcpy(&word, bytes + i, sizeof word);
		hash = mix(hash, word);
	}
	return hash;
}

void model_print(const struct model *model)
{
	printf("%u threads, %u from the start, semaphores %u, barriers %u%s\n",
	       model->threads, model->begun, model->posted, model->needed,
	       model->adversarial ? ", adversarial" : "");
	for (unsigned i = 0; i < model->threads; i++) {
		printf("  T%u:", i);
		for (unsigned k = 0; k < model->length[i]; k++) {
			const struct model_op *op = &model->op[i][k];

			printf(" %s(%u", op_name(op->kind), op->object);
			if (op->kind == OP_WAIT)
				printf(",%u", op->mutex);
			if (op->skip > 0)
				printf(",skip %u", op->skip);
			if (op->duration > 0)
				printf(",for %u", op->duration);
			printf(")");
		}
		printf("\n");
	}
}
