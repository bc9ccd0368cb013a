/* SPDX-License-Identifier: MIT */
/* Brings functions of its own for those that look for data races.
 *
 * verdict: forbidden call
 */
void __tsan_read8(void *address);
void __tsan_read8(void *address)
{
	(void)address;
}

void __tsan_write8(void *address);
void __tsan_write8(void *address)
{
	(void)address;
}

static void attack(void)
{
}
