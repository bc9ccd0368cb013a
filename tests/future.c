/* SPDX-License-Identifier: MIT */
/* The contract's table of the future, row by row, on futures that are settled by hand. */
#include "probe.h"

#include <strings.h>

static const hd_state all_states[] = {HD_PENDING, HD_RUNNING, HD_CANCELLED,
				      HD_CANCELLED_AND_NOTIFIED, HD_FINISHED};
enum { STATES = 5 };

/* -- looking -------------------------------------------------------------------------------- */

static void states_readable(void)
{
	for (int i = 0; i < STATES; i++) {
		hd_future *f = future_in(all_states[i]);

		CHECK_INT(hd_future_state(f), all_states[i]);
		hd_future_unref(f);
	}
}

static void state_names(void)
{
	static const char *const start[STATES] = {"pending", "running", "cancelled",
						  "cancelled", "finished"};

	for (int i = 0; i < STATES; i++) {
		const char *name = hd_state_name(all_states[i]);

		CHECK(name != NULL);
		CHECK_INT(strncasecmp(name, start[i], strlen(start[i])), 0);
		for (int j = 0; j < i; j++)
			CHECK(strcmp(name, hd_state_name(all_states[j])) != 0);
	}
}

static void new_is_pending(void)
{
	hd_future *f;

	OK(hd_future_new(&f));
	CHECK_INT(hd_future_state(f), HD_PENDING);
	CHECK(!hd_future_done(f));
	CHECK_PTR(hd_future_user_data(f), NULL);
	CHECK_PTR(hd_future_label(f), NULL);
	hd_future_unref(f);
}

/* Catches: done that leaves out CANCELLED; running that takes in PENDING. */
static void look_by_state(void)
{
	static const bool done[STATES] = {false, false, true, true, true};
	static const bool cancelled[STATES] = {false, false, true, true, false};
	static const bool running[STATES] = {false, true, false, false, false};

	for (int i = 0; i < STATES; i++) {
		hd_future *f = future_in(all_states[i]);

		CHECK_INT(hd_future_done(f), done[i]);
		CHECK_INT(hd_future_cancelled(f), cancelled[i]);
		CHECK_INT(hd_future_running(f), running[i]);
		hd_future_unref(f);
	}
}

static void failed_is_finished(void)
{
	hd_future *f = future_failed(7, "seven");

	CHECK_INT(hd_future_state(f), HD_FINISHED);
	CHECK(hd_future_done(f));
	CHECK(!hd_future_cancelled(f));
	CHECK(!hd_future_running(f));
	hd_future_unref(f);
}

static void user_data(void)
{
	hd_future *f = future_in(HD_PENDING);
	int mine;

	hd_future_set_user_data(f, &mine);
	CHECK_PTR(hd_future_user_data(f), &mine);
	OK(hd_future_set_result(f, NULL, NULL));
	CHECK_PTR(hd_future_user_data(f), &mine);
	hd_future_unref(f);
}

static void current_outside(void)
{
	CHECK_PTR(hd_future_current(), NULL);
}

/* -- cancel --------------------------------------------------------------------------------- */

/* Catches: cancel that succeeds while the work runs, or after it. */
static void cancel_by_state(void)
{
	static const bool answer[STATES] = {true, false, true, true, false};
	static const hd_state after[STATES] = {HD_CANCELLED, HD_RUNNING, HD_CANCELLED,
					       HD_CANCELLED_AND_NOTIFIED, HD_FINISHED};

	for (int i = 0; i < STATES; i++) {
		hd_future *f = future_in(all_states[i]);

		CHECK_INT(hd_future_cancel(f), answer[i]);
		CHECK_INT(hd_future_state(f), after[i]);
		hd_future_unref(f);
	}
}

static void *wait_for_result(void *f)
{
	return PTR(hd_future_result(f, HD_FOREVER, NULL));
}

static void *wait_for_exception(void *f)
{
	hd_error error;

	return PTR(hd_future_exception(f, HD_FOREVER, &error));
}

static void *note_thread(hd_future *f, void *where)
{
	CHECK(hd_future_done(f));
	*(pthread_t *)where = pthread_self();
	return NULL;
}

/* Catches: cancel that changes the state and tells nobody. */
static void cancel_pending(void)
{
	hd_future *f = future_in(HD_PENDING);
	pthread_t where = 0;
	runner waiter;

	OK(hd_future_add_done_callback(f, note_thread, &where));
	runner_start(&waiter, wait_for_result, f);
	runner_asleep(&waiter);
	CHECK(hd_future_cancel(f));
	CHECK_INT(hd_future_state(f), HD_CANCELLED);
	CHECK(pthread_equal(where, pthread_self()));
	CHECK_CODE((int)INT(runner_join(&waiter)), HD_ECANCELLED);
	hd_future_unref(f);
}

