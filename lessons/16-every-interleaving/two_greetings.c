/* SPDX-License-Identifier: MIT */
/* Two threads, two lines each.
 *
 * Each thread's own lines come in their order; how the four mix is open.  Before running it
 * under explore, write down every output that this program can have.
 */
#include "lesson.h"

static char names[][5] = {"Anna", "Ben"};

static void *greet(void *arg)
{
	const char *name = arg;

	lesson_say("%s: hello", name);
	lesson_say("%s: goodbye", name);
	return NULL;
}

int main(int argc, char **argv)
{
	hd_thread *anna, *ben;

	lesson_begin(argc, argv, "Two threads greet.", 0, NULL);
	must(hd_thread_start(greet, names[0], NULL, &anna));
	must(hd_thread_start(greet, names[1], NULL, &ben));
	must(hd_thread_join(anna, HD_FOREVER, NULL));
	must(hd_thread_join(ben, HD_FOREVER, NULL));
	hd_thread_unref(anna);
	hd_thread_unref(ben);
	return lesson_end();
}
