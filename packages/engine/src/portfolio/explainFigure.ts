/** Any figure of lots taken apart: from a total to disposals, to lots, to events, to what the exchange's rows moved. Pure. */
import {
  type Book,
  explainDisposal,
  explainRest,
  explainSum,
  type Explanation,
  type Expression,
  input,
  type Page,
  reader,
  type SumPart
} from "@caudal/accounting"
import type { Transaction } from "../ledger/Ledger.ts"
import type { Explained } from "./Explained.ts"
import { explainEvent } from "./explainEvent.ts"
import type { KeptBook, Projected } from "./LotBooks.ts"
import type { LotRules } from "./LotRules.ts"
import { transactionOf } from "./postingsOf.ts"

interface Asked {
  readonly projected: Projected
  readonly kept: KeptBook
  readonly rules: LotRules
}

type Made = Explanation & { readonly page?: Page; readonly count?: number }

const known = <A>(values: ReadonlyArray<A | null>): ReadonlyArray<A> | null => (values.includes(null) ? null : (values as ReadonlyArray<A>))

const figureInput = (figure: string, value: string): Expression => input(figure, value, { kind: "figure", figure })

const unknown = (figure: string, reason: string): Made => ({ figure, value: null, reason, steps: [], lots: [], events: [] })

type Money = "proceeds" | "costBasis" | "gain" | "denied"

const ofDisposal = ({ kept }: Asked, figure: string, event: string, field: Money, page: Page): Made | null => {
  const report = kept.report.disposals.find((each) => each.event === event)
  if (report === undefined) return null
  const path = (of: string): string => `disposals/${event}/${of}`
  if (field === "proceeds") return explainDisposal(kept.book, event).proceeds
  if (field === "denied") return explainDisposal(kept.book, event).denied
  if (field === "costBasis") {
    const costs = known(report.allocations.map(({ costBasis }) => costBasis))
    if (costs === null) return unknown(figure, "the cost of some of its units is unknown")
    const parts = costs.map((value, i): SumPart => ({ value, event, of: figureInput(path(`allocations/${i}/costBasis`), value) }))
    const lots = report.allocations
      .slice(page.offset, page.offset + page.limit)
      .flatMap(({ lot }) => (lot === null || lot === "missing" ? [] : [lot]))
    return { ...explainSum(figure, "sum of what its units cost, lot by lot", parts, page), lots }
  }
  const { proceeds, costBasis, denied, gain } = report
  if (gain === null) return unknown(figure, proceeds === null ? "nobody knows what it fetched" : "the cost of some of its units is unknown")
  return {
    figure,
    value: gain,
    reason: null,
    steps: [
      {
        name: "gain",
        formula: "proceeds − cost basis + denied loss",
        expression: {
          op: "add",
          of: [
            { op: "subtract", of: [figureInput(path("proceeds"), proceeds!), figureInput(path("costBasis"), costBasis!)] },
            figureInput(path("denied"), denied)
          ]
        }
      }
    ],
    lots: [],
    events: report.events
  }
}

const ofAllocation = ({ kept }: Asked, event: string, place: number, field: "proceeds" | "costBasis" | "gain"): Made | null => {
  if (!kept.report.disposals.some((each) => each.event === event)) return null
  return explainDisposal(kept.book, event).allocations[place]?.[field] ?? null
}

/** A year's sum: of disposals, or of the parts of them that were held for a term. What is unknown is in no sum. */
const ofYear = ({ kept, rules }: Asked, figure: string, year: number, term: "short" | "long" | null, field: Money, page: Page): Made => {
  const { from, until } = rules.yearOf(year)
  const disposals = kept.report.disposals.filter(({ date, gain }) => from <= date && date <= until && gain !== null)
  const parts = disposals.flatMap((disposal): ReadonlyArray<SumPart> => {
    const { event } = disposal
    if (term === null) return [{ value: disposal[field]!, event, of: figureInput(`disposals/${event}/${field}`, disposal[field]!) }]
    return disposal.allocations.flatMap((allocation, i): ReadonlyArray<SumPart> => {
      if (allocation.term !== term || field === "denied") return []
      const value = allocation[field]!
      return [{ value, event, of: figureInput(`disposals/${event}/allocations/${i}/${field}`, value) }]
    })
  })
  return explainSum(figure, `sum of the disposals from ${from} to ${until} whose gain is known`, parts, page)
}

const placesOf = ({ rests }: Book, lot: string): ReadonlyArray<number> =>
  rests.flatMap((rest, place) => (rest.lot?.origin.event.id === lot && rest.quantity > 0n ? [place] : []))

