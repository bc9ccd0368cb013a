/* SPDX-License-Identifier: MIT */
#include "output.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

static bool make_folders(const char *folder)
{
	char path[512];

	if (snprintf(path, sizeof path, "%s/", folder) >= (int)sizeof path)
		return errno = ENAMETOOLONG, false;
	for (char *p = strchr(path + 1, '/'); p; p = strchr(p + 1, '/')) {
		*p = '\0';
		if (mkdir(path, 0777) && errno != EEXIST)
			return false;
		*p = '/';
	}
	return true;
}

bool output_folder(const char *folder)
{
	bool made = make_folders(folder);

	if (!made)
		fprintf(stderr, "heddle-bench: the folder %s cannot be made: %s\n",
			folder, strerror(errno));
	return made;
}

bool output_begin(struct output *output, const char *folder, const char *name)
{
	int length;

	*output = (struct output){0};
	length = snprintf(output->path, sizeof output->path, "%s/%s", folder, name);
	snprintf(output->unfinished, sizeof output->unfinished, "%s.new", output->path);
	if (!output_folder(folder))
		return false;
	errno = ENAMETOOLONG;
	if (length < (int)sizeof output->path)
		output->file = fopen(output->unfinished, "w");
	if (!output->file)
		fprintf(stderr, "heddle-bench: %s cannot be made: %s\n", output->path,
			strerror(errno));
	return output->file != NULL;
}

bool output_finish(struct output *output, bool well)
{
	bool failed = ferror(output->file);

	failed = fclose(output->file) || failed;
	if (!failed && well && !rename(output->unfinished, output->path))
		return true;
	if (failed || well)
		fprintf(stderr, "heddle-bench: %s could not be written: %s\n",
			output->path, strerror(errno));
	remove(output->unfinished);
	return false;
}