static void cancel_again(void)
{
	hd_future *f = future_in(HD_PENDING);
	atomic_int calls = 0;

	OK(hd_future_add_done_callback(f, callback_count, &calls));
	CHECK(hd_future_cancel(f));
	CHECK(hd_future_cancel(f));
	CHECK_INT(calls, 1);
	hd_future_unref(f);
}

/* -- set_running_or_notify_cancel ----------------------------------------------------------- */

static void set_running(void)
{
	hd_future *f = future_in(HD_PENDING);
	bool run = false;

	OK(hd_future_set_running_or_notify_cancel(f, &run));
	CHECK(run);
	CHECK_INT(hd_future_state(f), HD_RUNNING);
	hd_future_unref(f);
}

static void notify_cancel(void)
{
	hd_future *f = future_in(HD_CANCELLED);
	bool run = true;

	OK(hd_future_set_running_or_notify_cancel(f, &run));
	CHECK(!run);
	CHECK_INT(hd_future_state(f), HD_CANCELLED_AND_NOTIFIED);
	hd_future_unref(f);
}

static void set_running_errors(void)
{
	static const hd_state wrong[] = {HD_RUNNING, HD_CANCELLED_AND_NOTIFIED,
					 HD_FINISHED};

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		hd_future *f = future_in(wrong[i]);
		bool yes = true, no = false;

		CHECK_CODE(hd_future_set_running_or_notify_cancel(f, &yes), HD_ESTATE);
		CHECK_CODE(hd_future_set_running_or_notify_cancel(f, &no), HD_ESTATE);
		CHECK(yes && !no);
		CHECK_INT(hd_future_state(f), wrong[i]);
		hd_future_unref(f);
	}
}

/* -- set_result, set_exception -------------------------------------------------------------- */

static void set_result_legal(void)
{
	for (int i = 0; i < 2; i++) {
		hd_future *f = future_in(all_states[i]);

		OK(hd_future_set_result(f, PTR(5), NULL));
		CHECK_INT(hd_future_state(f), HD_FINISHED);
		CHECK_INT(INT(value_of(f)), 5);
		hd_future_unref(f);
	}
}

/* Catches: a second settling that overwrites the first. */
static void set_result_illegal(void)
{
	for (int i = 2; i < STATES; i++) {
		hd_future *f = future_in(all_states[i]);

		CHECK_CODE(hd_future_set_result(f, PTR(5), count_free), HD_ESTATE);
		CHECK_INT(hd_future_state(f), all_states[i]);
		if (all_states[i] == HD_FINISHED)
			CHECK_INT(INT(value_of(f)), 42);
		hd_future_unref(f);
	}
	CHECK_INT(frees, 0);
}

static void set_exception_legal(void)
{
	for (int i = 0; i < 2; i++) {
		hd_future *f = future_in(all_states[i]);

		OK(hd_future_set_exception(f, 5, "five", NULL, NULL));
		CHECK_INT(hd_future_state(f), HD_FINISHED);
		CHECK_STR(failure_of(f, 5).message, "five");
		hd_future_unref(f);
	}
}

static void set_exception_illegal(void)
{
	for (int i = 2; i < STATES; i++) {
		hd_future *f = future_in(all_states[i]);

		CHECK_CODE(hd_future_set_exception(f, 5, "five", NULL, NULL), HD_ESTATE);
		CHECK_INT(hd_future_state(f), all_states[i]);
		hd_future_unref(f);
	}
}

static void set_exception_twice(void)
{
	hd_future *f = future_failed(1, "first");

	CHECK_CODE(hd_future_set_exception(f, 2, "second", NULL, NULL), HD_ESTATE);
	CHECK_STR(failure_of(f, 1).message, "first");
	hd_future_unref(f);
}

static void exception_message_copied(void)
{
	char message[] = "first";
	hd_future *f = future_failed(1, message);

	message[0] = 'F';
	CHECK_STR(failure_of(f, 1).message, "first");
	hd_future_unref(f);
}

static void exception_message_default(void)
{
	hd_future *f = future_failed(HD_EBROKEN, NULL);

	CHECK_STR(failure_of(f, HD_EBROKEN).message, hd_strerror(HD_EBROKEN));
	hd_future_unref(f);
}

