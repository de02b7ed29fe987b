/**
 * Every real root of `f(u) = Σ cᵢ e^(−u tᵢ)` in an interval, counted and not guessed.
 *
 * f has the sign of `h(u) = ln Σ positive − ln Σ negative`, which neither overflows nor cancels. Its slope is the mean time of
 * the negative terms less that of the positive ones, each weighted by what it is worth at u; and either mean only falls
 * as u grows, since its own slope is a variance below zero. So two points bound the slope everywhere between them: mostly
 * that tells that h rises or falls all the way, and has one root or none, or that it cannot come down to zero in
 * between. Where it tells neither, the interval is halved.
 */
export interface Term {
  readonly time: number
  readonly amount: number
}

/** Terms of one sign, in increasing order of time; amounts above zero. */
interface Side {
  readonly times: ReadonlyArray<number>
  readonly amounts: ReadonlyArray<number>
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

const sideOf = (terms: ReadonlyArray<Term>, sign: 1 | -1): Side => {
  const times: Array<number> = []
  const amounts: Array<number> = []
  for (let i = 0; i < terms.length; i++) {
    const { time, amount } = terms[i]!
    if (amount * sign < 0) continue
    times.push(time)
    amounts.push(amount * sign)
  }
  return { times, amounts }
}

const pointOf = (received: Side, paid: Side, u: number): Point => {
  const positive = worthOf(received, u)
  const negative = worthOf(paid, u)
  return { u, value: positive.log - negative.log, timeIn: positive.time, timeOut: negative.time }
}

const worthOf = ({ times, amounts }: Side, u: number): { readonly log: number; readonly time: number } => {
  const top = -u * times[u > 0 ? 0 : times.length - 1]!
  let sum = 0
  let moment = 0
  for (let i = 0; i < times.length; i++) {
    const weight = amounts[i]! * Math.exp(-u * times[i]! - top)
    sum += weight
    moment += weight * times[i]!
  }
  return { log: Math.log(sum) + top, time: moment / sum }
}

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

/** The sign of f at u; there are terms of either sign. */
export const signAt = (terms: ReadonlyArray<Term>, u: number): 1 | -1 => signOf(pointOf(sideOf(terms, 1), sideOf(terms, -1), u))

/** Roots in increasing order. Terms in increasing order of time, none of them zero, no two of one time. */
export const exponentialRoots = (terms: ReadonlyArray<Term>, from: number, until: number): ReadonlyArray<number> => {
  const received = sideOf(terms, 1)
  const paid = sideOf(terms, -1)
  if (received.times.length === 0 || paid.times.length === 0) return []
  const at = (u: number): Point => pointOf(received, paid, u)
  const roots: Array<number> = []
  /** Up to where the last root is known to reach: one that touches does so for a while. */
  let taken = -Infinity
  const take = (root: number, until = root): void => {
    if (root - taken > apart) roots.push(root)
    taken = until
  }

  /** The root in a bracket whose ends differ in sign: Newton's steps, halving where they leave the bracket. */
  const rootBetween = (a: Point, b: Point): number => {
    let low = a.u
    let high = b.u
    let u = low <= 0 && high >= 0 ? 0 : (low + high) / 2
    for (let tries = 0; tries < 200; tries++) {
      const point = at(u)
      if (point.value === 0) return u
      if (signOf(point) === signOf(a)) low = u
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
      if (turns) take(rootBetween(a, b))
      return
    }
    if (!turns && staysAway(a, b, least, most)) return
    const middle = at((a.u + b.u) / 2)
    const width = (b.u - a.u) / Math.max(1, Math.abs(a.u))
    if (width < apart && [a, middle, b].every(({ value }) => Math.abs(value) < touching)) take(middle.u, b.u)
    else if (width > narrowest) {
      search(a, middle)
      search(middle, b)
    } else if (turns) take(rootBetween(a, b))
  }
  search(at(from), at(until))
  return roots
}
