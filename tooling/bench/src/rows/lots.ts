import { keepBook, type Ledger, type LotMethod, readLedger, totals } from "@caudal/accounting"
import { heldBy } from "../Heap.ts"
import { lotEvents } from "../LotEvents.ts"
import { type Effort, inTurns } from "../Measure.ts"
import type { Comparison, Row } from "../Row.ts"
import { tightAverage, type TightEvents, tightFifo, tightHifo, tightLifo, tightLofo } from "../TightLots.ts"

const loops = { FIFO: tightFifo, LIFO: tightLifo, HIFO: tightHifo, LOFO: tightLofo, AVERAGE: tightAverage } as const satisfies Readonly<
  Partial<Record<LotMethod, (events: TightEvents) => bigint>>
>
type Method = keyof typeof loops

/** The same figures with the fee already in them, as the tight loop knows no fees. */
const tightOf = (ledger: Ledger): TightEvents => ({
  incoming: ledger.entries.map(({ event }) => event.type === "buy"),
  quantities: ledger.entries.map(({ quantity }) => quantity),
  totals: ledger.entries.map(({ event, total, fee }) => (event.type === "buy" ? total! + fee! : total! - fee!))
})

const effort = (size: number): Effort =>
  size < 1_000_000 ? { rounds: 15, sampleMs: 20, warmUp: 3 } : { rounds: 5, sampleMs: 1, warmUp: 1 }

const each = (figures: ReadonlyArray<number> = [], size: number): ReadonlyArray<number> => figures.map((figure) => figure / size)

const compared = (method: Method, ledger: Ledger): Comparison => {
  const loop = loops[method]
  const input = tightOf(ledger)
  const gain = totals(keepBook(ledger, { method })).realizedGain
  // Unlike the loop, the package never lets a rounded cost drift.
  const drift = Math.abs(Number(gain) - Number(loop(input)) / 10 ** ledger.moneyScale)
  if (drift > 1e-6 * ledger.entries.length) throw new Error(`lots: ${method} gains ${gain}, the tight loop differs by ${drift}`)
  const size = ledger.entries.length
  const [ours, baseline] = inTurns([() => keepBook(ledger, { method }), () => loop(input)], effort(size))
  return {
    name: `lots: ${method}, ${size.toLocaleString("en")} events, each`,
    unit: "ns",
    ours: each(ours, size),
    baseline: { name: "tight bigint loop", figures: each(baseline, size) },
    goal: { of: "ratio", limit: 5 }
  }
}

type Timed = Pick<Comparison, "name" | "ours">

/** What an exponent of 1.15 makes of so many times as many. */
const growthLimit = (times: number): number => Number((times ** 0.15).toFixed(2))

/** Time per event at the larger size against the smaller: 1 × is linear. */
const growth = (small: Timed, large: Timed, times: number): Comparison => ({
  name: `${large.name}: ${times} times as many`,
  unit: "ns",
  ours: large.ours,
  baseline: { name: "each of the fewer", figures: large.ours.map((_, i) => small.ours[i]!) },
  goal: { of: "ratio", limit: growthLimit(times) }
})

/** Nearly all that was ever bought is still there. */
const held = (method: Method, ledger: Ledger): Timed => {
  const size = ledger.entries.length
  const [ours] = inTurns([() => keepBook(ledger, { method })], effort(size))
  return {
    name: `lots: ${method}, ${size.toLocaleString("en")} events that leave most lots open, each`,
    ours: each(ours, size)
  }
}

const memory = (ledger: Ledger): Comparison => ({
  name: `lots: FIFO, ${ledger.entries.length.toLocaleString("en")} events, bytes that the book holds for each`,
  unit: "count",
  ours: [heldBy(() => keepBook(ledger, { method: "FIFO" })) / ledger.entries.length],
  goal: { of: "figure", limit: 200 }
})

export const lots: Row = {
  name: "lots",
  meaning:
    "Every change of an old event folds the rest of the history again: slower is a longer wait after each correction. More than linear: the largest accounts cannot be computed at all.",
  run: ({ random, small }) => {
    const sizes = small ? [1_000, 10_000] : [10_000, 100_000, 1_000_000]
    const ledgers = sizes.map((size) => readLedger(lotEvents(random, size)))
    const methods = Object.keys(loops) as ReadonlyArray<Method>
    const grown = (all: ReadonlyArray<Timed>): ReadonlyArray<Comparison> =>
      all.slice(1).map((one, i) => growth(all[i]!, one, sizes[i + 1]! / sizes[i]!))
    const lines = methods.flatMap((method) => {
      const all = ledgers.map((ledger) => compared(method, ledger))
      return [...all, ...grown(all)]
    })
    const open = sizes.map((size) => readLedger(lotEvents(random, size, 90)))
    const openLines = methods.flatMap((method) => grown(open.map((ledger) => held(method, ledger))))
    return [...lines, ...openLines, memory(ledgers.at(-1)!)]
  }
}