/* Catches: a host's object dropped too early, twice or never. */
static void exception_data(void)
{
	hd_future *f = future_in(HD_PENDING);
	int data;

	OK(hd_future_set_exception(f, 1, "first", &data, count_drop));
	CHECK_PTR(failure_of(f, 1).data, &data);
	hd_future_ref(f);
	hd_future_unref(f);
	CHECK_INT(drops, 0);
	hd_future_unref(f);
	CHECK_INT(drops, 1);
}

/* -- result, exception: four distinct outcomes ------------------------------------------------ */

static void result_by_state(void)
{
	static const int code[STATES] = {HD_ETIMEDOUT, HD_ETIMEDOUT, HD_ECANCELLED,
					 HD_ECANCELLED, HD_OK};

	for (int i = 0; i < STATES; i++) {
		hd_future *f = future_in(all_states[i]);
		void *value = PTR(-1);

		CHECK_CODE(hd_future_result(f, 0, &value), code[i]);
		CHECK_INT(INT(value), code[i] ? -1 : 42);
		hd_future_unref(f);
	}
}

static void result_of_failed(void)
{
	hd_future *f = future_failed(7, "seven");
	void *value = PTR(-1);

	CHECK_CODE(hd_future_result(f, 0, &value), HD_EFAILED);
	CHECK_INT(INT(value), -1);
	hd_future_unref(f);
}

static void exception_by_state(void)
{
	static const int code[STATES] = {HD_ETIMEDOUT, HD_ETIMEDOUT, HD_ECANCELLED,
					 HD_ECANCELLED, HD_OK};

	for (int i = 0; i < STATES; i++) {
		hd_future *f = future_in(all_states[i]);
		hd_error error = {-1, NULL, NULL};

		CHECK_CODE(hd_future_exception(f, 0, &error), code[i]);
		CHECK_INT(error.code, code[i] ? -1 : 0);
		hd_future_unref(f);
	}
}

static void exception_of_failed(void)
{
	hd_future *f = future_failed(7, "seven");
	hd_error error;

	OK(hd_future_exception(f, 0, &error));
	CHECK_INT(error.code, 7);
	CHECK_STR(error.message, "seven");
	hd_future_unref(f);
}

static void result_without_value(void)
{
	hd_future *f = future_in(HD_FINISHED);

	OK(hd_future_result(f, HD_FOREVER, NULL));
	OK(hd_future_result(f, 0, NULL));
	hd_future_unref(f);
}

/* Catches: a relative timeout against the wrong clock, seconds taken for milliseconds. */
static void result_timeout(void)
{
	hd_future *f = future_in(HD_RUNNING);
	hd_error error;
	double start = now();

	CHECK_CODE(hd_future_result(f, 0.2, NULL), HD_ETIMEDOUT);
	CHECK_WITHIN(now() - start, 0.2, 5);
	start = now();
	CHECK_CODE(hd_future_exception(f, 0.2, &error), HD_ETIMEDOUT);
	CHECK_WITHIN(now() - start, 0.2, 5);
	hd_future_unref(f);
}

static void result_timeout_huge(void)
{
	static const double huge[] = {1e9, 1e18, 1e300};
	hd_future *f = future_in(HD_FINISHED);

	for (size_t i = 0; i < sizeof huge / sizeof *huge; i++)
		OK(hd_future_result(f, huge[i], NULL));
	hd_future_unref(f);
}

static void *wait_a_thousand_years(void *f)
{
	return PTR(hd_future_result(f, 3e10, NULL));
}

/* Catches: a deadline that overflows to the past. */
static void result_timeout_far(void)
{
	hd_future *f = future_in(HD_PENDING);
	runner waiter;

	runner_start(&waiter, wait_a_thousand_years, f);
	runner_asleep(&waiter);
	CHECK(!waiter.ended);
	OK(hd_future_set_result(f, NULL, NULL));
	CHECK_CODE((int)INT(runner_join(&waiter)), HD_OK);
	hd_future_unref(f);
}

static void settle(hd_future *f, int how)
{
	if (how == 0)
		OK(hd_future_set_result(f, NULL, NULL));
	else if (how == 1)
		OK(hd_future_set_exception(f, 9, NULL, NULL, NULL));
	else
		CHECK(hd_future_cancel(f));
}

