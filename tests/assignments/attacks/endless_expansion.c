/* SPDX-License-Identifier: MIT */
/* Is short, and very long when its macros are expanded.
 *
 * verdict: does not compile
 */
#define TWICE(x) x x
#define A(x)	 TWICE(TWICE(TWICE(TWICE(TWICE(TWICE(TWICE(TWICE(x))))))))
#define B(x)	 A(A(x))
#define LONG                                                                                  \
	int                                                                                   \
	a_name_that_is_rather_long_so_that_a_file_of_such_names_is_soon_as_long_as_it_may_be( \
		void);
#define C(x) x x x x

B(C(LONG))

static void attack(void)
{
}
