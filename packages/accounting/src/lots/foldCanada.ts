/**
 * Canada: adjusted cost base (average over all identical property) and the superficial loss of ITA s54, 40(2)(g)(i),
 * 53(1)(f): of a loss on S units, `loss × min(S, P, B) ÷ S` is denied and added to the cost of what is held, where P units
 * were bought from `days` before to `days` after the sale and B are held at the end of that time.
 */
import { type Book, type DeniedBy, flowsOf, type Slice } from "./Book.ts"
import { KnownFirst } from "./KnownFirst.ts"
import { type Movement, ownUnits } from "./MovementCollector.ts"

const least = (...all: ReadonlyArray<bigint>): bigint => all.reduce((a, b) => (a < b ? a : b))

/** Running sums by day: what was bought, and what is held. */
class Windows {
  readonly #days: Array<number> = []
  readonly #bought: Array<bigint> = []
  readonly #held: Array<bigint> = []

  constructor(movements: ReadonlyArray<Movement>) {
    let bought = 0n
    let held = 0n
    for (const { day, direction, quantity, entry } of movements) {
      if (direction === "in") {
        held += quantity
        // What was there at the start was bought before any window.
        if (entry.event.type !== "opening") bought += quantity
      } else held = held > quantity ? held - quantity : 0n
      this.#days.push(day)
      this.#bought.push(bought)
      this.#held.push(held)
    }
  }

  /** Index after the last movement on `day` or before it. */
  #until(day: number): number {
    let from = 0
    let until = this.#days.length
    while (from < until) {
      const middle = (from + until) >> 1
      if (this.#days[middle]! <= day) from = middle + 1
      else until = middle
    }
    return from
  }

  bought(from: number, until: number): bigint {
    return (this.#bought[this.#until(until) - 1] ?? 0n) - (this.#bought[this.#until(from - 1) - 1] ?? 0n)
  }

  heldAfter(day: number): bigint {
    return this.#held[this.#until(day) - 1] ?? 0n
  }
}

const foldAsset = (asset: number, movements: ReadonlyArray<Movement>, book: Book): void => {
  const { missingBasis, superficialLossDays } = book.policy
  const windows = new Windows(movements)
  const pool = new KnownFirst()
  for (const movement of movements) {
    const { entry, direction, quantity, money, gift, day } = movement
    const step = (gain: bigint | null, denied: bigint, costAfterSale: bigint | null): Book["steps"][number] => ({
      entry,
      asset,
      gain,
      denied,
      cost: pool.known.cost,
      costAfterSale,
      quantity: ownUnits(pool.quantity, movement),
      unknown: ownUnits(pool.unknown, movement)
    })
    if (direction === "in") {
      pool.add(quantity, money)
      book.steps.push(step(null, 0n, null))
      continue
    }
    const short = quantity > pool.quantity ? quantity - pool.quantity : 0n
    if (short > 0n && missingBasis === "error") {
      book.findings.push({ entry, code: "INSUFFICIENT_LOTS", asset, missing: ownUnits(short, movement) })
      continue
    }
    const slices: Array<Slice> = pool
      .take(quantity)
      .map((part) => ({ ...part, rule: "acb", lot: null, match: null, quantity: ownUnits(part.quantity, movement) }))
    if (short > 0n)
      slices.push({
        rule: "missing",
        lot: null,
        match: null,
        quantity: ownUnits(short, movement),
        cost: missingBasis === "zero" ? 0n : null
      })
    const unknown = slices.reduce((sum, slice) => sum + (slice.rule === "missing" || slice.cost === null ? slice.quantity : 0n), 0n)
    if (unknown > 0n) book.findings.push({ entry, code: "MISSING_BASIS", asset, missing: unknown })
    const cost = slices.reduce<bigint | null>((sum, slice) => (sum === null || slice.cost === null ? null : sum + slice.cost), 0n)
    const gain = money === null || cost === null ? null : money - cost
    const costAfterSale = pool.known.cost
    let denied = 0n
    let deniedBy: DeniedBy | undefined
    if (gain !== null && gain < 0n && superficialLossDays !== null && !gift) {
      const bought = windows.bought(day - superficialLossDays, day + superficialLossDays)
      const held = windows.heldAfter(day + superficialLossDays)
      deniedBy = { sold: quantity, bought, held }
      denied = (-gain * least(quantity, bought, held)) / quantity
      pool.known.add(0n, denied)
    }
    const sale = {
      entry,
      further: [],
      asset,
      quantity: ownUnits(quantity, movement),
      proceeds: money,
      slices,
      denied,
      ...(deniedBy === undefined ? {} : { deniedBy })
    }
    book.steps.push(step(gain === null ? null : gain + denied, denied, costAfterSale))
    if (!gift) book.sales.push(sale)
    if (gift) for (const slice of slices) flowsOf(book, asset, entry.account).givenAway += slice.cost ?? 0n
  }
  book.rests.push({ asset, account: null, lot: null, quantity: pool.known.quantity, cost: pool.known.cost })
  if (pool.unknown > 0n) book.rests.push({ asset, account: null, lot: null, quantity: pool.unknown, cost: null })
}

export const foldCanada = (byAsset: ReadonlyMap<number, ReadonlyArray<Movement>>, book: Book): void => {
  for (const [asset, movements] of byAsset) foldAsset(asset, movements, book)
}
