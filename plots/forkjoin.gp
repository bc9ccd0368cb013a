# SPDX-License-Identifier: MIT
# forkjoin.gp - paints "What does it cost to fork and join?", loaded by style.gp.

plot @GROUND, @MARKS, @TEXTS
