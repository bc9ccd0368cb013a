/* SPDX-License-Identifier: MIT */
/* Broken: the waiting has a time limit, the work has none.  The program gives up on the
 * silent page at 6.5 units, and cannot leave before the page itself hangs up, at 12.  Exit
 * status: 1 when it had to wait for that. */
#include <curl/curl.h>

#include "lesson.h"
#include "local_server.h"

static size_t discard(char *bytes, size_t size, size_t count, void *unused)
{
	(void)bytes, (void)unused;
	return size * count;
}

static void *get_status(void *url)
{
	CURL *curl = curl_easy_init();
	CURLcode code = CURLE_OUT_OF_MEMORY;
	long status = 0;

	/* Missing: CURLOPT_TIMEOUT_MS. */
	if (curl && !curl_easy_setopt(curl, CURLOPT_URL, url) &&
	    !curl_easy_setopt(curl, CURLOPT_NOPROXY, "*") &&
	    !curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) &&
	    !curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, discard))
		code = curl_easy_perform(curl);
	if (!code)
		code = curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_cleanup(curl);
	if (code)
		return hd_raise((int)code, "%s", curl_easy_strerror(code));
	return (void *)(intptr_t)status;
}

static void print(hd_future *f)
{
	void *status;

	if (hd_future_result(f, 0, &status) == HD_OK)
		lesson_say("%ld <- %s", (long)(intptr_t)status, hd_future_label(f));
	else
		lesson_say("failed <- %s", hd_future_label(f));
}

static void print_as_completed(hd_future **futures)
{
	hd_as_completed *it;
	hd_future *f;
	int code;

	must(hd_as_completed_new(futures, LOCAL_URLS, lesson_seconds(6.5), &it));
	while ((code = hd_as_completed_next(it, &f)) == HD_OK)
		print(f);
	if (code == HD_ETIMEDOUT)
		lesson_say("%s", hd_as_completed_error(it));
	hd_as_completed_free(&it);
}

int main(int argc, char **argv)
{
	hd_executor_options options = {0};
	hd_future *futures[LOCAL_URLS];
	local_server *server;
	hd_executor *ex;
	double start, gave_up, left;

	lesson_begin(argc, argv,
		     "Limits how long it waits, not how long the requests take.",
		     HD_DEFAULT_WORKERS, NULL);
	must(curl_global_init(CURL_GLOBAL_DEFAULT) ? HD_ENOMEM : HD_OK);
	server = local_server_start();
	start = lesson_elapsed();
	options.trace = lesson_trace();
	must(hd_executor_new_threads(lesson_workers(), &options, &ex));
	for (int i = 0; i < LOCAL_URLS; i++) {
		char *url = (char *)local_server_url(server, i);
		hd_task task = {.fn = get_status, .arg = url, .label = url};

		must(hd_executor_submit_task(ex, &task, &futures[i]));
	}
	print_as_completed(futures);
	gave_up = lesson_elapsed() - start;
	lesson_say("gave up after %.1f seconds", gave_up);
	must(hd_executor_free(&ex));
	left = lesson_elapsed() - start;
	lesson_say("could leave after %.1f seconds", left);
	for (int i = 0; i < LOCAL_URLS; i++)
		hd_future_unref(futures[i]);
	local_server_stop(&server);
	curl_global_cleanup();
	return lesson_end() || left > gave_up + 1;
}
