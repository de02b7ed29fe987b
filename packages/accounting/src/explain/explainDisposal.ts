import type { Book, Sale } from "../lots/Book.ts"
import { costOf, proceedsOf, reader } from "../lots/Report.ts"
import { decimal } from "../number/Decimal.ts"
import { costSteps, costTotal } from "./explainCost.ts"
import { explained, type Explanation, type Expression, input, ofEvent, ref, type Step } from "./Expression.ts"

export interface ExplainedAllocation {
  readonly proceeds: Explanation
  readonly costBasis: Explanation
  readonly gain: Explanation
}

export interface ExplainedDisposal {
  readonly proceeds: Explanation
  readonly costBasis: Explanation
  readonly denied: Explanation
  readonly gain: Explanation
  readonly allocations: ReadonlyArray<ExplainedAllocation>
}

const proceedsStep = (book: Book, sale: Sale): Step | null => {
  const { entry, further, proceeds, given = 0n } = sale
  if (proceeds === null) return null
  const { disposalFee, transferFee } = book.policy
  const parts = [entry, ...further].flatMap(({ event, total, fee, feeUnits }): ReadonlyArray<readonly [Expression, 1 | -1]> => {
    const money = (field: string, units: bigint): Expression => ofEvent(event.id, field, decimal(units, book.ledger.moneyScale))
    if (event.type === "gift_out" && given > 0n) return []
    if (event.type === "transfer") return transferFee === "noProceeds" ? [] : [[money("feeValue", fee!), 1]]
    const field = event.type === "conversion" ? (event.proceeds === undefined ? "value" : "proceeds") : "total"
    const deducted = disposalFee !== "expense" && !(disposalFee === "unitsNoProceeds" && feeUnits > 0n)
    return deducted && fee !== null && fee !== 0n
      ? [
          [money(field, total!), 1],
          [money("fee", fee), -1]
        ]
      : [[money(field, total!), 1]]
  })
  const quantity = (name: string, units: bigint): Expression =>
    input(name, decimal(units, book.ledger.scales[sale.asset]!), { kind: "state", of: `disposal ${entry.event.id}` })
  const deemed: ReadonlyArray<Expression> =
    given === 0n || costOf(sale) === null
      ? []
      : [
          {
            op: "share",
            of: [ref("cost basis"), quantity("units given away", given), quantity("units", sale.quantity)],
            decimals: book.ledger.moneyScale
          }
        ]
  const plus: Expression = { op: "add", of: [...parts.filter(([, sign]) => sign === 1).map(([each]) => each), ...deemed] }
  const minus: Expression = { op: "add", of: parts.filter(([, sign]) => sign === -1).map(([each]) => each) }
  return { name: "proceeds", formula: "what the events fetched − fees that lessen it", expression: { op: "subtract", of: [plus, minus] } }
}

const deniedSteps = (book: Book, sale: Sale): ReadonlyArray<Step> => {
  const { deniedBy, asset } = sale
  const name = "denied"
  if (deniedBy === undefined) return [{ name, formula: "no loss is denied", expression: { op: "add", of: [] } }]
  const units = (what: string, quantity: bigint): Expression =>
    input(what, decimal(quantity, book.ledger.scales[asset]!), { kind: "state", of: `pool ${book.ledger.assets[asset]!}` })
  const sold = units("units sold", deniedBy.sold)
  return [
    { name: "loss", formula: "cost basis − proceeds", expression: { op: "subtract", of: [ref("cost basis"), ref("proceeds")] } },
    {
      name,
      formula: "loss × least(sold, bought in the window, held at its end) ÷ sold",
      expression: {
        op: "share",
        of: [
          ref("loss"),
          { op: "least", of: [sold, units("units bought in the window", deniedBy.bought), units("units held at its end", deniedBy.held)] },
          sold
        ],
        decimals: book.ledger.moneyScale
      }
    }
  ]
}

