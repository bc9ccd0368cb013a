/* SPDX-License-Identifier: MIT */
#include "elf.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#if defined(__x86_64__)
#define OWN_MACHINE EM_X86_64
#elif defined(__aarch64__)
#define OWN_MACHINE EM_AARCH64
#else
#error "explore knows x86-64 and aarch64"
#endif

/* -- the file ------------------------------------------------------------------------------ */

/* Where count things of a size begin in the file, or NULL if they do not all lie in it. */
static const void *part(const struct elf *elf, uint64_t offset, uint64_t count,
			size_t size)
{
	if (offset > elf->size || count > (elf->size - offset) / size || offset % 8 != 0)
		return NULL;
	return elf->data + offset;
}

static bool map_file(struct elf *elf, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat about;
	void *data = MAP_FAILED;

	if (fd < 0)
		return false;
	if (fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && about.st_size > 0)
		data = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (data == MAP_FAILED)
		return false;
	*elf = (struct elf){.data = data, .size = (size_t)about.st_size};
	return true;
}

static bool understood(struct elf *elf)
{
	const Elf64_Ehdr *header = part(elf, 0, 1, sizeof *header);

	if (header == NULL || memcmp(header->e_ident, ELFMAG, SELFMAG) != 0 ||
	    header->e_ident[EI_CLASS] != ELFCLASS64 || header->e_machine != OWN_MACHINE)
		return false;
	elf->header = header;
	elf->segments =
		part(elf, header->e_phoff, header->e_phnum, sizeof *elf->segments);
	elf->segment_count = elf->segments != NULL ? header->e_phnum : 0;
	if (header->e_shoff != 0)
		elf->sections = part(elf, header->e_shoff, header->e_shnum,
				     sizeof *elf->sections);
	elf->section_count = elf->sections != NULL ? header->e_shnum : 0;
	return true;
}

bool elf_open(struct elf *elf, const char *path)
{
	if (!map_file(elf, path))
		return false;
	if (understood(elf))
		return true;
	elf_close(elf);
	return false;
}

void elf_close(struct elf *elf)
{
	munmap((void *)(uintptr_t)elf->data, elf->size);
	*elf = (struct elf){0};
}

/* -- sections ------------------------------------------------------------------------------ */

/* What a section holds; NULL if it holds nothing that can be read as it stands. */
static const unsigned char *content(const struct elf *elf, const Elf64_Shdr *section)
{
	if (section->sh_type == SHT_NOBITS || (section->sh_flags & SHF_COMPRESSED) ||
	    section->sh_offset > elf->size ||
	    section->sh_size > elf->size - section->sh_offset)
		return NULL;
	return elf->data + section->sh_offset;
}

/* The text at an offset of a section of texts; "" if there is none. */
static const char *text_at(const struct elf *elf, size_t section, uint64_t offset)
{
	const unsigned char *texts;

	if (section >= elf->section_count)
		return "";
	texts = content(elf, &elf->sections[section]);
	if (texts == NULL || offset >= elf->sections[section].sh_size ||
	    memchr(texts + offset, 0, elf->sections[section].sh_size - offset) == NULL)
		return "";
	return (const char *)texts + offset;
}

const unsigned char *elf_section(const struct elf *elf, const char *name, size_t *size)
{
	for (size_t i = 0; i < elf->section_count; i++) {
		const Elf64_Shdr *section = &elf->sections[i];

		if (strcmp(text_at(elf, elf->header->e_shstrndx, section->sh_name),
			   name) != 0)
			continue;
		*size = section->sh_size;
		return content(elf, section);
	}
	return NULL;
}

void elf_each_symbol(const struct elf *elf, elf_visit *visit, void *context)
{
	for (size_t i = 0; i < elf->section_count; i++) {
		const Elf64_Shdr *section = &elf->sections[i];
		size_t count = section->sh_size / sizeof(Elf64_Sym);
		const Elf64_Sym *symbols;

		if (section->sh_type != SHT_SYMTAB && section->sh_type != SHT_DYNSYM)
			continue;
		symbols = part(elf, section->sh_offset, count, sizeof *symbols);
		for (size_t k = 0; symbols != NULL && k < count; k++) {
			const char *name =
				text_at(elf, section->sh_link, symbols[k].st_name);

			if (symbols[k].st_shndx != SHN_UNDEF && *name != '\0')
				visit(context, &symbols[k], name);
		}
	}
}

bool elf_needs(const struct elf *elf, const char *prefix)
{
	for (size_t i = 0; i < elf->section_count; i++) {
		const Elf64_Shdr *section = &elf->sections[i];
		size_t count = section->sh_size / sizeof(Elf64_Dyn);
		const Elf64_Dyn *entries;

		if (section->sh_type != SHT_DYNAMIC)
			continue;
		entries = part(elf, section->sh_offset, count, sizeof *entries);
		for (size_t k = 0; entries != NULL && k < count; k++)
			if (entries[k].d_tag == DT_NEEDED &&
			    strncmp(text_at(elf, section->sh_link, entries[k].d_un.d_val),
				    prefix, strlen(prefix)) == 0)
				return true;
	}
	return false;
}
