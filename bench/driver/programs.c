/* SPDX-License-Identifier: MIT */
/* programs - heddle's own measuring programs. */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "peers.h"

/* A program without a source is left from another version. */
static bool has_source(const char *root, const char *program)
{
	char path[512];

	snprintf(path, sizeof path, "%s/bench/%s.c", root, strrchr(program, '/') + 1);
	return !access(path, R_OK);
}

static bool is_program(const char *path)
{
	struct stat status;

	return !stat(path, &status) && S_ISREG(status.st_mode) && !access(path, X_OK);
}

char **heddle_programs(const char *root, const char *build)
{
	char pattern[512], **programs;
	size_t count = 0;
	glob_t found;

	snprintf(pattern, sizeof pattern, "%s/bench/*", build);
	if (glob(pattern, 0, NULL, &found)) {
		fprintf(stderr, "heddle-bench: nothing was built in %s/bench: run make\n",
			build);
		return NULL;
	}
	programs = calloc(found.gl_pathc + 1, sizeof *programs);
	for (size_t i = 0; programs && i < found.gl_pathc; i++)
		if (is_program(found.gl_pathv[i]) && has_source(root, found.gl_pathv[i]))
			programs[count++] = strdup(found.gl_pathv[i]);
	globfree(&found);
	if (programs && count)
		return programs;
	fprintf(stderr, "heddle-bench: no program of %s/bench has a source in %s/bench\n",
		build, root);
	free(programs);
	return NULL;
}

void heddle_programs_free(char **programs)
{
	for (char **p = programs; p && *p; p++)
		free(*p);
	free(programs);
}

const char *heddle_impl(const char *bench)
{
	return strncmp(bench, "limit_", 6) ? "heddle" : "machine";
}