/* Catches: one way of settling that forgets the waiters. */
static void every_way_wakes(void)
{
	static const int result[] = {HD_OK, HD_EFAILED, HD_ECANCELLED};
	static const int exception[] = {HD_OK, HD_OK, HD_ECANCELLED};

	for (int how = 0; how < 3; how++) {
		hd_future *f = future_in(HD_PENDING);
		runner a, b;

		runner_start(&a, wait_for_result, f);
		runner_start(&b, wait_for_exception, f);
		runner_asleep(&a);
		runner_asleep(&b);
		settle(f, how);
		CHECK_CODE((int)INT(runner_join(&a)), result[how]);
		CHECK_CODE((int)INT(runner_join(&b)), exception[how]);
		hd_future_unref(f);
	}
}

/* Catches: a signal where a broadcast is needed: one of several waiters wakes. */
static void all_waiters_wake(void)
{
	enum { WAITERS = 8 };
	hd_future *f = future_in(HD_PENDING);
	runner waiters[WAITERS];

	for (int i = 0; i < WAITERS; i++)
		runner_start(&waiters[i], wait_for_result, f);
	for (int i = 0; i < WAITERS; i++)
		runner_asleep(&waiters[i]);
	OK(hd_future_set_result(f, NULL, NULL));
	for (int i = 0; i < WAITERS; i++)
		CHECK_CODE((int)INT(runner_join(&waiters[i])), HD_OK);
	hd_future_unref(f);
}

/* Waiters of different futures share what they sleep on; each must wake for its own.
 * Catches: a signal that wakes a stranger in the same bucket, who goes back to sleep. */
static void strangers_share(void)
{
	enum { WAITERS = 96 };
	hd_future *futures[WAITERS];
	runner waiters[WAITERS];

	for (int i = 0; i < WAITERS; i++) {
		futures[i] = future_in(HD_PENDING);
		runner_start(&waiters[i], wait_for_result, futures[i]);
	}
	for (int i = 0; i < WAITERS; i++)
		runner_asleep(&waiters[i]);
	for (int i = WAITERS; i-- > 0;) {
		OK(hd_future_set_result(futures[i], NULL, NULL));
		CHECK_CODE((int)INT(runner_join(&waiters[i])), HD_OK);
		hd_future_unref(futures[i]);
	}
}

/* -- the order on completion ------------------------------------------------------------------ */

static void *hold_callback(hd_future *f, void *g)
{
	CHECK_INT(hd_future_state(f), HD_FINISHED);
	gate_arrive(g);
	gate_wait(g);
	return NULL;
}

static void *settle_42(void *f)
{
	OK(hd_future_set_result(f, PTR(42), NULL));
	return NULL;
}

static void *wait_in_a_set(void *f)
{
	hd_future *futures[] = {f};

	OK(hd_wait(futures, 1, HD_FOREVER, HD_ALL_COMPLETED, NULL));
	return NULL;
}

static void *wait_in_turn(void *arg)
{
	hd_future *f = arg, *out = NULL;
	hd_as_completed *it;

	OK(hd_as_completed_new(&f, 1, HD_FOREVER, &it));
	OK(hd_as_completed_next(it, &out));
	CHECK_PTR(out, f);
	hd_as_completed_free(&it);
	return NULL;
}

/* Catches: callbacks that run before the state is set or before the waiters are woken. */
static void waiters_before_callbacks(void)
{
	hd_future *f = future_in(HD_RUNNING);
	gate g = GATE;
	runner settler, result, set, turn;

	OK(hd_future_add_done_callback(f, hold_callback, &g));
	runner_start(&result, wait_for_result, f);
	runner_start(&set, wait_in_a_set, f);
	runner_start(&turn, wait_in_turn, f);
	runner_asleep(&result);
	runner_asleep(&set);
	runner_asleep(&turn);
	runner_start(&settler, settle_42, f);
	runner_join(&result);
	runner_join(&set);
	runner_join(&turn);
	gate_await(&g, 1);
	CHECK(!settler.ended);
	gate_open(&g);
	runner_join(&settler);
	hd_future_unref(f);
}

struct numbered {
	journal *journal;
	int number;
};

static void *note_number(hd_future *f, void *arg)
{
	struct numbered *n = arg;

	(void)f;
	journal_add(n->journal, "%d", n->number);
	return NULL;
}

/* Catches: callbacks kept on a stack. */
static void callbacks_in_order(void)
{
	for (int how = 0; how < 3; how++) {
		hd_future *f = future_in(HD_PENDING);
		journal j = JOURNAL;
		struct numbered n[5];

		for (int i = 0; i < 5; i++) {
			n[i] = (struct numbered){&j, i};
			OK(hd_future_add_done_callback(f, note_number, &n[i]));
		}
		settle(f, how);
		CHECK_JOURNAL(&j, "0 1 2 3 4");
		hd_future_unref(f);
	}
}

