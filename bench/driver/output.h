/* SPDX-License-Identifier: MIT */
/* output - a file of results, which takes the place of the one before only when it is whole.
 *
 *	struct output output;
 *
 *	if (output_begin(&output, "build/bench", "compare.tsv")) {
 *		fprintf(output.file, ...);
 *		if (!output_finish(&output, true))
 *			return 1;
 *	}
 *
 * Errors:   said on standard error with the file's name; false.
 */
#ifndef HEDDLE_OUTPUT_H
#define HEDDLE_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

struct output {
	char path[512], unfinished[520];
	FILE *file;
};

/* Makes the folder, and those above it, if they are not there. */
bool output_folder(const char *folder);

/* With output_folder. */
bool output_begin(struct output *output, const char *folder, const char *name);

/* well: what was to be written was written; otherwise the old file stays. */
bool output_finish(struct output *output, bool well);

#endif
