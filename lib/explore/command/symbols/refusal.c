/* SPDX-License-Identifier: MIT */
/* refusal - programs of which their file says that they cannot be explored.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "elf.h"

static char sentence[2 * PATH_MAX + 512];

#define REFUSE(...) (snprintf(sentence, sizeof sentence, __VA_ARGS__), sentence)

/* -- finding it ---------------------------------------------------------------------------- */

/* The file that execvp would start, written to found; false if there is none. */
static bool find(const char *name, char *found, size_t size)
{
	const char *folders = getenv("PATH");

	if (strchr(name, '/') != NULL) {
		snprintf(found, size, "%s", name);
		return access(found, F_OK) == 0;
	}
	while (folders != NULL && *name != '\0') {
		int length = (int)strcspn(folders, ":");
		const char *slash = length > 0 ? "/" : "";

		snprintf(found, size, "%.*s%s%s", length, folders, slash, name);
		if (access(found, X_OK) == 0)
			return true;
		folders = folders[length] == ':' ? folders + length + 1 : NULL;
	}
	return false;
}

static const char *not_found(const char *name)
{
	if (strchr(name, '/') == NULL && access(name, F_OK) == 0)
		return REFUSE(
			"there is no %s in PATH; for the one in this folder write ./%s",
			name, name);
	return REFUSE("there is no program %s", name);
}

/* -- the file ------------------------------------------------------------------------------ */

static const char *wrong_file(const char *path)
{
	struct stat about;

	if (stat(path, &about) != 0)
		return REFUSE("%s cannot be read: %s", path, strerror(errno));
	if (!S_ISREG(about.st_mode))
		return REFUSE("%s is not a program but a %s", path,
			      S_ISDIR(about.st_mode) ? "folder" : "special file");
	if (access(path, X_OK) != 0)
		return REFUSE("%s is not executable; if it is a program: chmod +x %s",
			      path, path);
	if (access(path, R_OK) != 0)
		return REFUSE(
			"%s cannot be read, so nothing is known of it; make it readable: "
			"chmod +r %s",
			path, path);
	if (about.st_mode & (S_ISUID | S_ISGID))
		return REFUSE("%s runs with the rights of its owner (setuid), and such a "
			      "program "
			      "loads no library of ours; explore a copy of it",
			      path);
	return NULL;
}

/* What a file is that elf_open does not take. */
static const char *not_understood(const char *path)
{
	FILE *file = fopen(path, "re");
	unsigned char start[EI_NIDENT] = {0};
	size_t got = file != NULL ? fread(start, 1, sizeof start, file) : 0;

	if (file != NULL)
		fclose(file);
	if (got > 2 && start[0] == '#' && start[1] == '!')
		return REFUSE("%s is a script; explore the program that it starts", path);
	if (got < sizeof start || memcmp(start, ELFMAG, SELFMAG) != 0)
		return REFUSE("%s is not a compiled program (an ELF file)", path);
	return REFUSE(
		"%s was built for another machine; build it for this one, with 64 bits",
		path);
}

/* -- what is in it ------------------------------------------------------------------------- */

static const char *interpreter(const struct elf *elf)
{
	for (size_t i = 0; i < elf->segment_count; i++) {
		const Elf64_Phdr *segment = &elf->segments[i];

		if (segment->p_type == PT_INTERP && segment->p_filesz > 0 &&
		    segment->p_offset < elf->size &&
		    segment->p_filesz <= elf->size - segment->p_offset &&
		    elf->data[segment->p_offset + segment->p_filesz - 1] == '\0')
			return (const char *)elf->data + segment->p_offset;
	}
	return NULL;
}

static void find_sanitizer(void *context, const Elf64_Sym *symbol, const char *name)
{
	static const struct {
		const char *symbol, *name;
	} runtimes[] = {{"__tsan_init", "ThreadSanitizer"},
			{"__asan_init", "AddressSanitizer"},
			{"__msan_init", "MemorySanitizer"},
			{"__hwasan_init", "HWAddressSanitizer"}};
	const char **found = context;

	(void)symbol;
	for (size_t i = 0; i < sizeof runtimes / sizeof runtimes[0]; i++)
		if (strcmp(name, runtimes[i].symbol) == 0)
			*found = runtimes[i].name;
}

/* The sanitizer whose own runtime is in the program (clang links it there) or is needed by
 * it (gcc's), NULL if there is none. */
static const char *sanitizer(const struct elf *elf)
{
	const char *name = NULL;

	if (elf_needs(elf, "libtsan"))
		return "ThreadSanitizer";
	if (elf_needs(elf, "libasan"))
		return "AddressSanitizer";
	if (elf_needs(elf, "libhwasan"))
		return "HWAddressSanitizer";
	elf_each_symbol(elf, find_sanitizer, &name);
	return name;
}

static const char *wrong_kind(const struct elf *elf, const char *path)
{
	const char *loader = interpreter(elf), *name = sanitizer(elf);

	if (elf->header->e_type != ET_EXEC && elf->header->e_type != ET_DYN)
		return REFUSE("%s is an object file; link it first", path);
	if (loader == NULL)
		return REFUSE("%s is statically linked, so its calls cannot be taken "
			      "over; link "
			      "it without -static",
			      path);
	if (strstr(loader, "ld-linux") == NULL)
		return REFUSE("%s was not linked with the GNU C library (it starts "
			      "through %s), "
			      "and explore knows no other",
			      path, loader);
	if (name != NULL)
		return REFUSE(
			"%s was built with %s, whose runtime takes over the same calls; "
			"build it without, or with explore-cc",
			path, name);
	return NULL;
}

const char *elf_refusal(const char *path)
{
	char found[PATH_MAX];
	const char *why;
	struct elf elf;

	if (!find(path, found, sizeof found))
		return not_found(path);
	why = wrong_file(found);
	if (why != NULL)
		return why;
	if (!elf_open(&elf, found))
		return not_understood(found);
	why = wrong_kind(&elf, found);
	elf_close(&elf);
	return why;
}