/* Every look and every wait that a callback may do.  Catches: callbacks under a lock. */
static void *look_at_everything(hd_future *f, void *calls)
{
	hd_error error;

	hd_future_ref(f);
	CHECK(hd_future_done(f));
	CHECK_INT(INT(value_of(f)), 42);
	OK(hd_future_exception(f, HD_FOREVER, &error));
	CHECK_INT(error.code, 0);
	CHECK(!hd_future_cancel(f));
	OK(hd_future_add_done_callback(f, callback_count, calls));
	wait_in_a_set(f);
	wait_in_turn(f);
	hd_future_unref(f);
	return NULL;
}

static void callbacks_without_lock(void)
{
	hd_future *f = future_in(HD_RUNNING);
	atomic_int calls = 0;

	OK(hd_future_add_done_callback(f, look_at_everything, &calls));
	settle_42(f);
	CHECK_INT(calls, 1);
	hd_future_unref(f);
}

/* -- callbacks ------------------------------------------------------------------------------ */

static void callback_thread(void)
{
	hd_future *f = future_in(HD_RUNNING);
	pthread_t where = 0;
	runner settler;

	OK(hd_future_add_done_callback(f, note_thread, &where));
	runner_start(&settler, settle_42, f);
	runner_join(&settler);
	CHECK(pthread_equal(where, settler.thread));
	hd_future_unref(f);
}

static void callback_late(void)
{
	static const hd_state done[] = {HD_CANCELLED, HD_CANCELLED_AND_NOTIFIED,
					HD_FINISHED};

	for (size_t i = 0; i < sizeof done / sizeof *done; i++) {
		hd_future *f = future_in(done[i]);
		pthread_t where = 0;

		OK(hd_future_add_done_callback(f, note_thread, &where));
		CHECK(pthread_equal(where, pthread_self()));
		hd_future_unref(f);
	}
}

static void *note_outcome(hd_future *f, void *j)
{
	void *value = NULL;
	int code = hd_future_result(f, 0, &value);
	hd_error error = {0, "", NULL};

	if (code == HD_EFAILED)
		OK(hd_future_exception(f, 0, &error));
	journal_add(j, "%s:%d:%d:%s", hd_error_name(code), (int)INT(value), error.code,
		    error.message ? error.message : "");
	return NULL;
}

static void callback_sees_outcome(void)
{
	static const char *const seen[] = {"HD_OK:5:0:", "HD_EFAILED:0:6:test",
					   "HD_ECANCELLED:0:0:"};

	for (int how = 0; how < 3; how++) {
		hd_future *f = future_in(HD_PENDING);
		journal j = JOURNAL;

		OK(hd_future_add_done_callback(f, note_outcome, &j));
		if (how == 0)
			OK(hd_future_set_result(f, PTR(5), NULL));
		else if (how == 1)
			OK(hd_future_set_exception(f, 6, "test", NULL, NULL));
		else
			CHECK(hd_future_cancel(f));
		CHECK_JOURNAL(&j, seen[how]);
		hd_future_unref(f);
	}
}

static void *callback_doh(hd_future *f, void *arg)
{
	(void)f;
	(void)arg;
	return hd_raise(33, "doh %d!", 33);
}

/* stderr goes to a file while body runs; what came is in text. */
static void capture_stderr(void (*body)(void), char *text, size_t size)
{
	FILE *file = tmpfile();
	int saved = dup(STDERR_FILENO);
	size_t length;

	CHECK(file != NULL && saved >= 0);
	fflush(stderr);
	CHECK(dup2(fileno(file), STDERR_FILENO) >= 0);
	body();
	fflush(stderr);
	CHECK(dup2(saved, STDERR_FILENO) >= 0);
	close(saved);
	rewind(file);
	length = fread(text, 1, size - 1, file);
	text[length] = '\0';
	fclose(file);
}

static atomic_int next_ran;

static void fail_early_and_late(void)
{
	hd_future *f = future_in(HD_PENDING);

	OK(hd_future_add_done_callback(f, callback_doh, NULL));
	OK(hd_future_add_done_callback(f, callback_count, &next_ran));
	OK(hd_future_set_result(f, PTR(5), NULL));
	CHECK_INT(next_ran, 1);
	OK(hd_future_add_done_callback(f, callback_doh, NULL));
	CHECK_INT(INT(value_of(f)), 5);
	hd_future_unref(f);
}

