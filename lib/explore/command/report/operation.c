/* SPDX-License-Identifier: MIT */
/* operation - the steps of a report in words: what was done, and on which line. */
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "runner.h"
#include "texts_private.h"

/* -- what ---------------------------------------------------------------------------------- */

/* What is worth saying about how it went. */
static const char *outcome(const struct event *event)
{
	if (event->flags & EVENT_TIMED_OUT)
		return event->kind == OP_SLEEP ? "" : ": timed out";
	switch ((enum op_kind)event->kind) {
	case OP_SIGNAL:
	case OP_BROADCAST:
		return event->flags & EVENT_FAILED ? ": nobody waits" : "";
	case OP_LOAD:
		return event->chosen > 0 ? ": an older value" : "";
	default:
		return event->flags & EVENT_FAILED ? ": in vain" : "";
	}
}

const char *texts_operation(struct texts *texts, const struct event *event)
{
	const char *name = op_name((enum op_kind)event->kind), *how = outcome(event);

	switch ((enum op_kind)event->kind) {
	case OP_CREATE:
	case OP_JOIN:
	case OP_TRY_JOIN:
	case OP_DETACH:
		return texts_format(texts, "%s T%llu%s", name,
				    (unsigned long long)event->second, how);
	case OP_START:
	case OP_END:
		return name;
	default:
		break;
	}
	if (event->address == 0)
		return texts_format(texts, "%s%s", name, how);
	return texts_format(texts, "%s %s%s", name, texts_data(texts, event->address),
			    how);
}

const char *texts_waiting(struct texts *texts, const struct event *event)
{
	switch ((enum op_kind)event->kind) {
	case OP_LOCK:
	case OP_RDLOCK:
	case OP_WRLOCK:
	case OP_SEM_WAIT:
	case OP_ONCE:
	case OP_PRINT:
		return texts_format(texts, "wants %s", texts_data(texts, event->address));
	case OP_WAKE:
	case OP_PASS:
		return texts_format(texts, "waits on %s",
				    texts_data(texts, event->address));
	case OP_JOIN:
		return texts_format(texts, "joins T%llu",
				    (unsigned long long)event->second);
	case OP_SLEEP:
		return "sleeps";
	case OP_DESCRIPTOR:
		return "waits for a descriptor";
	default:
		return "";
	}
}

/* -- where --------------------------------------------------------------------------------- */

/* A function of the user's in which operations are.  One that has a single operation and is
 * called from several places is taken for a wrapper, which says less than its callers. */
struct function {
	const char *name, *file;
	uint64_t pc, caller; /* of the first operation */
	bool many_pcs, many_callers;
};

static int compare(const void *a, const void *b)
{
	const struct function *one = a, *other = b;
	int names = strcmp(one->name, other->name);

	return names != 0 ? names : strcmp(one->file, other->file);
}

static struct function *function_of(struct texts *texts, const struct event *event)
{
	const struct place *place =
		place_of_user(symbols_place(texts->symbols, event->pc));
	struct function wanted = {.name = place->function,
				  .file = place->file,
				  .pc = event->pc,
				  .caller = event->caller};
	struct function **found, *function;

	if (place->function == NULL || place->file == NULL)
		return NULL;
	found = tfind(&wanted, &texts->functions, compare);
	if (found != NULL)
		return *found;
	function = malloc(sizeof *function);
	if (function == NULL)
		die("out of memory");
	*function = wanted;
	if (tsearch(function, &texts->functions, compare) == NULL)
		die("out of memory");
	return function;
}

static void read_functions(struct texts *texts)
{
	texts->functions_read = true;
	for (uint32_t i = 0; i < texts->report->events; i++) {
		const struct event *event = &texts->report->event[i];
		struct function *function;

		if (event->caller == 0)
			continue;
		function = function_of(texts, event);
		if (function == NULL)
			continue;
		function->many_pcs |= function->pc != event->pc;
		function->many_callers |= function->caller != event->caller;
	}
}

void texts_free_functions(struct texts *texts)
{
	tdestroy(texts->functions, free);
}

const char *texts_operation_line(struct texts *texts, const struct event *event)
{
	const struct place *place, *caller;
	const struct function *function;

	if (event->pc == 0)
		return "";
	if (event->caller == 0)
		return texts_line(texts, event->pc);
	if (!texts->functions_read)
		read_functions(texts);
	place = place_of_user(symbols_place(texts->symbols, event->pc));
	caller = place_of_user(symbols_place(texts->symbols, event->caller));
	function = function_of(texts, event);
	if (!caller->foreign && caller->file != NULL &&
	    (place->foreign ||
	     (function != NULL && !function->many_pcs && function->many_callers)))
		return texts_line(texts, event->caller);
	return texts_line(texts, event->pc);
}