/** An open lot; one that lies in several accounts is the sum of its parts. */
const ofLot = (
  { kept: { book } }: Asked,
  figure: string,
  lot: string,
  field: "costBasis" | "quantity",
  place: number | null,
  page: Page
) => {
  const places = placesOf(book, lot)
  if (places.length === 0) return null
  const read = reader(book)
  if (field === "quantity") {
    const parts = places.map((each): SumPart => {
      const { quantity } = read.rest(book.rests[each]!)
      return { value: quantity, event: lot, of: input(`units of ${lot}`, quantity, { kind: "state", of: `lot ${lot}` }) }
    })
    return { ...explainSum(figure, "units of the lot that are left", parts, page), lots: [lot] }
  }
  if (place !== null || places.length === 1) {
    const found = places[place ?? 0]
    return found === undefined ? null : explainRest(book, found, figure)
  }
  const costs = known(places.map((each) => read.rest(book.rests[each]!).costBasis))
  if (costs === null) return unknown(figure, "the cost of its units is unknown")
  const parts = costs.map((value, i): SumPart => ({ value, event: lot, of: figureInput(`lots/${lot}/places/${i}/costBasis`, value) }))
  return { ...explainSum(figure, "sum over the accounts that it lies in", parts, page), lots: [lot] }
}

/** What the books hold of an asset: every posting of it. */
const ofHolding = ({ projected: { transactions, resolve } }: Asked, figure: string, asset: string, page: Page) => {
  const rows: Array<Transaction> = []
  const parts: Array<SumPart> = []
  for (const row of transactions)
    if (row.status === "settled")
      for (const [posting, { asset: code, amount }] of row.postings.entries())
        if (resolve({ exchange: row.exchange, code, at: row.at }).id === asset) {
          const transaction = transactionOf(row)
          rows.push(row)
          parts.push({ value: amount, event: transaction, of: input("posting", amount, { kind: "posting", transaction, posting }) })
        }
  // Postings are no events of lots: the transactions stand beside the inputs.
  return parts.length === 0 ? null : { ...explainSum(figure, "sum of all postings", parts, page), events: [] }
}

const made = (asked: Asked, figure: string, page: Page): Made | null => {
  const match = (pattern: RegExp) => pattern.exec(figure)?.slice(1) as ReadonlyArray<string> | undefined
  const allocation = match(/^disposals\/(.+)\/allocations\/(\d{1,6})\/(proceeds|costBasis|gain)$/)
  if (allocation !== undefined) return ofAllocation(asked, allocation[0]!, Number(allocation[1]), allocation[2] as "gain")
  const disposal = match(/^disposals\/(.+)\/(proceeds|costBasis|denied|gain)$/)
  if (disposal !== undefined) return ofDisposal(asked, figure, disposal[0]!, disposal[1] as Money, page)
  const year = match(/^gains\/(\d{4})\/(?:(short|long)\/)?(proceeds|costBasis|gain)$/)
  if (year !== undefined) return ofYear(asked, figure, Number(year[0]), (year[1] as "short" | undefined) ?? null, year[2] as Money, page)
  const place = match(/^lots\/(.+)\/places\/(\d{1,6})\/costBasis$/)
  if (place !== undefined) return ofLot(asked, figure, place[0]!, "costBasis", Number(place[1]), page)
  const lot = match(/^lots\/(.+)\/(costBasis|quantity)$/)
  if (lot !== undefined) return ofLot(asked, figure, lot[0]!, lot[1] as "quantity", null, page)
  const holding = match(/^holdings\/(.+)$/)
  if (holding !== undefined) return ofHolding(asked, figure, holding[0]!, page)
  const event = match(/^events\/(.+)\/([A-Za-z]+)$/)
  return event === undefined ? null : explainEvent(asked.projected, figure, event[0]!, event[1]!)
}

/** `null`: there is no such figure. */
export const explainFigure = (asked: Asked, figure: string, page: Page): Explained | null => {
  const found = made(asked, figure, page)
  if (found === null) return null
  const { projected } = asked
  const { projection, eventOf } = projected
  const events = found.events.filter((id) => eventOf.has(id))
  const ids = new Set(events)
  return {
    figure,
    value: found.value,
    reason: found.reason,
    steps: found.steps,
    lots: found.lots,
    events: events.map((id) => {
      const { type, time } = eventOf.get(id)!
      return { id, type, at: Date.parse(time), transactions: projection.sources.get(id) ?? [] }
    }),
    prices: pricesOf(projected, ids),
    parts: found.page === undefined ? null : { ...found.page, count: found.count! }
  }
}

/** Each price once, though several figures of an event may have used it. */
const pricesOf = ({ projection }: Projected, ids: ReadonlySet<string>): Explained["prices"] => {
  const used = projection.prices.filter(({ event }) => ids.has(event))
  const byName = new Map(used.map((price) => [JSON.stringify([price.event, price.asset, price.at, price.source]), price]))
  return [...byName.values()].map((price) => ({ ...price, date: null, asset: projection.assets.get(price.asset)! }))
}
