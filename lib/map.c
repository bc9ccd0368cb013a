/* SPDX-License-Identifier: MIT */
/* map - one call for every item of some inputs, in chunks, results in input order.
 *
 * Each chunk is a task.  The iterator keeps the chunks that it has not given out in a list,
 * oldest first; with a buffersize, taking one submits the next.  A chunk belongs to its task
 * and to the iterator, whoever lets go last.
 */
#include <stdlib.h>
#include <string.h>

#include "executor_private.h"
#include "failure.h"
#include "input.h"
#include "sync.h"
#include "task.h"

/* Written by the task before its future is done, and read after. */
struct chunk {
	struct chunk *next;
	_Atomic unsigned references; /* the task's and the iterator's */
	hd_future *future;	     /* a reference of the iterator's */
	hd_fn *fn;
	size_t width; /* items a call: the number of inputs */
	size_t count; /* calls */
	size_t done;  /* calls that gave a value */
	size_t given; /* values that were taken by map_next */
	struct hd_outcome failure;
	struct value {
		void *result;
		bool owned;
	} * values; /* count of them, behind the items */
	void *items[];
};

struct hd_map {
	hd_executor *executor; /* a reference: it may be freed before the map */
	hd_fn *fn;
	hd_input *inputs; /* a copy */
	struct hd_cursor cursor;
	size_t width, chunksize, buffersize;
	hd_cancel_token *token;
	int64_t deadline;
	struct chunk *first, **end; /* submitted, not yet given out */
	struct chunk *ended;	    /* given out, and owning what they gave */
	size_t ahead;		    /* chunks in the first list */
	bool over;
	int late; /* why the next chunk could not be submitted */
	hd_error error;
};

/* -- chunks ---------------------------------------------------------------------------------------- */

static void chunk_unref(void *arg)
{
	struct chunk *chunk = arg;

	if (atomic_fetch_sub(&chunk->references, 1) != 1)
		return;
	for (size_t i = 0; i < chunk->done; i++)
		if (chunk->values[i].owned)
			free(chunk->values[i].result);
	hd_failure_free(chunk->failure.failure);
	free(chunk);
}

static struct chunk *chunk_new(hd_fn *fn, size_t width, size_t capacity)
{
	size_t one = width * sizeof(void *) + sizeof(struct value);
	struct chunk *chunk;

	if (capacity > (SIZE_MAX - sizeof *chunk) / one)
		return NULL;
	chunk = calloc(1, sizeof *chunk + capacity * one);
	if (!chunk)
		return NULL;
	atomic_init(&chunk->references, 1);
	chunk->fn = fn;
	chunk->width = width;
	chunk->values = (struct value *)(chunk->items + capacity * width);
	return chunk;
}

/* The task: every item in turn, up to the first failure. */
static void *run_chunk(void *arg)
{
	struct chunk *chunk = arg;
	struct hd_outcome outcome = {.code = 0};
	void *failed = NULL;

	while (chunk->done < chunk->count && !outcome.code) {
		void **tuple = chunk->items + chunk->done * chunk->width;

		hd_call(chunk->fn, chunk->width == 1 ? *tuple : tuple, &outcome);
		if (!outcome.code)
			chunk->values[chunk->done++] =
				(struct value){outcome.result, outcome.owned};
	}
	if (outcome.code) {
		chunk->failure = outcome;
		failed =
			hd_raise(outcome.code, "%s",
				 hd_failure_error(outcome.code, outcome.failure).message);
	}
	chunk_unref(chunk);
	return failed;
}

/* -- submitting -------------------------------------------------------------------------------------- */

/* A chunk with room for more, and what was in the old one; NULL without memory. */
static struct chunk *chunk_grow(struct chunk *old, size_t capacity)
{
	struct chunk *chunk = chunk_new(old->fn, old->width, capacity);

	if (chunk) {
		chunk->count = old->count;
		memcpy(chunk->items, old->items,
		       old->count * old->width * sizeof(void *));
	}
	chunk_unref(old);
	return chunk;
}

