/* SPDX-License-Identifier: MIT */
/* elf - programs and libraries as files: what their tables say.
 *
 *	struct elf elf;
 *	if (elf_open(&elf, path)) {
 *		elf_each_symbol(&elf, visit, context);
 *		elf_close(&elf);
 *	}
 *
 * Files are read, never trusted: an offset that leads out of the file is taken for the end
 * of the table in which it stands.
 */
#ifndef EXPLORE_ELF_H
#define EXPLORE_ELF_H

#include <elf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct elf {
	const unsigned char *data; /* the whole file, mapped */
	size_t size;
	const Elf64_Ehdr *header;
	const Elf64_Phdr *segments;
	const Elf64_Shdr *sections; /* NULL if it has none */
	size_t segment_count, section_count;
};

/* Maps the file; false if it cannot be read or is not a 64-bit ELF file of this machine. */
bool elf_open(struct elf *elf, const char *path);
void elf_close(struct elf *elf);

/* The section of that name, not compressed; NULL if there is none. */
const unsigned char *elf_section(const struct elf *elf, const char *name, size_t *size);

/* Calls visit for each defined symbol that has a name, of both tables. */
typedef void elf_visit(void *context, const Elf64_Sym *symbol, const char *name);
void elf_each_symbol(const struct elf *elf, elf_visit *visit, void *context);

/* True if it needs a library whose name begins so. */
bool elf_needs(const struct elf *elf, const char *prefix);

/* Why this program cannot be explored, as a sentence with the remedy; NULL if nothing in the
 * file speaks against it.  A path without a slash is looked for in PATH. */
const char *elf_refusal(const char *path);

#endif
