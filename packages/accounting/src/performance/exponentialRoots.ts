/**
 * Every real root of `f(u) = Σ cᵢ e^(−u tᵢ)` in an interval, counted and not guessed.
 *
 * A root of f lies between two neighbouring roots of the derivative of `f(u) e^(uτ)`, whatever τ is (Rolle). With τ
 * between two terms of opposite sign, that derivative has one sign change less in its coefficients than f, and with none
 * left there is no root (Descartes). So the roots are found from the innermost derivative outwards, each in a bracket that
 * holds exactly one. Values are compared as logarithms of the sums of positive and negative terms, which neither overflow
 * nor cancel.
 */
export interface Term {
  readonly time: number
  readonly amount: number
}

/** `ln Σ positive − ln Σ negative` and its derivative; the sign is that of f. Both kinds must be there. */
const balance = (terms: ReadonlyArray<Term>, u: number): { readonly value: number; readonly slope: number } => {
  let topIn = -Infinity
  let topOut = -Infinity
  for (const { time, amount } of terms) {
    const exponent = -u * time
    if (amount > 0) topIn = Math.max(topIn, exponent)
    else topOut = Math.max(topOut, exponent)
  }
  let sumIn = 0
  let sumOut = 0
  let timeIn = 0
  let timeOut = 0
  for (const { time, amount } of terms) {
    if (amount > 0) {
      const weight = amount * Math.exp(-u * time - topIn)
      sumIn += weight
      timeIn += weight * time
    } else {
      const weight = -amount * Math.exp(-u * time - topOut)
      sumOut += weight
      timeOut += weight * time
    }
  }
  return { value: Math.log(sumIn) + topIn - Math.log(sumOut) - topOut, slope: timeOut / sumOut - timeIn / sumIn }
}

const precision = 1e-15
/** Values nearer to zero than rounding can tell: a root that only touches. */
const touching = 1e-12

/** The root in a bracket whose ends differ in sign: Newton's steps, halving where they leave the bracket. */
const rootBetween = (terms: ReadonlyArray<Term>, from: number, until: number, fromSign: number): number => {
  let low = from
  let high = until
  let u = low <= 0 && high >= 0 ? 0 : (low + high) / 2
  for (let step = 0; step < 200; step++) {
    const { value, slope } = balance(terms, u)
    if (value === 0) return u
    if (Math.sign(value) === fromSign) low = u
    else high = u
    const newton = u - value / slope
    const next = newton > low && newton < high ? newton : (low + high) / 2
    if (Math.abs(next - u) <= precision * Math.max(1, Math.abs(u)) || next === low || next === high) return next
    u = next
  }
  return u
}

const firstChange = (terms: ReadonlyArray<Term>): number => {
  for (let i = 1; i < terms.length; i++) if (Math.sign(terms[i]!.amount) !== Math.sign(terms[i - 1]!.amount)) return i
  return -1
}

/** Roots in increasing order. Terms in increasing order of time, none of them zero, no two of one time. */
export const exponentialRoots = (terms: ReadonlyArray<Term>, from: number, until: number): ReadonlyArray<number> => {
  const change = firstChange(terms)
  if (change < 0) return []
  const middle = (terms[change - 1]!.time + terms[change]!.time) / 2
  let largest = 0
  const derived = terms.map(({ time, amount }) => {
    const each = -amount * (time - middle)
    largest = Math.max(largest, Math.abs(each))
    return { time: time - middle, amount: each }
  })
  const turns = exponentialRoots(
    derived.map(({ time, amount }) => ({ time, amount: amount / largest })),
    from,
    until
  )
  const roots: Array<number> = []
  let left = from
  let leftSign = Math.sign(balance(terms, left).value)
  for (const right of [...turns, until]) {
    const { value } = balance(terms, right)
    const rightSign = Math.abs(value) < touching && right !== until ? 0 : Math.sign(value)
    if (rightSign === 0) roots.push(right)
    else if (leftSign !== 0 && leftSign !== rightSign) roots.push(rootBetween(terms, left, right, leftSign))
    left = right
    leftSign = rightSign
  }
  return roots
}
