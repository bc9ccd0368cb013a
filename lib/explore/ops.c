/* SPDX-License-Identifier: MIT */
#include "ops.h"

enum effect { CHANGES, LOOKS };

static const struct {
	const char *name;
	enum effect effect;
} ops[OP_KINDS] = {
#define EXPLORE_OP_ROW(name, text, effect) [OP_##name] = {text, effect},
	EXPLORE_OPS(EXPLORE_OP_ROW)
#undef EXPLORE_OP_ROW
};

const char *op_name(enum op_kind kind)
{
	return ops[kind].name;
}

bool op_looks(enum op_kind kind)
{
	return ops[kind].effect == LOOKS;
}