/** Share of the proceeds of the `i`-th slice. */
const shareSteps = (book: Book, sale: Sale, i: number): ReadonlyArray<Step> => {
  const quantity = (units: bigint): string => decimal(units, book.ledger.scales[sale.asset]!)
  const { slices } = sale
  const until = (count: number): Expression => {
    if (count === slices.length) return ref("proceeds")
    const units = slices.slice(0, count).reduce((sum, slice) => sum + slice.quantity, 0n)
    const of = `disposal ${sale.entry.event.id}`
    return {
      op: "share",
      of: [
        ref("proceeds"),
        input("units until here", quantity(units), { kind: "state", of }),
        input("units", quantity(sale.quantity), { kind: "state", of })
      ],
      decimals: book.ledger.moneyScale
    }
  }
  const before: Expression = i === 0 ? { op: "add", of: [] } : until(i)
  return [
    {
      name: "share of the proceeds",
      formula: "proceeds × units until here ÷ units − what earlier slices got",
      expression: { op: "subtract", of: [until(i + 1), before] }
    }
  ]
}

/**
 * Every figure of a disposal, by the id of its event (of a day's disposals that count as one, the first) and, where one
 * event disposed of two assets, the asset. Throws a `RangeError` where the book has no such disposal. Folds the asset's
 * history once.
 */
export const explainDisposal = (book: Book, event: string, asset?: string): ExplainedDisposal => {
  const sale = book.sales.find((each) => each.entry.event.id === event && (asset === undefined || book.ledger.assets[each.asset] === asset))
  if (sale === undefined) throw new RangeError(`no disposal ${JSON.stringify(event)}`)
  const shown = reader(book).disposal(sale)
  const path = (figure: string): string => `disposals/${event}/${figure}`
  const proceeds = proceedsStep(book, sale)
  const costs = costSteps(book, sale)
  const known = costs.filter((step) => step !== null)
  const cost: Step = { name: "cost basis", formula: "sum of the slices", expression: costTotal(costs.length) }
  const { slices } = sale
  const lots = slices.flatMap(({ lot }) => (lot === null ? [] : [lot.origin.event.id]))
  const events = [sale.entry, ...sale.further, ...slices.flatMap(({ match }) => (match === null ? [] : [match]))].map(
    (entry) => entry.event.id
  )
  const noValue = "nobody knows what it fetched"
  const noCost = "the cost of some of its units is unknown"
  const why = proceeds === null ? noValue : noCost
  const fetched = proceeds === null ? [] : [proceeds]
  // Proceeds hang on cost only where something was given away.
  const first = (sale.given ?? 0n) > 0n && shown.costBasis !== null ? [...known, cost] : []
  const denied = shown.gain === null ? [] : deniedSteps(book, sale)
  const gain: Step = {
    name: "gain",
    formula: "proceeds − cost basis + denied loss",
    expression: { op: "add", of: [{ op: "subtract", of: [ref("proceeds"), ref("cost basis")] }, ref("denied")] }
  }
  const of = proceedsOf(sale)
  return {
    proceeds: explained(path("proceeds"), shown.proceeds, noValue, [...first, ...fetched], [], events),
    costBasis: explained(path("costBasis"), shown.costBasis, noCost, [...known, cost], lots, events),
    denied: explained(
      path("denied"),
      shown.gain === null ? null : shown.denied,
      why,
      [...known, cost, ...fetched, ...denied],
      lots,
      events
    ),
    gain: explained(path("gain"), shown.gain, why, [...known, cost, ...fetched, ...denied, gain], lots, events),
    allocations: shown.allocations.map((allocation, i): ExplainedAllocation => {
      const at = (figure: string): string => path(`allocations/${i}/${figure}`)
      const step = costs[i] ?? null
      const its = step === null ? [] : [step]
      const lot = slices[i]!.lot
      const ids = lot === null ? [] : [lot.origin.event.id]
      const shared = proceeds === null ? [] : [...first, ...fetched, ...shareSteps(book, sale, i)]
      const own: Step = {
        name: "gain",
        formula: "share of the proceeds − cost",
        expression: { op: "subtract", of: [ref("share of the proceeds"), ref(`cost ${i}`)] }
      }
      return {
        proceeds: explained(at("proceeds"), of[i] === null ? null : allocation.proceeds, noValue, shared, ids, events),
        costBasis: explained(at("costBasis"), allocation.costBasis, noCost, its, ids, events),
        gain: explained(at("gain"), allocation.gain, why, [...its, ...shared, own], ids, events)
      }
    })
  }
}
