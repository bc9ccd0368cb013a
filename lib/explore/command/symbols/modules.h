/* SPDX-License-Identifier: MIT */
/* modules - the program and the libraries that a process has in its memory.
 */
#ifndef EXPLORE_MODULES_H
#define EXPLORE_MODULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "addr2line.h"
#include "elf.h"
#include "members.h"

/* A name of the symbol tables; its address is that in the file. */
struct symbol {
	uint64_t address, size;
	const char *name;
	bool is_function;
	bool is_local;
};

struct module {
	char *path;
	const char *name;   /* the last part of it */
	uint64_t bias;	    /* address in memory - address in the file */
	uint64_t low, high; /* in memory */
	bool foreign;	    /* the system's, or explore's own */
	struct elf elf;

	/* made when first asked for */
	struct symbol *symbol; /* sorted by address */
	size_t symbols;
	bool symbols_read;
	struct addr2line lines;
	struct members members;
};

struct modules {
	struct module *module;
	size_t count;
	uint64_t stack_top; /* the end of the first thread's stack */
};

/* Reads /proc/PROCESS/maps; own is the library that is explore's. */
void modules_read(struct modules *modules, pid_t process, const char *own);
void modules_free(struct modules *modules);

/* The module in which an address lies, or NULL. */
struct module *modules_at(const struct modules *modules, uint64_t address);

/* The function or variable (as asked for) in which an address of the file lies, or NULL. */
const struct symbol *module_symbol(struct module *module, uint64_t address,
				   bool function);

#endif