/* Takes up to a chunk of items; NULL without memory, with count 0 at the end of the input.  A
 * chunk may be meant for more items than there are, so room is made as they come. */
static struct chunk *fill_chunk(struct hd_map *map)
{
	size_t most = map->chunksize, capacity = most < 16 ? most : 16;
	struct chunk *chunk = chunk_new(map->fn, map->width, capacity);

	while (chunk && chunk->count < most) {
		if (chunk->count == capacity) {
			capacity = capacity > most / 2 ? most : 2 * capacity;
			chunk = chunk_grow(chunk, capacity);
		} else if (hd_cursor_next(&map->cursor,
					  chunk->items + chunk->count * map->width)) {
			chunk->count++;
		} else {
			break;
		}
	}
	return chunk;
}

/* Submits the next chunk; HD_END when there is no more. */
static int submit_next(struct hd_map *map)
{
	struct chunk *chunk = fill_chunk(map);
	hd_task task = {.fn = run_chunk, .drop = chunk_unref, .token = map->token};
	int code;

	if (!chunk)
		return HD_ENOMEM;
	if (!chunk->count) {
		chunk_unref(chunk);
		return HD_END;
	}
	task.arg = chunk;
	atomic_fetch_add(&chunk->references, 1);
	code = hd_executor_submit_task(map->executor, &task, &chunk->future);
	if (code) {
		chunk_unref(chunk);
		chunk_unref(chunk);
		return code;
	}
	*map->end = chunk;
	map->end = &chunk->next;
	map->ahead++;
	return 0;
}

/* Keeps as many ahead as buffersize says. */
static int submit_ahead(struct hd_map *map)
{
	int code = 0;

	while (!code && map->ahead < map->buffersize)
		code = submit_next(map);
	return code == HD_END ? 0 : code;
}

/* -- the iterator ------------------------------------------------------------------------------------- */

/* Ends the iteration: what has not started is cancelled, oldest first, since that is what a
 * free worker would start next. */
static void end(struct hd_map *map)
{
	map->over = true;
	for (struct chunk *chunk = map->first; chunk; chunk = chunk->next)
		hd_future_cancel(chunk->future);
}

static void free_list(struct chunk *chunk)
{
	struct chunk *next;

	for (; chunk; chunk = next) {
		next = chunk->next;
		hd_future_unref(chunk->future);
		chunk_unref(chunk);
	}
}

static void free_map(struct hd_map *map)
{
	free_list(map->first);
	free_list(map->ended);
	if (map->token)
		hd_cancel_token_unref(map->token);
	hd_executor_unref(map->executor);
	free(map->inputs);
	free(map);
}

static int check(size_t input_count, const hd_input *inputs, hd_fn *fn,
		 const hd_map_options *options)
{
	if (!fn || !input_count || !inputs)
		return HD_EINVAL;
	if (!options->chunksize)
		return HD_ECHUNKSIZE;
	return options->buffersize ? 0 : HD_EBUFFERSIZE;
}

static int new_map(hd_executor *executor, hd_fn *fn, const hd_input *inputs,
		   size_t input_count, const hd_map_options *options, struct hd_map **map)
{
	struct hd_map *m = calloc(1, sizeof *m);

	if (!m)
		return HD_ENOMEM;
	m->inputs = calloc(input_count, sizeof *inputs);
	if (!m->inputs) {
		free(m);
		return HD_ENOMEM;
	}
	for (size_t i = 0; i < input_count; i++)
		m->inputs[i] = inputs[i];
	hd_cursor_init(&m->cursor, m->inputs, input_count);
	m->executor = hd_executor_ref(executor);
	m->fn = fn;
	m->width = input_count;
	m->chunksize = options->chunksize;
	m->buffersize = options->buffersize;
	m->token = options->token ? hd_cancel_token_ref(options->token) : NULL;
	m->deadline = hd_deadline(options->timeout);
	m->end = &m->first;
	*map = m;
	return 0;
}

