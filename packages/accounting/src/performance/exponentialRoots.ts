import { doubles } from "../number/doubles.ts"

/**
 * Every real root of `f(u) = Σ cᵢ e^(−u tᵢ)` in an interval, counted and not guessed.
 *
 * f has the sign of `h(u) = ln Σ positive − ln Σ negative`, which neither overflows nor cancels. Its slope is the mean time of
 * the negative terms less that of the positive ones, each weighted by what it is worth at u; and either mean only falls
 * as u grows, since its own slope is a variance below zero. So two points bound the slope everywhere between them: mostly
 * that tells that h rises or falls all the way, and has one root or none, or that it cannot come down to zero in
 * between. Where it tells neither, the interval is halved.
 */
export interface Terms {
  /** In increasing order, no two alike. */
  readonly times: ReadonlyArray<number>
  /** None of them zero. */
  readonly amounts: ReadonlyArray<number>
}

export interface Roots {
  /** In increasing order. */
  readonly roots: ReadonlyArray<number>
  /** Whether f is not below zero where the interval begins. */
  readonly startsAbove: boolean
}

/** The terms of one sign, one behind another in increasing order of time; amounts above zero. */
interface Side {
  readonly times: ReadonlyArray<number>
  readonly amounts: ReadonlyArray<number>
  readonly from: number
  readonly last: number
  /** Of the amounts. */
  readonly total: number
}

interface Point {
  readonly u: number
  readonly value: number
  /** What the terms of either sign are worth at u, as the mean of their times. */
  readonly timeIn: number
  readonly timeOut: number
}

const precision = 1e-15
/** A step of Newton's leaves an error of its square: after one as short as this, none that a double could tell. */
const lastStep = 1e-9
/** Values nearer to zero than rounding can tell: a root that only touches. */
const touching = 1e-12
/** Roots are told apart down to this. */
const apart = 1e-6
/** Of an interval in which nothing can be told any more. */
const narrowest = 1e-9
/** Logarithms that differ by more are in that order, however they were rounded. */
const clearly = 1e-6

/** The terms above zero, and then those below it. */
const sidesOf = (terms: Terms): { readonly received: Side; readonly paid: Side } => {
  const times = doubles(terms.times.length)
  const amounts = doubles(terms.times.length)
  let next = 0
  const sideOf = (sign: 1 | -1): Side => {
    const from = next
    let total = 0
    for (let i = 0; i < terms.times.length; i++) {
      const amount = terms.amounts[i]! * sign
      if (amount < 0) continue
      times[next] = terms.times[i]!
      amounts[next++] = amount
      total += amount
    }
    return { times, amounts, from, last: next - 1, total }
  }
  return { received: sideOf(1), paid: sideOf(-1) }
}

/** The largest of the exponents: taken out, so that nothing overflows. */
const topOf = ({ times, from, last }: Side, u: number): number => -u * times[u > 0 ? from : last]!

const pointOf = (received: Side, paid: Side, u: number): Point => {
  const positive = worthOf(received, u)
  const negative = worthOf(paid, u)
  return { u, value: positive.log - negative.log, timeIn: positive.time, timeOut: negative.time }
}

const worthOf = (side: Side, u: number): { readonly log: number; readonly time: number } => {
  const { times, amounts, from, last } = side
  const top = topOf(side, u)
  let sum = 0
  let moment = 0
  for (let i = from; i <= last; i++) {
    const weight = u === 0 ? amounts[i]! : amounts[i]! * Math.exp(-u * times[i]! - top)
    sum += weight
    moment += weight * times[i]!
  }
  return { log: Math.log(sum) + top, time: moment / sum }
}

/** Whether a side is worth more than another at u even by its first or last term alone, and that by more than rounding. */
const outweighs = (side: Side, other: Side, u: number): boolean => {
  const { times, amounts, from, last } = side
  const least = Math.max(Math.log(amounts[from]!) - u * times[from]!, Math.log(amounts[last]!) - u * times[last]!)
  return least > Math.log(other.total) + topOf(other, u) + clearly
}

/** Whether all terms of a side come before all of another. */
const isBefore = (side: Side, other: Side): boolean => side.times[side.last]! < other.times[other.from]!

const signOf = ({ value }: Point): 1 | -1 => (value < 0 ? -1 : 1)

/** Whether h, of one sign at both ends and with slopes between these, cannot reach zero in between. */
const staysAway = (a: Point, b: Point, least: number, most: number): boolean => {
  const sign = signOf(a)
  // Mirrored where it is below zero: then the slopes' bounds change places.
  const down = sign > 0 ? least : -most
  const up = sign > 0 ? most : -least
  const width = b.u - a.u
  const left = a.value * sign
  const right = b.value * sign
  const meet = (right - left - up * width) / (down - up)
  return meet <= 0 || meet >= width || left + down * meet > 0
}

export const exponentialRoots = (terms: Terms, from: number, until: number): Roots => {
  const { received, paid } = sidesOf(terms)
  if (received.total === 0 || paid.total === 0) return { roots: [], startsAbove: paid.total === 0 }
  const at = (u: number): Point => pointOf(received, paid, u)
  const roots: Array<number> = []
  /** Up to where the last root is known to reach: one that touches does so for a while. */
  let taken = -Infinity
  const take = (root: number, until = root): void => {
    if (root - taken > apart) roots.push(root)
    taken = until
  }

  /** The root in a bracket whose ends differ in sign, the first being `sign`: Newton's steps, halving where they leave the bracket. */
  const rootBetween = (from: number, until: number, sign: 1 | -1): number => {
    let low = from
    let high = until
    let u = low <= 0 && high >= 0 ? 0 : (low + high) / 2
    for (let tries = 0; tries < 200; tries++) {
      const point = at(u)
      if (point.value === 0) return u
      if (signOf(point) === sign) low = u
      else high = u
      const newton = u - point.value / (point.timeOut - point.timeIn)
      const isInside = newton > low && newton < high
      const next = isInside ? newton : (low + high) / 2
      const step = Math.abs(next - u) / Math.max(1, Math.abs(u))
      if (step <= (isInside ? lastStep : precision) || next === low || next === high) return next
      u = next
    }
    return u
  }

  const search = (a: Point, b: Point): void => {
    const least = b.timeOut - a.timeIn
    const most = a.timeOut - b.timeIn
    const turns = signOf(a) !== signOf(b)
    if (least >= 0 || most <= 0) {
      if (turns) take(rootBetween(a.u, b.u, signOf(a)))
      return
    }
    if (!turns && staysAway(a, b, least, most)) return
    const middle = at((a.u + b.u) / 2)
    const width = (b.u - a.u) / Math.max(1, Math.abs(a.u))
    if (width < apart && [a, middle, b].every(({ value }) => Math.abs(value) < touching)) take(middle.u, b.u)
    else if (width > narrowest) {
      search(a, middle)
      search(middle, b)
    } else if (turns) take(rootBetween(a.u, b.u, signOf(a)))
  }
  const signFrom = (u: number): 1 | -1 => (outweighs(received, paid, u) ? 1 : outweighs(paid, received, u) ? -1 : signOf(at(u)))
  if (isBefore(paid, received) || isBefore(received, paid)) {
    // Whatever the means are, they lie apart: h rises or falls all the way. Far out its sign needs no sum.
    const sign = signFrom(from)
    if (sign !== signFrom(until)) take(rootBetween(from, until, sign))
    return { roots, startsAbove: sign > 0 }
  }
  const start = at(from)
  search(start, at(until))
  return { roots, startsAbove: signOf(start) > 0 }
}
