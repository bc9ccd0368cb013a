/* SPDX-License-Identifier: MIT */
/* Every combinator is a group: the inputs, the promise, and a rule that says which outcome
 * decides at once, what is noted of the others, and what is made of the notes when all are
 * there. */
#include "promise_private.h"

#include "future.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

struct group;

struct rule {
	bool first_value, first_reason; /* does the first of these decide? */
	bool pending_when_empty;
	size_t head, each; /* size of the content: without inputs, and for each */
	void (*note)(struct group *group, size_t i, const struct hd_settlement *input);
	void (*conclude)(struct group *group); /* all is noted */
};

struct slot {
	struct group *group;
	hd_future *input; /* a reference */
};

/* Discipline: there is no lock.
 *
 *   I1  decided is raised once.  Who raised it settles the promise and gives the group's
 *       reference to it back; nobody else touches promise.
 *   I2  Each input writes its own place of the content, then lowers missing; who lowers it to
 *       0 has all of them before it and reads the content.
 *   I3  One reference each: the constructor, every input that has not called back, the
 *       promise until it is done, and the content where the promise has it.  So content may
 *       point into the inputs, whose references go with the group.
 */
struct group {
	atomic_size_t references;
	atomic_size_t missing;
	atomic_bool decided;
	unsigned flags;
	hd_future *promise;
	const struct rule *rule;
	size_t count;
	struct slot *slots; /* in this block, behind the content */
	_Alignas(max_align_t) unsigned char content[];
};

static void group_ref(struct group *group)
{
	/* relaxed: whoever adds a reference has one, so the group cannot go away meanwhile */
	atomic_fetch_add_explicit(&group->references, 1, memory_order_relaxed);
}

static void group_unref(struct group *group)
{
	/* acquire and release: all that the others did with it happens before it is freed */
	if (atomic_fetch_sub_explicit(&group->references, 1, memory_order_acq_rel) > 1)
		return;
	for (size_t i = 0; i < group->count; i++)
		hd_future_unref(group->slots[i].input);
	free(group);
}

/* The promise is gone, and with it the last reader of the content. */
static void drop_content(void *content)
{
	group_unref((struct group *)((char *)content - offsetof(struct group, content)));
}

/* -- the rules ------------------------------------------------------------------------------ */

static void note_value(struct group *group, size_t i, const struct hd_settlement *input)
{
	((void **)group->content)[i] = input->value;
}

static void note_row(struct group *group, size_t i, const struct hd_settlement *input)
{
	((hd_settled *)group->content)[i] = (hd_settled){
		.status = input->fulfilled ? HD_FULFILLED : HD_REJECTED,
		.value = input->value,
		.reason = input->reason,
	};
}

static void note_reason(struct group *group, size_t i, const struct hd_settlement *input)
{
	((hd_aggregate *)group->content)->reasons[i] = input->reason;
}

static void give_content(struct group *group)
{
	group_ref(group);
	hd_promise_fulfil(group->promise, group->content, drop_content);
}

static void give_reasons(struct group *group)
{
	hd_error reason = {HD_EAGGREGATE, NULL, group->content};

	((hd_aggregate *)group->content)->count = group->count;
	group_ref(group);
	hd_promise_reject(group->promise, &reason, drop_content);
}

static const struct rule rule_all = {
	.first_reason = true,
	.each = sizeof(void *),
	.note = note_value,
	.conclude = give_content,
};

static const struct rule rule_all_settled = {
	.each = sizeof(hd_settled),
	.note = note_row,
	.conclude = give_content,
};

static const struct rule rule_any = {
	.first_value = true,
	.head = sizeof(hd_aggregate),
	.each = sizeof(hd_error),
	.note = note_reason,
	.conclude = give_reasons,
};

static const struct rule rule_race = {
	.first_value = true,
	.first_reason = true,
	.pending_when_empty = true,
};

/* -- groups --------------------------------------------------------------------------------- */

static bool decide(struct group *group)
{
	return !atomic_exchange(&group->decided, true);
}

