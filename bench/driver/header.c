/* SPDX-License-Identifier: MIT */
#include "header.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The text after "key: ", or NULL. */
static const char *after_key(const char *line, const char *key)
{
	size_t length = strlen(key);

	if (strncmp(line, key, length) || strncmp(line + length, ": ", 2))
		return NULL;
	return line + length + 2;
}

static bool is_about(const char *line, const char *name)
{
	size_t length = strlen(name);

	return !strncmp(line, name, length) &&
	       (!line[length] || !strncmp(line + length, " |", 2));
}

/* The line, without its key; NULL if there is none. */
static const char *find(const struct samples *samples, const char *key, const char *name,
			int *place)
{
	*place = 0;
	for (size_t i = 0; i < samples->header_count; i++) {
		const char *line = after_key(samples->header[i], key);

		if (!line)
			continue;
		if (is_about(line, name))
			return line;
		++*place;
	}
	return NULL;
}

int header_place(const struct samples *samples, const char *key, const char *name)
{
	int place;

	find(samples, key, name, &place);
	return place;
}

bool header_field(const struct samples *samples, const char *key, const char *name,
		  int field, char *text, size_t room)
{
	int place;
	const char *line = find(samples, key, name, &place), *end;

	while (line && field--) {
		line = strstr(line, " | ");
		line = line ? line + 3 : NULL;
	}
	if (!line)
		return false;
	end = strstr(line, " | ");
	snprintf(text, room, "%.*s", (int)(end ? end - line : (long)strlen(line)), line);
	return true;
}

int header_cpus(const struct samples *samples)
{
	const char *list = samples_header(samples, "cpus_allowed");
	int count = 0;

	while (list && *list) {
		char *end;
		long first = strtol(list, &end, 10), last = first;

		if (end == list)
			return 0;
		if (*end == '-')
			last = strtol(end + 1, &end, 10);
		count += (int)(last - first) + 1;
		list = *end == ',' ? end + 1 : "";
	}
	return count;
}
