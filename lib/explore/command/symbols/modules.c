/* SPDX-License-Identifier: MIT */
#include "modules.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runner.h"

static bool is_foreign(const char *path, const char *own)
{
	static const char *const folders[] = {"/lib/", "/lib64/", "/usr/lib/",
					      "/usr/lib64/", "/nix/store/"};
	const char *name = strrchr(path, '/') + 1;

	if (strcmp(path, own) == 0 || strncmp(name, "libheddle-explore", 17) == 0)
		return true;
	for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
		if (strncmp(path, folders[i], strlen(folders[i])) == 0)
			return true;
	return false;
}

/* Where the file's parts that are loaded begin and end, in the addresses of the file. */
static bool loaded_range(const struct elf *elf, uint64_t *low, uint64_t *high)
{
	*low = UINT64_MAX;
	*high = 0;
	for (size_t i = 0; i < elf->segment_count; i++) {
		const Elf64_Phdr *segment = &elf->segments[i];

		if (segment->p_type != PT_LOAD)
			continue;
		if (segment->p_vaddr < *low)
			*low = segment->p_vaddr;
		if (segment->p_vaddr + segment->p_memsz > *high)
			*high = segment->p_vaddr + segment->p_memsz;
	}
	return *low < *high;
}

static void add(struct modules *modules, const char *path, uint64_t start,
		const char *own)
{
	struct module module = {.foreign = is_foreign(path, own)}, *more;
	uint64_t low, high;

	if (!elf_open(&module.elf, path))
		return;
	if (!loaded_range(&module.elf, &low, &high)) {
		elf_close(&module.elf);
		return;
	}
	module.bias = start - (low & ~UINT64_C(0xfff));
	module.low = module.bias + low;
	module.high = module.bias + high;
	module.path = strdup(path);
	more = realloc(modules->module, (modules->count + 1) * sizeof *more);
	if (module.path == NULL || more == NULL)
		die("out of memory");
	module.name = strrchr(module.path, '/') + 1;
	modules->module = more;
	modules->module[modules->count++] = module;
}

/* One line of the list: the file's first bytes tell where the module begins, and the
 * program itself is foreign to nobody, wherever it lies. */
static void read_mapping(struct modules *modules, const char *line, const char *own)
{
	uint64_t start, end, offset;
	int name = 0;

	if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %*s %" SCNx64 " %*s %*s %n", &start,
		   &end, &offset, &name) < 3 ||
	    name == 0)
		return;
	if (strcmp(line + name, "[stack]") == 0)
		modules->stack_top = end;
	if (line[name] == '/' && offset == 0 && modules_at(modules, start) == NULL)
		add(modules, line + name, start, own);
}

static void know_program(struct modules *modules, pid_t process)
{
	char link[64], path[PATH_MAX];
	char *real;

	snprintf(link, sizeof link, "/proc/%d/exe", (int)process);
	real = realpath(link, path);
	for (size_t i = 0; real != NULL && i < modules->count; i++)
		if (strcmp(modules->module[i].path, real) == 0)
			modules->module[i].foreign = false;
}

void modules_read(struct modules *modules, pid_t process, const char *own)
{
	char name[64], line[PATH_MAX + 256];
	FILE *maps;

	*modules = (struct modules){0};
	snprintf(name, sizeof name, "/proc/%d/maps", (int)process);
	maps = fopen(name, "re");
	while (maps != NULL && fgets(line, sizeof line, maps) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		read_mapping(modules, line, own);
	}
	if (maps != NULL)
		fclose(maps);
	know_program(modules, process);
}

void modules_free(struct modules *modules)
{
	for (size_t i = 0; i < modules->count; i++) {
		struct module *module = &modules->module[i];

		addr2line_stop(&module->lines);
		members_free(&module->members);
		elf_close(&module->elf);
		free(module->symbol);
		free(module->path);
	}
	free(modules->module);
	*modules = (struct modules){0};
}

struct module *modules_at(const struct modules *modules, uint64_t address)
{
	for (size_t i = 0; i < modules->count; i++)
		if (address >= modules->module[i].low &&
		    address < modules->module[i].high)
			return &modules->module[i];
	return NULL;
}
