/* SPDX-License-Identifier: MIT */
/* random - small programs made at random.
 *
 * They leave no lock held, but may wait for ever: in a condition, at a barrier, for two locks
 * in opposite orders.
 */
#include <string.h>

#include "model.h"

/* Which operations a program is made of. */
enum flavour { ANY, CONDITIONS, READERS, FLAVOURS };

static uint64_t random_state;

static unsigned below(unsigned n)
{
	random_state++;
	return (unsigned)((mix(random_state, 1) >> 32) % n);
}

static void append(struct model *model, unsigned thread, struct model_op op)
{
	if (model->length[thread] < LONGEST)
		model->op[thread][model->length[thread]++] = op;
}

static void append_simple(struct model *model, unsigned thread, unsigned kinds)
{
	static const uint8_t simple[] = {
		OP_READ,  OP_WRITE,  OP_RMW,	OP_SEM_WAIT, OP_SEM_POST,    OP_BROADCAST,
		OP_PRINT, OP_ARRIVE, OP_SIGNAL, OP_SEM_READ, OP_SEM_TRYWAIT, OP_YIELD};

	if (kinds == 0)
		kinds = sizeof simple;
	append(model, thread,
	       (struct model_op){.kind = simple[below(kinds)],
				 .object = (uint8_t)below(2)});
}

static void append_wait(struct model *model, unsigned thread, uint8_t mutex,
			unsigned timed)
{
	struct model_op wait = {
		.kind = OP_WAIT, .object = (uint8_t)below(2), .mutex = mutex};

	if (below(timed) == 0)
		wait.duration = (uint8_t)(1 + below(2));
	append(model, thread, wait);
}

/* -- flavours ------------------------------------------------------------------------------ */

static void append_condition(struct model *model, unsigned thread)
{
	static const uint8_t waking[] = {OP_SIGNAL, OP_SIGNAL, OP_BROADCAST, OP_WRITE};

	if (below(2) == 0) {
		append(model, thread,
		       (struct model_op){.kind = waking[below(sizeof waking)]});
		return;
	}
	append(model, thread, (struct model_op){.kind = OP_LOCK});
	append_wait(model, thread, 0, 4);
	model->op[thread][model->length[thread] - 1].object = 0;
	append(model, thread, (struct model_op){.kind = OP_UNLOCK});
}

static void append_reader(struct model *model, unsigned thread)
{
	static const uint8_t taking[] = {OP_RDLOCK, OP_RDLOCK, OP_WRLOCK, OP_TRY_RDLOCK};

	append(model, thread,
	       (struct model_op){.kind = taking[below(sizeof taking)], .skip = 1});
	append(model, thread, (struct model_op){.kind = OP_RWUNLOCK});
}

static void append_any(struct model *model, unsigned thread, unsigned left);

/* Something between a lock and its unlock; a try that fails skips all of it. */
static void append_locked(struct model *model, unsigned thread, unsigned left)
{
	static const uint8_t opening[] = {OP_LOCK,	 OP_LOCK,   OP_TRY_LOCK,
					  OP_RDLOCK,	 OP_WRLOCK, OP_TRY_RDLOCK,
					  OP_TRY_WRLOCK, OP_ONCE};
	static const uint8_t closing[] = {OP_UNLOCK,   OP_UNLOCK,   OP_UNLOCK,
					  OP_RWUNLOCK, OP_RWUNLOCK, OP_RWUNLOCK,
					  OP_RWUNLOCK, OP_ONCE_DONE};
	unsigned kind = below(sizeof opening), start = model->length[thread];
	uint8_t object = (uint8_t)below(2);

	append(model, thread, (struct model_op){.kind = opening[kind], .object = object});
	if (opening[kind] == OP_LOCK && left > 3 && below(3) == 0)
		append_wait(model, thread, object, 3);
	if (left > 4 && below(4) == 0)
		append_any(model, thread, left - 4);
	else if (below(2) == 0)
		append_simple(model, thread, 3);
	append(model, thread, (struct model_op){.kind = closing[kind], .object = object});
	model->op[thread][start].skip = (uint8_t)(model->length[thread] - start - 1);
}

/* Goes into `left` operations, or a few more. */
static void append_any(struct model *model, unsigned thread, unsigned left)
{
	if (left > 1 && below(6) == 0) {
		struct model_op read = {
			.kind = OP_READ, .object = (uint8_t)below(2), .skip = 1};

		if (below(4) == 0)
			read.skip = CRASH;
		append(model, thread, read);
		append_simple(model, thread, 0);
	} else if (left > 2 && below(2) == 0) {
		append_locked(model, thread, left);
	} else {
		append_simple(model, thread, 0);
	}
}

/* -- a program ----------------------------------------------------------------------------- */

static void append_thread(struct model *model, unsigned thread, enum flavour flavour)
{
	static const unsigned most[THREADS] = {0, 0, 7, 4, 3};
	unsigned length = 1 + below(most[model->threads]);

	while (model->length[thread] < length) {
		if (flavour == CONDITIONS)
			append_condition(model, thread);
		else if (flavour == READERS)
			append_reader(model, thread);
		else
			append_any(model, thread, length - model->length[thread] + 1);
	}
	if (below(6) == 0)
		append(model, thread,
		       (struct model_op){.kind = OP_SLEEP,
					 .duration = (uint8_t)(1 + below(2))});
	if (below(4) == 0)
		append(model, thread, (struct model_op){.kind = OP_PRINT});
}

/* Thread 0 creates the others first, and maybe joins them at its end. */
static void let_main_create(struct model *model)
{
	unsigned others = model->threads - 1;

	model->begun = 1;
	memmove(&model->op[0][others], &model->op[0][0],
		(LONGEST - others) * sizeof model->op[0][0]);
	for (unsigned i = 1; i <= others; i++)
		model->op[0][i - 1] =
			(struct model_op){.kind = OP_CREATE, .object = (uint8_t)i};
	model->length[0] += (uint8_t)others;
	if (model->length[0] > LONGEST)
		model->length[0] = LONGEST;
	for (unsigned i = 1; i <= others && below(4) != 0; i++)
		append(model, 0,
		       (struct model_op){.kind = OP_JOIN, .object = (uint8_t)i});
}

struct model model_random(uint64_t seed)
{
	struct model model = {.needed = 2};
	enum flavour flavour;

	random_state = seed * 1000003;
	flavour = (enum flavour)below(FLAVOURS);
	model.threads = model.begun = 2 + below(2) + (below(4) == 0);
	model.posted = below(3);
	model.adversarial = below(8) == 0;
	for (unsigned i = 0; i < model.threads; i++)
		append_thread(&model, i, flavour);
	if (below(3) == 0)
		let_main_create(&model);
	if (below(4) == 0)
		append(&model, 0, (struct model_op){.kind = OP_EXIT});
	return model;
}