/* Takes a new, pending promise and references to the inputs. */
static struct group *group_new(const struct rule *rule, hd_future *const *inputs,
			       size_t count, unsigned flags, hd_future *promise)
{
	size_t unit = _Alignof(struct slot);
	size_t each = rule->each + sizeof(struct slot);
	size_t content;
	struct group *group;

	if (count > (SIZE_MAX / 2 - sizeof *group - rule->head) / each)
		return NULL;
	content = (rule->head + count * rule->each + unit - 1) / unit * unit;
	group = malloc(sizeof *group + content + count * sizeof(struct slot));
	if (!group)
		return NULL;
	atomic_init(&group->references, 1);
	atomic_init(&group->missing, count);
	atomic_init(&group->decided, false);
	group->flags = flags;
	group->promise = hd_future_ref(promise);
	group->rule = rule;
	group->count = count;
	group->slots = (struct slot *)(group->content + content);
	for (size_t i = 0; i < count; i++)
		group->slots[i] = (struct slot){group, hd_future_ref(inputs[i])};
	return group;
}

/* A callback of each input. */
static void *input_settled(hd_future *input, void *arg)
{
	struct slot *slot = arg;
	struct group *group = slot->group;
	const struct rule *rule = group->rule;
	struct hd_settlement result = hd_settlement_of(input);

	if (result.fulfilled ? rule->first_value : rule->first_reason) {
		if (decide(group)) {
			hd_promise_pass_on(group->promise, input);
			hd_future_unref(group->promise);
		}
	} else {
		rule->note(group, (size_t)(slot - group->slots), &result);
		if (atomic_fetch_sub(&group->missing, 1) == 1 && decide(group)) {
			rule->conclude(group);
			hd_future_unref(group->promise);
		}
	}
	group_unref(group);
	return NULL;
}

/* A callback of the promise, the first that it has. */
static void *promise_settled(hd_future *promise, void *arg)
{
	struct group *group = arg;

	hd_promise_notify(promise, NULL);
	if (hd_future_cancelled(promise) && decide(group))
		hd_future_unref(promise);
	if (group->flags & HD_CANCEL_LOSERS)
		for (size_t i = 0; i < group->count; i++)
			hd_future_cancel(group->slots[i].input);
	group_unref(group);
	return NULL;
}

/* Hangs the group on its inputs, and last on its promise: so when memory runs out half way,
 * nothing but inputs knows the group, and they let it go as they settle.  HD_ENOMEM. */
static int group_watch(struct group *group)
{
	int code = HD_OK;

	for (size_t i = 0; i < group->count && !code; i++) {
		group_ref(group);
		code = hd_future_add_done_callback(group->slots[i].input, input_settled,
						   &group->slots[i]);
		if (code)
			group_unref(group);
	}
	if (code)
		return code;
	group_ref(group);
	code = hd_future_add_done_callback(group->promise, promise_settled, group);
	if (code)
		group_unref(group);
	return code;
}

static int combine(const struct rule *rule, hd_future *const *futures, size_t count,
		   unsigned flags, hd_future **promise)
{
	hd_future *made;
	struct group *group;
	int code;

	if (flags & ~(unsigned)HD_CANCEL_LOSERS)
		return HD_EINVAL;
	for (size_t i = 0; i < count; i++)
		if (!futures[i])
			return HD_EINVAL;
	code = hd_future_new_local(&made);
	if (code)
		return code;
	if (!count && rule->pending_when_empty)
		goto give;
	group = group_new(rule, futures, count, flags, made);
	if (!group) {
		code = HD_ENOMEM;
		goto unref_made;
	}
	code = group_watch(group);
	if ((code || !count) && decide(group)) {
		if (!code)
			rule->conclude(group);
		hd_future_unref(group->promise);
	}
	group_unref(group);
	if (code)
		goto unref_made;
give:
	*promise = made;
	return HD_OK;
unref_made:
	hd_future_unref(made);
	return code;
}

int hd_promise_all(hd_future *const *futures, size_t count, unsigned flags,
		   hd_future **promise)
{
	return combine(&rule_all, futures, count, flags, promise);
}

int hd_promise_all_settled(hd_future *const *futures, size_t count, hd_future **promise)
{
	return combine(&rule_all_settled, futures, count, 0, promise);
}

int hd_promise_any(hd_future *const *futures, size_t count, unsigned flags,
		   hd_future **promise)
{
	return combine(&rule_any, futures, count, flags, promise);
}

int hd_promise_race(hd_future *const *futures, size_t count, unsigned flags,
		    hd_future **promise)
{
	return combine(&rule_race, futures, count, flags, promise);
}
