# SPDX-License-Identifier: MIT
# scales.awk - where a number stands between two pixels, and what is written there.
#
# A scale has a name: scale("x", "log", 10, 1000, 100, 600) lays 10 to 1000 between the
# pixels 100 and 600, and at("x", 100) is 350.

function scale(name, shape, low, high, from, to) {
  shape_of[name] = shape
  low_of[name] = low
  high_of[name] = high
  from_of[name] = from
  to_of[name] = to
}

function at(name, value,   low, high) {
  low = bent(name, low_of[name])
  high = bent(name, high_of[name])
  return from_of[name] + (to_of[name] - from_of[name]) * \
    (bent(name, value) - low) / (high - low)
}

function bent(name, value) {
  return shape_of[name] == "log" ? log(value < 1e-9 ? 1e-9 : value) : value
}

# The round numbers of a scale into tick[1..]: powers of ten, with 2 and 5 between them where
# there is room; on a straight scale steps of 1, 2 or 5.  room: pixels from one to the next.
function ticks(name, room, tick,   span, low, high, count, x, decade) {
  span = abs(to_of[name] - from_of[name])
  low = low_of[name]
  high = high_of[name]
  if (shape_of[name] == "log") {
    decade = span * log(10) / log(high / low)
    every = decade < room ? int(1 + room / decade) : 1 # which of them has room for its name
    return ticks_of(low, high, decade * 0.3 > room ? "1 2 5" : "1", tick)
  }
  every = 1
  x = round_step((high - low) * room / span)
  for (decade = ceiling(low / x); decade * x <= high * 1.000001; decade++)
    tick[++count] = decade * x
  return count + 0
}

function ticks_of(low, high, digits, tick,   digit, k, i, power, count) {
  k = split(digits, digit, " ")
  for (power = 1e-3; power <= high * 1.000001; power *= 10)
    for (i = 1; i <= k; i++)
      if (digit[i] * power >= low * 0.999999 && digit[i] * power <= high * 1.000001)
        tick[++count] = digit[i] * power
  return count + 0
}

function ceiling(x) { return x == int(x) || x < 0 ? int(x) : int(x) + 1 }

# 1, 2 or 5 times a power of ten, at least x.
function round_step(x,   power) {
  power = 10 ^ int(log(x) / log(10) - (x < 1))
  return x <= power * 1.000001 ? power : x <= 2 * power ? 2 * power : x <= 5 * power ? \
    5 * power : 10 * power
}

# Around all of low..high, with a little air, from 1, 2 or 5 to 1, 2 or 5.
function rounded_down(x,   power) {
  power = 10 ^ floor_log(x)
  return x >= 5 * power ? 5 * power : x >= 2 * power ? 2 * power : power
}

function rounded_up(x,   power) {
  power = 10 ^ floor_log(x)
  return x <= power ? power : x <= 2 * power ? 2 * power : x <= 5 * power ? 5 * power : \
    10 * power
}

function floor_log(x,   e) {
  e = log(x) / log(10) + 1e-9
  return e < 0 && e != int(e) ? int(e) - 1 : int(e)
}

# "10 ns", "5 µs", "1 s".
function round_time(ns,   unit) {
  unit = unit_of(ns)
  return sprintf("%.4g %s", ns / unit, unit_name(unit))
}

# Numbers list[1..count] into their order.
function ascend(list, count,   i, k, value) {
  for (i = 2; i <= count; i++) {
    value = list[i]
    for (k = i; k > 1 && list[k - 1] > value; k--)
      list[k] = list[k - 1]
    list[k] = value
  }
}

# Moves want[1..count], which ascend, as little as it takes to be apart by pitch and to lie
# between top and bottom.
function spread(want, count, pitch, top, bottom,   i, groups, first, sum, many_in, y, k) {
  for (i = 1; i <= count; i++) {
    groups++
    first[groups] = i
    many_in[groups] = 1
    sum[groups] = want[i]
    place_group(groups, sum, many_in, pitch, top, bottom)
    while (groups > 1 && group_y[groups] < group_y[groups - 1] + many_in[groups - 1] * pitch) {
      # A group hangs on the mean of where its members would begin it.
      sum[groups - 1] += sum[groups] - many_in[groups] * many_in[groups - 1] * pitch
      many_in[groups - 1] += many_in[groups]
      groups--
      place_group(groups, sum, many_in, pitch, top, bottom)
    }
  }
  for (i = 1; i <= groups; i++)
    for (k = 0; k < many_in[i]; k++)
      want[first[i] + k] = group_y[i] + k * pitch
}

function place_group(g, sum, many_in, pitch, top, bottom,   y) {
  y = sum[g] / many_in[g]
  if (y + (many_in[g] - 1) * pitch > bottom)
    y = bottom - (many_in[g] - 1) * pitch
  group_y[g] = y < top ? top : y
}
