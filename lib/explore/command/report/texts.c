/* SPDX-License-Identifier: MIT */
#include "texts_private.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "runner.h"

struct texts *texts_new(struct symbols *symbols, const struct report *report)
{
	struct texts *texts = calloc(1, sizeof *texts);

	if (texts == NULL)
		die("out of memory");
	texts->symbols = symbols;
	texts->report = report;
	return texts;
}

void texts_free(struct texts *texts)
{
	texts_free_functions(texts);
	texts_free_things(texts);
	words_free(&texts->words);
	free(texts);
}

const char *texts_format(struct texts *texts, const char *format, ...)
{
	va_list arguments;
	const char *text;
	char *formatted;

	va_start(arguments, format);
	if (vasprintf(&formatted, format, arguments) < 0)
		die("out of memory");
	va_end(arguments);
	text = words_add(&texts->words, "%s", formatted);
	free(formatted);
	return text;
}

/* -- code ---------------------------------------------------------------------------------- */

/* The file without its version: libstdc++.so, not libstdc++.so.6.0.30. */
static const char *module_name(struct texts *texts, const struct place *place)
{
	const char *version = strstr(place->module, ".so.");
	size_t length = strlen(place->module);

	if (version != NULL)
		length = (size_t)(version - place->module) + 3;
	return texts_format(texts, "%.*s", (int)length, place->module);
}

/* Of code that is not the user's a line would say little. */
const char *texts_line(struct texts *texts, uint64_t pc)
{
	const struct place *place;

	if (pc == 0)
		return "";
	place = place_of_user(symbols_place(texts->symbols, pc));
	if (place->file != NULL && !place->foreign)
		return texts_format(texts, "%s:%u", place->file, place->line);
	if (place->module == NULL)
		return texts_format(texts, "%#llx", (unsigned long long)pc);
	if (place->function != NULL && !place->foreign)
		return texts_format(texts, "%s+%#llx", place->function,
				    (unsigned long long)place->into);
	if (place->function != NULL && strncmp(place->function, "_Z", 2) != 0)
		return place->function;
	if (place->foreign)
		return module_name(texts, place);
	return texts_format(texts, "%s+%#llx", place->module,
			    (unsigned long long)place->offset);
}

const char *texts_place(struct texts *texts, uint64_t pc)
{
	const struct place *place;

	if (pc == 0)
		return "an unknown place";
	place = place_of_user(symbols_place(texts->symbols, pc));
	if (place->function == NULL || place->module == NULL)
		return texts_line(texts, pc);
	if (place->foreign)
		return texts_format(texts, "%s (%s)", module_name(texts, place),
				    place->function);
	if (place->file == NULL)
		return texts_format(texts, "%s (%s)", place->module,
				    texts_line(texts, pc));
	return texts_format(texts, "%s (%s)", texts_line(texts, pc), place->function);
}

/* A function and those that it was inlined into, outwards. */
static const char *add_frames(struct texts *texts, const char *stack, uint64_t pc)
{
	const struct place *place = symbols_place(texts->symbols, pc);

	for (; place != NULL; place = place->outer) {
		if (place->foreign || place->function == NULL)
			continue;
		stack = texts_format(texts, "%s%s", stack, *stack != '\0' ? " < " : "");
		if (place->file != NULL)
			stack = texts_format(texts, "%s%s:%u (%s)", stack, place->file,
					     place->line, place->function);
		else
			stack = texts_format(texts, "%s%s (%s)", stack, place->module,
					     place->function);
	}
	return stack;
}

const char *texts_stack(struct texts *texts, unsigned thread)
{
	const struct thread_report *report;
	const char *stack = "";

	if (thread >= MAX_REPORTED)
		return stack;
	report = &texts->report->thread[thread];
	for (unsigned i = 0; i < report->frames && i < MAX_FRAMES; i++)
		stack = add_frames(texts, stack, report->frame[i] - 1);
	if (*stack == '\0' && report->pending.pc != 0)
		stack = texts_place(texts, report->pending.pc);
	return stack;
}

bool texts_is_users(struct texts *texts, uint64_t pc)
{
	return pc != 0 && !place_of_user(symbols_place(texts->symbols, pc))->foreign;
}

uint64_t texts_stack_top(struct texts *texts, unsigned thread)
{
	const struct thread_report *report = &texts->report->thread[thread];

	for (unsigned i = 0; i < report->frames && i < MAX_FRAMES; i++) {
		uint64_t pc = report->frame[i] - 1;

		if (texts_is_users(texts, pc))
			return pc;
	}
	return 0;
}

/* -- threads ------------------------------------------------------------------------------- */

const char *texts_thread_name(struct texts *texts, unsigned number)
{
	const struct thread_report *thread;
	const struct place *start;

	if (number >= MAX_REPORTED)
		return "";
	thread = &texts->report->thread[number];
	if (thread->name[0] != '\0')
		return texts_format(texts, "%.*s", (int)sizeof thread->name,
				    thread->name);
	if (number == 0)
		return "main";
	start = thread->start != 0 ? symbols_place(texts->symbols, thread->start) : NULL;
	return start != NULL && start->function != NULL ? start->function : "";
}

const char *texts_thread(struct texts *texts, unsigned number)
{
	const char *name = texts_thread_name(texts, number);

	return texts_format(texts, "T%u%s%s", number, *name != '\0' ? " " : "", name);
}

/* -- marks --------------------------------------------------------------------------------- */

/* Replaces the mark at the start of a text; NULL if there is none.  end: what follows. */
static const char *replace(struct texts *texts, const char *text, const char **end)
{
	unsigned long long number;
	char *after;

	if (text[0] != '<' || text[1] == '\0' || strchr("@&#", text[1]) == NULL)
		return NULL;
	number = strtoull(text + 2, &after, text[1] == '#' ? 10 : 16);
	if (after == text + 2 || *after != '>')
		return NULL;
	*end = after + 1;
	if (text[1] == '@')
		return texts_place(texts, number);
	if (text[1] == '&')
		return texts_data(texts, number);
	return texts_format(texts, "T%llu", number);
}

const char *texts_expand(struct texts *texts, const char *text)
{
	const char *expanded = "", *mark, *end;

	while (*text != '\0') {
		size_t plain = strcspn(text, "<");

		mark = replace(texts, text, &end);
		if (mark == NULL) {
			plain += plain == 0;
			mark = texts_format(texts, "%.*s", (int)plain, text);
			end = text + plain;
		}
		expanded = texts_format(texts, "%s%s", expanded, mark);
		text = end;
	}
	return expanded;
}