/* Catches: a failing callback that stops the next ones, or that nobody hears of. */
static void callback_fails(void)
{
	char text[1000], *second;

	capture_stderr(fail_early_and_late, text, sizeof text);
	CHECK(strstr(text, "doh 33!") != NULL);
	second = strchr(text, '\n');
	CHECK(second != NULL);
	CHECK(strstr(++second, "doh 33!") != NULL);
	second = strchr(second, '\n');
	CHECK(second != NULL);
	CHECK_STR(second + 1, "");
}

static struct {
	int calls, code;
	char message[40];
	hd_future *future;
	void *arg;
} hooked;

static void hook(hd_future *f, const hd_error *error, void *arg)
{
	hooked.calls++;
	hooked.code = error->code;
	snprintf(hooked.message, sizeof hooked.message, "%s", error->message);
	hooked.future = f;
	hooked.arg = arg;
}

static void fail_into_hook(void)
{
	hd_future *f = future_in(HD_PENDING);

	hd_set_callback_hook(hook, &hooked);
	OK(hd_future_add_done_callback(f, callback_doh, NULL));
	OK(hd_future_add_done_callback(f, callback_count, &next_ran));
	OK(hd_future_set_result(f, NULL, NULL));
	CHECK_PTR(hooked.future, f);
	hd_future_unref(f);
}

static void callback_hook(void)
{
	char text[1000];

	capture_stderr(fail_into_hook, text, sizeof text);
	CHECK_STR(text, "");
	CHECK_INT(hooked.calls, 1);
	CHECK_INT(hooked.code, 33);
	CHECK_STR(hooked.message, "doh 33!");
	CHECK_PTR(hooked.arg, &hooked);
	CHECK_INT(next_ran, 1);
	hd_set_callback_hook(NULL, NULL);
	next_ran = 0;
	capture_stderr(fail_early_and_late, text, sizeof text);
	CHECK(strstr(text, "doh 33!") != NULL);
	CHECK_INT(hooked.calls, 1);
}

static void *cancel_other(hd_future *f, void *other)
{
	(void)f;
	CHECK(hd_future_cancel(other));
	return NULL;
}

static void callback_cancels(void)
{
	hd_future *f = future_in(HD_PENDING), *other = future_in(HD_PENDING);

	OK(hd_future_add_done_callback(f, cancel_other, other));
	OK(hd_future_set_result(f, NULL, NULL));
	CHECK(hd_future_cancelled(other));
	hd_future_unref(other);
	hd_future_unref(f);
}

struct adding {
	journal journal;
	struct numbered n[3];
};

static void *add_two_more(hd_future *f, void *arg)
{
	struct adding *a = arg;

	journal_add(&a->journal, "first");
	OK(hd_future_add_done_callback(f, note_number, &a->n[1]));
	OK(hd_future_add_done_callback(f, note_number, &a->n[2]));
	return NULL;
}

static void callback_adds(void)
{
	hd_future *f = future_in(HD_PENDING);
	struct adding a = {JOURNAL, {{&a.journal, 0}, {&a.journal, 1}, {&a.journal, 2}}};

	OK(hd_future_add_done_callback(f, add_two_more, &a));
	OK(hd_future_set_result(f, NULL, NULL));
	CHECK_JOURNAL(&a.journal, "first 1 2");
	hd_future_unref(f);
}

static void *chain_next(hd_future *f, void *next)
{
	(void)f;
	OK(hd_future_set_result(next, NULL, NULL));
	return NULL;
}

static void callback_settles_chain(void)
{
	enum { LINKS = 200 };
	hd_future *links[LINKS];

	for (int i = 0; i < LINKS; i++)
		links[i] = future_in(HD_PENDING);
	for (int i = 0; i + 1 < LINKS; i++)
		OK(hd_future_add_done_callback(links[i], chain_next, links[i + 1]));
	OK(hd_future_set_result(links[0], NULL, NULL));
	for (int i = 0; i < LINKS; i++) {
		CHECK_INT(hd_future_state(links[i]), HD_FINISHED);
		hd_future_unref(links[i]);
	}
}

struct race {
	hd_future *f;
	gate go;
	atomic_int won;
};

static void *race_settle(void *arg)
{
	struct race *r = arg;

	gate_arrive(&r->go);
	gate_wait(&r->go);
	r->won += hd_future_set_result(r->f, PTR(1), NULL) == HD_OK;
	return NULL;
}

static void *race_cancel(void *arg)
{
	struct race *r = arg;

	gate_arrive(&r->go);
	gate_wait(&r->go);
	r->won += hd_future_cancel(r->f);
	return NULL;
}

