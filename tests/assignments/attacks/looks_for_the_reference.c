/* SPDX-License-Identifier: MIT */
/* Tells what is on the grader's machine by what can be included.
 *
 * verdict: wrong answer
 */
#if __has_include("reference.c") ||                                                      \
		  __has_include(                                                         \
			  "../reference.c") ||                                           \
			  __has_include(                                                 \
				  "cases.c") ||                                          \
				  __has_include(                                         \
					  "tests") ||                                    \
					  __has_include(                                 \
						  "driver.h") ||                         \
						  __has_include(                         \
							  "submission.h") ||             \
							  __has_include("/etc/passwd")
#error "there is something to see"
#endif

static void attack(void)
{
}
