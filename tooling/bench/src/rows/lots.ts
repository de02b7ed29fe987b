import { keepBook, type Ledger, type LotMethod, readLedger, totals } from "@caudal/accounting"
import { lotEvents } from "../LotEvents.ts"
import { inTurns } from "../Measure.ts"
import type { Comparison, Row } from "../Row.ts"
import { tightAverage, type TightEvents, tightFifo, tightHifo } from "../TightLots.ts"

const tight: Readonly<Partial<Record<LotMethod, (events: TightEvents) => bigint>>> = {
  FIFO: tightFifo,
  HIFO: tightHifo,
  AVERAGE: tightAverage
}

/** The same figures with the fee already in them, as the tight loop knows no fees. */
const tightOf = (ledger: Ledger): TightEvents => ({
  incoming: ledger.entries.map(({ event }) => event.type === "buy"),
  quantities: ledger.entries.map(({ quantity }) => quantity),
  totals: ledger.entries.map(({ event, total, fee }) => (event.type === "buy" ? total! + fee! : total! - fee!))
})

const compared = (method: LotMethod, ledger: Ledger): Comparison => {
  const loop = tight[method]!
  const input = tightOf(ledger)
  const gain = totals(keepBook(ledger, { method })).realizedGain
  // Unlike the loop, the package never lets a rounded cost drift.
  const drift = Math.abs(Number(gain) - Number(loop(input)) / 10 ** ledger.moneyScale)
  if (drift > 1e-6) throw new Error(`lots: ${method} gains ${gain}, the tight loop differs by ${drift}`)
  const size = ledger.entries.length
  const each = (figures: ReadonlyArray<number> = []): ReadonlyArray<number> => figures.map((figure) => figure / size)
  const [ours, baseline] = inTurns([() => keepBook(ledger, { method }), () => loop(input)], { rounds: 15, sampleMs: 20, warmUp: 3 })
  return {
    name: `lots: ${method}, ${size.toLocaleString("en")} events, each`,
    unit: "ns",
    ours: each(ours),
    baseline: { name: "tight bigint loop", figures: each(baseline) },
    goal: { of: "ratio", limit: 5 }
  }
}

export const lots: Row = {
  name: "lots",
  meaning:
    "Every change of an old event folds the rest of the history again: slower is a longer wait after each correction. More than linear: the largest accounts cannot be computed at all.",
  run: ({ random, small }) => {
    const sizes = small ? [1_000, 10_000] : [10_000, 100_000]
    const ledgers = sizes.map((size) => readLedger(lotEvents(random, size)))
    return (["FIFO", "HIFO", "AVERAGE"] as const).flatMap((method) => ledgers.map((ledger) => compared(method, ledger)))
  }
}