static void *race_callback(void *arg)
{
	struct race *r = arg;
	atomic_int *calls = hd_future_user_data(r->f);

	gate_arrive(&r->go);
	gate_wait(&r->go);
	OK(hd_future_add_done_callback(r->f, callback_count, calls));
	return NULL;
}

/* Catches: two winners; a callback lost or run twice when it is added during the settling. */
static void one_winner(void)
{
	for (int round = 0; round < probe_scaled(300); round++) {
		struct race r = {future_in(HD_PENDING), GATE, 0};
		atomic_int calls = 0;
		runner a, b, c;

		hd_future_set_user_data(r.f, &calls);
		OK(hd_future_add_done_callback(r.f, callback_count, &calls));
		runner_start(&a, race_settle, &r);
		runner_start(&b, race_cancel, &r);
		runner_start(&c, race_callback, &r);
		gate_await(&r.go, 3);
		gate_open(&r.go);
		runner_join(&a);
		runner_join(&b);
		runner_join(&c);
		CHECK_INT(r.won, 1);
		CHECK_INT(calls, 2);
		hd_future_unref(r.f);
	}
}

/* -- sharing, lifetime ------------------------------------------------------------------------ */

static void *let_go(hd_future *f, void *arg)
{
	(void)arg;
	hd_future_unref(f);
	CHECK_INT(frees, 0);
	CHECK_INT(INT(value_of(f)), 42);
	return NULL;
}

/* The callback gives back the caller's reference.  Catches: a future freed under its own
 * callback. */
static void callback_keeps_alive(void)
{
	hd_future *f = future_in(HD_RUNNING);
	atomic_int calls = 0;

	hd_future_ref(f);
	OK(hd_future_add_done_callback(f, let_go, NULL));
	OK(hd_future_add_done_callback(f, callback_count, &calls));
	OK(hd_future_set_result(f, PTR(42), count_free));
	CHECK_INT(calls, 1);
	CHECK_INT(frees, 0);
	hd_future_unref(f);
	CHECK_INT(frees, 1);
}

static void free_result_once(void)
{
	hd_future *f = future_in(HD_PENDING);

	OK(hd_future_set_result(f, PTR(5), count_free));
	hd_future_ref(f);
	CHECK_INT(INT(value_of(f)), 5);
	hd_future_unref(f);
	CHECK_INT(frees, 0);
	hd_future_unref(f);
	CHECK_INT(frees, 1);
}

static void free_result_null(void)
{
	hd_future *f = future_in(HD_PENDING);

	OK(hd_future_set_result(f, NULL, count_free));
	hd_future_unref(f);
	CHECK_INT(frees, 0);
}

static void unref_pending(void)
{
	hd_future *f = future_in(HD_PENDING);
	atomic_int calls = 0;

	OK(hd_future_add_done_callback(f, callback_count, &calls));
	hd_future_unref(f);
	CHECK_INT(calls, 0);
}

static void *result_and_unref(void *f)
{
	CHECK_INT(INT(value_of(f)), 42);
	hd_future_unref(f);
	return NULL;
}

/* Catches: a future freed while another thread is waking on it (under AddressSanitizer). */
static void freed_while_waking(void)
{
	for (int round = 0; round < probe_scaled(300); round++) {
		hd_future *f = future_in(HD_PENDING);
		runner a, b, settler;

		runner_start(&a, result_and_unref, hd_future_ref(f));
		runner_start(&b, result_and_unref, hd_future_ref(f));
		runner_start(&settler, settle_42, f);
		runner_join(&settler);
		hd_future_unref(f);
		runner_join(&a);
		runner_join(&b);
	}
}

static void many_alive(void)
{
	enum { MANY = 20000 };
	hd_future **all = malloc(MANY * sizeof(hd_future *));

	CHECK(all != NULL);
	for (int i = 0; i < MANY; i++)
		OK(hd_future_new(&all[i]));
	for (int i = 0; i < MANY; i++)
		OK(hd_future_set_result(all[i], PTR(i), NULL));
	for (int i = 0; i < MANY; i++) {
		CHECK_INT(INT(value_of(all[i])), i);
		hd_future_unref(all[i]);
	}
	free(all);
}

/* Catches: a refused failure whose object is dropped under its owner's hands; a failure
 * that looks like a success. */
