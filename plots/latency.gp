# SPDX-License-Identifier: MIT
# latency.gp - paints "How long does a task wait before it starts?", loaded by style.gp.

plot @GROUND, @CURVES, @MARKS, @TEXTS
