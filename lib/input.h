/* SPDX-License-Identifier: MIT */
/* input - the items of a map, taken one tuple at a time from several inputs.
 *
 *	struct hd_cursor cursor;
 *	void *items[2];
 *
 *	hd_cursor_init(&cursor, inputs, 2);
 *	while (hd_cursor_next(&cursor, items))
 *		...
 *
 * The shortest input ends it, as in Python's zip: what the inputs before that one gave for
 * the last, unfinished tuple is lost.  After the end nobody's next is called again.
 *
 * Errors:   none; only hd_items_collect needs memory.
 * Threads:  a cursor belongs to one thread at a time; a generator's next runs in it.
 * Memory:   the inputs are borrowed and outlive the cursor.
 * Time:     nothing here blocks, unless a generator does.
 */
#ifndef HEDDLE_INPUT_H
#define HEDDLE_INPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "heddle/executor.h"

struct hd_cursor {
	const hd_input *inputs;
	size_t input_count; /* at least 1 */
	size_t position;    /* how many tuples were given */
	bool ended;
};

void hd_cursor_init(struct hd_cursor *cursor, const hd_input *inputs, size_t input_count);

/* Fills items[input_count] with one item of each input; false when there is no more. */
bool hd_cursor_next(struct hd_cursor *cursor, void **items);

/* Takes all that is left: tuple i is (*items)[i * input_count] and its neighbours, in an
 * array to be given to free().  HD_ENOMEM: what generators gave is lost. */
int hd_items_collect(const hd_input *inputs, size_t input_count, void ***items,
		     size_t *count);

#endif