static void set_exception_leaves_data(void)
{
	hd_future *done = future_in(HD_FINISHED), *f = future_in(HD_PENDING);
	int object;

	CHECK_CODE(hd_future_set_exception(done, 5, NULL, &object, count_drop),
		   HD_ESTATE);
	CHECK_INT(drops, 0);
	OK(hd_future_set_exception(f, 0, "no code", NULL, NULL));
	CHECK_STR(failure_of(f, HD_EFAILED).message, "no code");
	hd_future_unref(done);
	hd_future_unref(f);
}

static void *callback_copies(hd_future *f, void *calls)
{
	callback_count(f, calls);
	return hd_return_copy("nobody reads this", 18);
}

/* Catches (AddressSanitizer): a callback's result that is lost. */
static void callback_returns_copy(void)
{
	hd_future *f = future_in(HD_PENDING);
	atomic_int calls = 0;

	OK(hd_future_add_done_callback(f, callback_copies, &calls));
	OK(hd_future_set_result(f, NULL, NULL));
	OK(hd_future_add_done_callback(f, callback_copies, &calls));
	CHECK_INT(calls, 2);
	hd_future_unref(f);
}

static const probe_case cases[] = {
	CASE(states_readable, "all five states can be read"),
	CASE(state_names, "each state has a name of its own"),
	CASE(new_is_pending, "a new future is pending, without data and label"),
	CASE(look_by_state, "done, cancelled and running in each state"),
	CASE(failed_is_finished, "a failed future is finished"),
	CASE(user_data, "user data is kept"),
	CASE(current_outside, "outside of tasks there is no current future"),
	CASE(cancel_by_state, "cancel in each state"),
	CASE(cancel_pending, "cancel wakes result and calls back in the caller"),
	CASE(cancel_again, "cancelling twice calls back once"),
	CASE(set_running, "PENDING becomes RUNNING"),
	CASE(notify_cancel, "CANCELLED becomes CANCELLED_AND_NOTIFIED"),
	CASE(set_running_errors, "every other state is an error"),
	CASE(set_result_legal, "set_result from PENDING and RUNNING"),
	CASE(set_result_illegal, "set_result in any other state changes nothing"),
	CASE(set_exception_legal, "set_exception from PENDING and RUNNING"),
	CASE(set_exception_illegal, "set_exception in any other state"),
	CASE(set_exception_twice, "the first exception stays"),
	CASE(exception_message_copied, "the message is copied"),
	CASE(exception_message_default, "without a message the code's text"),
	CASE(exception_data, "a host's object is dropped once, at the end"),
	CASE(result_by_state, "result in each state"),
	CASE(result_of_failed, "result of a failed future"),
	CASE(exception_by_state, "exception in each state"),
	CASE(exception_of_failed, "exception of a failed future"),
	CASE(result_without_value, "result may be asked without a value"),
	CASE(result_timeout, "a timeout lasts what it says"),
	CASE(result_timeout_huge, "huge timeouts are timeouts"),
	CASE(result_timeout_far, "a timeout of a thousand years does not come"),
	CASE(every_way_wakes, "result, failure and cancel wake all kinds of waiters"),
	CASE(all_waiters_wake, "eight waiters of one future all wake"),
	CASE(strangers_share, "96 waiters of 96 futures wake one by one"),
	CASE(waiters_before_callbacks, "state, waiters, result, then callbacks"),
	CASE(callbacks_in_order, "callbacks run in the order added"),
	CASE(callbacks_without_lock, "a callback may use its future in every way"),
	CASE(callback_thread, "callbacks run in the thread that completes"),
	CASE(callback_late, "added to a done future: at once, in the caller"),
	CASE(callback_sees_outcome, "a callback sees result, exception, cancel"),
	CASE(callback_fails, "a failing callback is one line on stderr"),
	CASE(callback_hook, "a hook hears of failing callbacks instead"),
	CASE(callback_cancels, "a callback may cancel another future"),
	CASE(set_exception_leaves_data, "a refused exception stays with the caller"),
	CASE(callback_returns_copy, "what a callback returns is let go of"),
	CASE(callback_adds, "a callback may add callbacks"),
	CASE(callback_settles_chain, "callbacks may settle a chain of futures"),
	CASE(one_winner, "settling and cancelling race: one winner, calls once"),
	CASE(callback_keeps_alive, "the future outlives its running callbacks"),
	CASE(free_result_once, "free_result is called once, at the end"),
	CASE(free_result_null, "free_result is not called on NULL"),
	CASE(unref_pending, "a pending future may be forgotten"),
	CASE(freed_while_waking, "the last reference may go while others wake"),
	CASE(many_alive, "20,000 futures at once"),
	NO_MORE_CASES,
};

int main(int argc, char **argv)
{
	return probe_main(argc, argv, cases);
}
