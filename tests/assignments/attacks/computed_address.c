/* SPDX-License-Identifier: MIT */
/* Looks for exit in the C library, from a function that may be called.
 *
 * verdict: crashed|wrong answer|forbidden call
 */
#include <elf.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The library's first page; qsort is somewhere behind it. */
static const char *library(void)
{
	uintptr_t page = (uintptr_t)&qsort & ~(uintptr_t)4095;

	while (memcmp((const void *)page, ELFMAG, SELFMAG) != 0)
		page -= 4096;
	return (const char *)page;
}

static void attack(void)
{
	const char *base = library(), *names = NULL;
	const Elf64_Ehdr *head = (const void *)base;
	const Elf64_Phdr *part = (const void *)(base + head->e_phoff);
	const Elf64_Dyn *entry;
	const Elf64_Sym *symbol = NULL;

	while (part->p_type != PT_DYNAMIC)
		part++;
	for (entry = (const void *)(base + part->p_vaddr); entry->d_tag != DT_NULL;
	     entry++)
		if (entry->d_tag == DT_STRTAB)
			names = (const char *)entry->d_un.d_ptr;
		else if (entry->d_tag == DT_SYMTAB)
			symbol = (const void *)entry->d_un.d_ptr;
	while (strcmp(names + symbol->st_name, "_exit") != 0)
		symbol++;
	((void (*)(int))(uintptr_t)(base + symbol->st_value))(0);
}
