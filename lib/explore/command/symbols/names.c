/* SPDX-License-Identifier: MIT */
#include "names.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

const char *function_name(struct words *words, const char *name)
{
	const char *end = strstr(name, " [clone");
	size_t length = end != NULL ? (size_t)(end - name) : strlen(name);
	size_t at, depth = 0;

	if (length > 6 && strncmp(name + length - 6, " const", 6) == 0)
		length -= 6;
	if (length > 0 && name[length - 1] == ')') {
		for (at = length; at-- > 0;) {
			depth += name[at] == ')';
			depth -= name[at] == '(';
			if (depth == 0)
				break;
		}
		if (depth == 0 && at > 0 &&
		    (at < 8 || strncmp(name + at - 8, "operator", 8) != 0))
			length = at;
	} else if (strcspn(name, ".") > 0) {
		length = strcspn(name, ". [");
	}
	return words_add(words, "%.*s", (int)length, name);
}

/* A variable of C++ as it is written, if its name has no more in it than namespaces and
 * classes: _ZN3web5queueE is web::queue, _ZL5total is total.  Namespaces without a name
 * are left out. */
static const char *demangled(const char *name, char *plain, size_t size)
{
	const char *next = name + 2;
	size_t used = 0, length;
	bool nested;

	if (strncmp(name, "_Z", 2) != 0)
		return name;
	nested = *next == 'N';
	next += nested || *next == 'L';
	for (;;) {
		char *end;

		length = strtoul(next, &end, 10);
		if (*next < '1' || *next > '9' || strlen(end) < length ||
		    used + length + 3 > size)
			return name;
		if (strncmp(end, "_GLOBAL__N", 10) != 0) {
			if (used > 0)
				used = (size_t)(stpcpy(plain + used, "::") - plain);
			memcpy(plain + used, end, length);
			plain[used += length] = '\0';
		}
		next = end + length;
		if (strcmp(next, nested ? "E" : "") == 0)
			return plain;
	}
}

const char *variable_name(struct words *words, const char *name)
{
	char plain[256];
	size_t length;

	if (strncmp(name, "_IO_2_1_std", 11) == 0)
		return words_add(words, "%.*s", (int)strcspn(name + 8, "_"), name + 8);
	name = demangled(name, plain, sizeof plain);
	length = strcspn(name, ".");
	return words_add(words, "%.*s", (int)(length > 0 ? length : strlen(name)), name);
}
