/**
 * United Kingdom, TCGA 1992 s105, s106A, s104 (HMRC CRYPTO22200 ff.): a day's disposals of an asset are one and so are its
 * acquisitions; a disposal takes from (1) the same day, (2) the 30 days after it, earliest disposal and then earliest
 * acquisition first, (3) the pool. Only what no disposal took this way enters the pool.
 */
import { type Book, flowsOf, type Slice } from "./Book.ts"
import { KnownFirst } from "./KnownFirst.ts"
import { sumKnown } from "./Report.ts"
import { type Movement, ownUnits } from "./MovementCollector.ts"

const windowDays = 30

interface Day {
  readonly day: number
  /** What came in, less what disposals took of it. */
  readonly bought: KnownFirst
  readonly firstIn: Movement | undefined
  readonly out: ReadonlyArray<Movement>
  readonly last: Movement
  /** Units of the day's disposals that are not matched yet. */
  unmatched: bigint
  readonly slices: Array<Slice>
}

/** The pool at the end of a day with movements. */
interface PoolState {
  readonly last: Movement
  readonly quantity: bigint
  readonly unknown: bigint
  readonly cost: bigint
}

const isOpening = ({ entry }: Movement): boolean => entry.event.type === "opening"

const daysOf = (movements: ReadonlyArray<Movement>): ReadonlyArray<Day> => {
  const byDay = Map.groupBy(movements, ({ day }) => day)
  return [...byDay]
    .sort(([a], [b]) => a - b)
    .map(([day, all]) => {
      const bought = new KnownFirst()
      const incoming = all.filter((movement) => movement.direction === "in" && !isOpening(movement))
      for (const { quantity, money } of incoming) bought.add(quantity, money)
      const out = all.filter(({ direction }) => direction === "out")
      return {
        day,
        bought,
        firstIn: incoming[0],
        out,
        last: all.at(-1)!,
        unmatched: out.reduce((sum, { quantity }) => sum + quantity, 0n),
        slices: []
      }
    })
}

const match = (sold: Day, from: Day, rule: "same-day" | "30-day"): void => {
  for (const { quantity, ...part } of from.bought.take(sold.unmatched)) {
    const units = ownUnits(quantity, sold.out.at(-1)!)
    sold.slices.push({ rule, lot: null, match: from.firstIn?.entry ?? null, quantity: units, ...part })
    sold.unmatched -= quantity
  }
}

/** Matches one asset's movements; gives the days with disposals and the pool that is left. */
const matchDays = (
  movements: ReadonlyArray<Movement>
): { readonly days: ReadonlyArray<Day>; readonly pool: KnownFirst; readonly states: ReadonlyArray<PoolState> } => {
  const days = daysOf(movements)
  for (const day of days) match(day, day, "same-day")
  let first = 0
  for (const sold of days) {
    if (sold.unmatched === 0n) continue
    while (days[first]!.day <= sold.day) {
      first++
      if (first === days.length) break
    }
    for (let i = first; i < days.length && days[i]!.day <= sold.day + windowDays && sold.unmatched > 0n; i++)
      match(sold, days[i]!, "30-day")
    if (first === days.length) break
  }
  const pool = new KnownFirst()
  const openings = movements.filter(isOpening)
  let opened = 0
  const states: Array<PoolState> = []
  for (const day of days) {
    for (; opened < openings.length && openings[opened]!.day <= day.day; opened++)
      pool.add(openings[opened]!.quantity, openings[opened]!.money)
    day.bought.pourInto(pool)
    for (const { quantity, ...part } of pool.take(day.unmatched)) {
      day.slices.push({ rule: "s104", lot: null, match: null, quantity: ownUnits(quantity, day.out.at(-1)!), ...part })
      day.unmatched -= quantity
    }
    states.push({ last: day.last, quantity: pool.quantity, unknown: pool.unknown, cost: pool.known.cost })
  }
  return { days: days.filter(({ out }) => out.length > 0), pool, states }
}

const cover = (movements: ReadonlyArray<Movement>, asset: number, book: Book): ReturnType<typeof matchDays> => {
  let kept = movements
  for (;;) {
    const matched = matchDays(kept)
    const short = matched.days.find(({ unmatched }) => unmatched > 0n)
    if (short === undefined || book.policy.missingBasis !== "error") return matched
    // Without its last disposal the day, and what that took from other days, is matched anew.
    const last = short.out.at(-1)!
    book.findings.push({ entry: last.entry, code: "INSUFFICIENT_LOTS", asset, missing: ownUnits(short.unmatched, last) })
    kept = kept.filter((movement) => movement !== last)
  }
}

export const matchUk = (byAsset: ReadonlyMap<number, ReadonlyArray<Movement>>, book: Book): void => {
  for (const [asset, movements] of byAsset) {
    const { days, pool, states } = cover(movements, asset, book)
    for (const { last, quantity, unknown, cost } of states) {
      const units = { quantity: ownUnits(quantity, last), unknown: ownUnits(unknown, last) }
      const step = { entry: last.entry, asset, gain: null, denied: 0n, cost, costAfterSale: null, ...units }
      book.steps.push(step)
    }
    for (const { out, unmatched, slices } of days) {
      const last = out.at(-1)!
      const missing = ownUnits(unmatched, last)
      if (missing > 0n)
        slices.push({ rule: "missing", lot: null, match: null, quantity: missing, cost: book.policy.missingBasis === "zero" ? 0n : null })
      const unknown = slices.reduce((sum, { rule, cost, quantity }) => sum + (rule === "missing" || cost === null ? quantity : 0n), 0n)
      if (unknown > 0n) book.findings.push({ entry: last.entry, code: "MISSING_BASIS", asset, missing: unknown })
      if (out.every(({ gift }) => gift)) {
        for (const { cost } of slices) flowsOf(book, asset, last.entry.account).givenAway += cost ?? 0n
        continue
      }
      const unitsOf = (some: ReadonlyArray<Movement>): bigint =>
        ownUnits(
          some.reduce((sum, movement) => sum + movement.quantity, 0n),
          last
        )
      const quantity = unitsOf(out)
      const fetched = sumKnown(out.map(({ money }) => money))
      // What was given away on a day of sales counts as given for what it cost (TCGA 1992 s58): no gain and no loss.
      const given = unitsOf(out.filter(({ gift }) => gift))
      const cost = given === 0n ? null : sumKnown(slices.map((slice) => slice.cost))
      const proceeds = fetched === null || cost === null ? fetched : fetched + (cost * given) / quantity
      const further = out.slice(1).map(({ entry }) => entry)
      book.sales.push({ entry: out[0]!.entry, further, asset, quantity, proceeds, slices, ...(given === 0n ? {} : { given }), denied: 0n })
    }
    book.rests.push({ asset, account: null, lot: null, quantity: pool.known.quantity, cost: pool.known.cost })
    if (pool.unknown > 0n) book.rests.push({ asset, account: null, lot: null, quantity: pool.unknown, cost: null })
  }
}
