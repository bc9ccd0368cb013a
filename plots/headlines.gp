# SPDX-License-Identifier: MIT
# headlines.gp - paints "The tutorials' runs: heddle and Python", loaded by style.gp.

plot @GROUND, @MARKS, @TEXTS
