/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "path.h"
#include "runner.h"

enum { FIRST_ROOM = 1024 };

void path_init(struct path *path)
{
	*path = (struct path){0};
	memset(path->latest, 0xff, sizeof path->latest);
}

void path_free(struct path *path)
{
	free(path->step);
	free(path->rival);
}

static void *resize(void *memory, size_t count, size_t size)
{
	memory = reallocarray(memory, count, size);
	if (memory == NULL)
		die("out of memory for a search");
	return memory;
}

static void make_room(struct path *path)
{
	if (path->length < path->room)
		return;
	path->room = path->room == 0 ? FIRST_ROOM : 2 * path->room;
	path->step = resize(path->step, path->room, sizeof *path->step);
	path->rival = resize(path->rival, path->room, sizeof *path->rival);
}

void path_cut(struct path *path, uint32_t length)
{
	for (uint32_t i = 0; i < path->threads; i++) {
		uint32_t *latest = &path->latest[i];

		while (*latest != NO_STEP && *latest >= length)
			*latest = path->step[*latest].own > 1
					  ? path->step[*latest].previous
					  : NO_STEP;
	}
	if (length < path->length)
		path->length = length;
}

static uint32_t created_at(const struct path *path, uint16_t thread)
{
	for (uint32_t i = path->length; i-- > 0;)
		if (path->step[i].event.kind == OP_CREATE &&
		    path->step[i].event.second == thread)
			return i;
	return NO_STEP;
}

static bool moved_the_clock(const struct event *event)
{
	return (event->flags & EVENT_ADVANCED) != 0 && (event->flags & EVENT_EARLY) == 0;
}

static struct step *begin(struct path *path, const struct event *event)
{
	struct step *step;

	make_room(path);
	step = &path->step[path->length];
	while (path->threads <= event->thread)
		path->threads++;
	step->event = *event;
	step->previous = path->latest[event->thread];
	step->own = 1;
	if (step->previous != NO_STEP)
		step->own += path->step[step->previous].own;
	else
		step->previous = created_at(path, event->thread);
	step->moment = path->length > 0 ? path->step[path->length - 1].moment : 0;
	if (moved_the_clock(event))
		step->moment = path->length;
	return step;
}

static void join(struct path *path, uint32_t *clock, const uint32_t *other)
{
	for (uint32_t i = 0; i < path->threads; i++)
		if (other[i] > clock[i])
			clock[i] = other[i];
}

static void meet(struct path *path, struct step *step, uint32_t index)
{
	const struct step *old = &path->step[index];
	bool direct = index >= step->moment && step->clock[old->event.thread] < old->own;

	if (!dependent(&old->event, &step->event))
		return;
	if (may_be_coenabled(&old->event, &step->event) &&
	    (direct || may_disable(&old->event, &step->event)))
		path->rival[path->rivals++] = index;
	join(path, step->clock, old->clock);
}

/* Each thread's newest step of those that are not known. */
static void find_heads(const struct path *path, const uint32_t *known, uint32_t *head)
{
	for (uint32_t i = 0; i < path->threads; i++) {
		head[i] = path->latest[i];
		if (head[i] != NO_STEP && path->step[head[i]].own <= known[i])
			head[i] = NO_STEP;
	}
}

/* Takes the newest of the heads; NO_STEP if there is none any more. */
static uint32_t take_newest(const struct path *path, const uint32_t *known,
			    uint32_t *head)
{
	uint32_t newest = NO_STEP, thread = 0;

	for (uint32_t i = 0; i < path->threads; i++) {
		if (head[i] == NO_STEP || (newest != NO_STEP && head[i] < newest))
			continue;
		newest = head[i];
		thread = i;
	}
	if (newest != NO_STEP)
		head[thread] = path->step[newest].own > known[thread] + 1
				       ? path->step[newest].previous
				       : NO_STEP;
	return newest;
}

/* What happens before the thread's step before needs no look.  Of the others, from the newest
 * to the oldest: so the clock knows already of all steps in between that happen before. */
void path_consider(struct path *path, const struct event *event)
{
	struct step *step = begin(path, event);
	uint32_t known[PATH_THREADS] = {0}, head[PATH_THREADS], index;

	if (step->previous != NO_STEP)
		memcpy(known, path->step[step->previous].clock, sizeof known);
	known[event->thread] = step->own;
	memcpy(step->clock, known, sizeof known);
	path->rivals = 0;
	find_heads(path, known, head);
	while ((index = take_newest(path, known, head)) != NO_STEP)
		meet(path, step, index);
}

/* Everything before the clock's last move happens before the step. */
static void know_the_past(struct path *path, struct step *step)
{
	const struct step *first = &path->step[step->moment];

	if (step->moment < path->length) {
		uint32_t mine = step->clock[first->event.thread];

		join(path, step->clock, first->clock);
		if (mine < first->own)
			step->clock[first->event.thread] = first->own - 1;
		return;
	}
	for (uint32_t i = 0; i < path->threads; i++)
		if (path->latest[i] != NO_STEP && i != step->event.thread)
			step->clock[i] = path->step[path->latest[i]].own;
}

void path_accept(struct path *path)
{
	struct step *step = &path->step[path->length];

	if (step->moment > 0)
		know_the_past(path, step);
	path->latest[step->event.thread] = path->length++;
}