int hd_executor_map(hd_executor *executor, hd_fn *fn, const hd_input *inputs,
		    size_t input_count, const hd_map_options *options, hd_map **map)
{
	static const hd_map_options defaults = HD_MAP_OPTIONS;
	hd_map_options chosen = options ? *options : defaults;
	struct hd_map *m;
	int code = check(input_count, inputs, fn, &chosen);

	if (!map)
		chosen.buffersize = SIZE_MAX; /* nobody will ask for the next ones */
	if (!code)
		code = new_map(executor, fn, inputs, input_count, &chosen, &m);
	if (code)
		return code;
	code = submit_ahead(m);
	if (code)
		end(m);
	if (code || !map)
		free_map(m);
	else
		*map = m;
	return code;
}

/* The seconds until that moment. */
static double time_left(int64_t until)
{
	int64_t left;

	if (until == HD_NEVER)
		return HD_FOREVER;
	left = until - hd_now();
	return left > 0 ? hd_seconds(left) : 0;
}

/* Waits for the oldest chunk, until the map's deadline or that of this call.  A chunk that
 * failed is as good as one that did not: its values come first. */
static int await_first(struct hd_map *map, int64_t until)
{
	struct chunk *chunk = map->first;
	bool sliced = until < map->deadline;
	hd_error error;
	int code = hd_future_exception(chunk->future,
				       time_left(sliced ? until : map->deadline), &error);

	if (code == HD_ETIMEDOUT && sliced)
		return HD_ENOTREADY;
	if (code || !error.code || chunk->failure.code)
		return code;
	map->error = error; /* an initializer that failed, say: the chunk never ran */
	return HD_EFAILED;
}

/* Results that were copied live in their chunk until the map is freed. */
static bool owns_results(const struct chunk *chunk)
{
	for (size_t i = 0; i < chunk->done; i++)
		if (chunk->values[i].owned)
			return true;
	return false;
}

/* The oldest chunk has nothing more to give: the next is submitted in its place. */
static int retire_first(struct hd_map *map)
{
	struct chunk *chunk = map->first;

	map->first = chunk->next;
	if (!map->first)
		map->end = &map->first;
	map->ahead--;
	chunk->next = NULL;
	if (owns_results(chunk)) {
		chunk->next = map->ended;
		map->ended = chunk;
	} else {
		free_list(chunk);
	}
	return submit_ahead(map);
}

/* Gives the next value of the oldest chunk.  Its last one makes room for the next chunk, so
 * that buffersize tasks are ahead while the consumer works; if that fails, the consumer hears
 * of it when he asks again. */
static void give(struct hd_map *map, void **result)
{
	struct chunk *chunk = map->first;
	void *value = chunk->values[chunk->given++].result;

	if (chunk->given == chunk->done && !chunk->failure.code)
		map->late = retire_first(map);
	if (result)
		*result = value;
}

static int next(struct hd_map *map, int64_t until, void **result)
{
	struct chunk *chunk = map->first;
	int code = map->late;

	if (code)
		return code;
	if (!chunk)
		return HD_END;
	code = await_first(map, until);
	if (code)
		return code;
	if (chunk->given == chunk->done) {
		map->error =
			hd_failure_error(chunk->failure.code, chunk->failure.failure);
		return HD_EFAILED;
	}
	give(map, result);
	return 0;
}

int hd_map_next_for(hd_map *map, double seconds, void **result)
{
	int code = map->over ? HD_END : next(map, hd_deadline(seconds), result);

	if (code && code != HD_ENOTREADY)
		end(map);
	return code;
}

int hd_map_next(hd_map *map, void **result)
{
	return hd_map_next_for(map, HD_FOREVER, result);
}

hd_error hd_map_exception(const hd_map *map)
{
	return map->error;
}

void hd_map_free(hd_map **map)
{
	if (!*map)
		return;
	end(*map);
	free_map(*map);
	*map = NULL;
}
