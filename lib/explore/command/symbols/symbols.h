/* SPDX-License-Identifier: MIT */
/* symbols - what addresses of the explored program mean.
 *
 *	struct symbols *symbols = symbols_new(runner.server, options->library);
 *	const struct place *place = symbols_place(symbols, pc);
 *
 * Lines come from addr2line, one process a module, started when first needed; names of data
 * from the symbol tables and the debug information, which are read here.  What is missing
 * (the tool, the symbols, the debug information) makes an answer poorer, never wrong.
 *
 * Memory:   all that is returned belongs to the symbols and stays until symbols_free.
 */
#ifndef EXPLORE_SYMBOLS_H
#define EXPLORE_SYMBOLS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct symbols;

struct place {
	const char *path; /* of the source file, or NULL */
	const char *file; /* the last part of it, or NULL */
	unsigned line;
	const char *function; /* or NULL */
	uint64_t into;	      /* bytes behind its beginning, where there is no line */
	const char
		*module; /* the file of the program or library, its last part, or NULL */
	uint64_t offset; /* of the address in the module */
	bool foreign;	 /* of the system's libraries and headers, or explore's own */
	const struct place *outer; /* where the function was inlined, or NULL */
};

/* Reads which modules the process has; library is explore's own. */
struct symbols *symbols_new(pid_t process, const char *library);
void symbols_free(struct symbols *symbols);

/* Where an address of code is.  For a return address, ask for the byte before it. */
const struct place *symbols_place(struct symbols *symbols, uint64_t address);

/* The innermost place that the user wrote, of this and those it was inlined into; the place
 * itself if there is none. */
const struct place *place_of_user(const struct place *place);

/* The variable at an address, as 'name', 'name.member', 'name[2]' or 'name'+8; NULL if none
 * is there. */
const char *symbols_data(struct symbols *symbols, uint64_t address);

/* True for an address on the stack of the program's first thread. */
bool symbols_on_main_stack(const struct symbols *symbols, uint64_t address);

#endif
