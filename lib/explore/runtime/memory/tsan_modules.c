/* SPDX-License-Identifier: MIT */
#include <link.h>

#include "real.h"
#include "tsan.h"

enum { LIMIT = 64 };

/* The code of each program or library that has called __tsan_init. */
static struct module {
	uint64_t low, high;
} modules[LIMIT];
static unsigned count;

struct search {
	uint64_t pc;
	struct module found;
};

static int look_at(struct dl_phdr_info *info, size_t size, void *context)
{
	struct search *search = context;

	(void)size;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &info->dlpi_phdr[i];
		uint64_t low = info->dlpi_addr + part->p_vaddr;

		if (part->p_type != PT_LOAD || search->pc < low ||
		    search->pc >= low + part->p_memsz)
			continue;
		search->found = (struct module){low, low + part->p_memsz};
		return 1;
	}
	return 0;
}

bool tsan_present(void)
{
	return count > 0;
}

bool tsan_covers(uint64_t pc)
{
	for (unsigned i = 0; i < count; i++)
		if (pc >= modules[i].low && pc < modules[i].high)
			return true;
	return false;
}

void __tsan_init(void);

/* Each instrumented object file calls this before main. */
INTERPOSED void __tsan_init(void)
{
	struct search search = {.pc = (uint64_t)__builtin_return_address(0)};

	if (tsan_covers(search.pc) || count == LIMIT)
		return;
	if (dl_iterate_phdr(look_at, &search) != 0)
		modules[count++] = search.found;
}
