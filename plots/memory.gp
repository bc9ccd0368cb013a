# SPDX-License-Identifier: MIT
# memory.gp - paints "How much memory does a queued task take?", loaded by style.gp.

plot @GROUND, @MARKS, @TEXTS
