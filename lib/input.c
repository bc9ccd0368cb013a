/* SPDX-License-Identifier: MIT */
#include "input.h"

#include <stdint.h>
#include <stdlib.h>

hd_input hd_array(const void *items, size_t count, size_t size)
{
	return (hd_input){
		.items = (void *)(uintptr_t)items, .count = count, .stride = size};
}

/* A range is an array whose first address is the first number and whose items are one byte
 * long: item i then lies at the number itself. */
hd_input hd_range(intptr_t first, intptr_t last)
{
	size_t count = first < last ? (size_t)last - (size_t)first : 0;

	return (hd_input){.items = (void *)first, .count = count, .stride = 1};
}

hd_input hd_generator(bool (*next)(void *state, void **item), void *state)
{
	return (hd_input){.next = next, .state = state};
}

static bool input_item(const hd_input *input, size_t i, void **item)
{
	if (input->next)
		return input->next(input->state, item);
	if (i >= input->count)
		return false;
	/* As numbers: a range's addresses point at nothing. */
	*item = (void *)((uintptr_t)input->items + i * input->stride);
	return true;
}

void hd_cursor_init(struct hd_cursor *cursor, const hd_input *inputs, size_t input_count)
{
	*cursor = (struct hd_cursor){.inputs = inputs, .input_count = input_count};
}

bool hd_cursor_next(struct hd_cursor *cursor, void **items)
{
	if (cursor->ended)
		return false;
	for (size_t i = 0; i < cursor->input_count; i++) {
		if (!input_item(&cursor->inputs[i], cursor->position, &items[i])) {
			cursor->ended = true;
			return false;
		}
	}
	cursor->position++;
	return true;
}

/* Room for one more tuple after count: doubles what is there. */
static int items_grow(void ***items, size_t *capacity, size_t input_count)
{
	size_t wanted = *capacity ? *capacity * 2 : 16;
	void **grown;

	if (wanted > SIZE_MAX / sizeof *grown / input_count)
		return HD_ENOMEM;
	grown = realloc(*items, wanted * input_count * sizeof *grown);
	if (!grown)
		return HD_ENOMEM;
	*items = grown;
	*capacity = wanted;
	return HD_OK;
}

int hd_items_collect(const hd_input *inputs, size_t input_count, void ***items,
		     size_t *count)
{
	struct hd_cursor cursor;
	void **collected = NULL;
	size_t capacity = 0;

	hd_cursor_init(&cursor, inputs, input_count);
	do {
		if (cursor.position == capacity &&
		    items_grow(&collected, &capacity, input_count)) {
			free(collected);
			return HD_ENOMEM;
		}
	} while (hd_cursor_next(&cursor, collected + cursor.position * input_count));
	*items = collected;
	*count = cursor.position;
	return HD_OK;
}
