/** What an asset was worth, day by day, in pages. */
import {
  type HistoricPrice as PriceShape,
  type OwnerId,
  PriceBook,
  type PriceGap as GapShape,
  type RateKind as Kind,
  UnknownTimeZone
} from "@caudal/engine"
import { Effect } from "effect"
import { builder } from "../builder.ts"
import { badInput } from "../errors.ts"
import { type PageArguments, queryOf, relayPage } from "../relayPage.ts"
import { HistoricPrice, PriceGap } from "./HistoricPrice.ts"

const dayMs = 86_400_000

interface DayPriceShape {
  readonly day: string
  readonly price: PriceShape | null
}

const DayPrice = builder.objectRef<DayPriceShape>("DayPrice").implement({
  description: "What one unit was worth at the end of a day.",
  fields: (t) => ({
    day: t.exposeString("day", { description: "The civil day, `2024-02-29`, in the time zone asked for." }),
    price: t.field({
      type: HistoricPrice,
      nullable: true,
      description: "Null when it is not known: see `gaps`.",
      resolve: ({ price }) => price
    })
  })
})

const DayPriceEdge = builder.edgeObject({ type: DayPrice, name: "DayPriceEdge", description: "A day and its place in the list." })

type Shape = ReturnType<typeof relayPage<DayPriceShape>> & { readonly gaps: ReadonlyArray<GapShape>; readonly hash: string }

export const PriceHistory = builder.connectionObject<typeof DayPrice, Shape>(
  {
    type: DayPrice,
    name: "PriceHistoryConnection",
    description: "A page of days, oldest first.",
    fields: (t) => ({
      gaps: t.field({ type: [PriceGap], description: "What is not known of this page's days, and why.", resolve: ({ gaps }) => [...gaps] }),
      hash: t.string({
        description: "SHA-256 in hex over this page's prices: the same hash, the same prices from the same sources.",
        resolve: ({ hash }) => hash
      })
    })
  },
  DayPriceEdge
)

export interface HistoryQuestion extends PageArguments {
  readonly asset: string
  readonly currency: string
  readonly from: string
  readonly to: string
  readonly timeZone: string
  readonly moneyRate: Kind
  readonly mostCarriedDays: number
}

const dayOf = (name: string, text: string): number => {
  const ms = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== text) throw badInput(`\`${name}\` is a day such as 2024-02-29.`)
  return ms / dayMs
}
const textOf = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10)

/** Days of the page, and whether there are others before and after it. */
const daysOf = ({ from, to, ...page }: HistoryQuestion) => {
  const { limit, fromEnd, after, before } = queryOf(page)
  const [first, last] = [dayOf("from", from), dayOf("to", to)]
  if (first > last) throw badInput("`from` must not be after `to`.")
  const low = Math.max(first, after === undefined ? first : dayOf("after", after) + 1)
  const high = Math.min(last, before === undefined ? last : dayOf("before", before) - 1)
  const begin = fromEnd === true ? Math.max(low, high - limit + 1) : low
  const end = fromEnd === true ? high : Math.min(high, low + limit - 1)
  return {
    begin,
    end,
    days: Array.from({ length: Math.max(0, end - begin + 1) }, (_, i) => textOf(begin + i)),
    hasNext: end < last,
    hasPrevious: begin > first
  }
}

export const priceHistoryOf = (owner: OwnerId, question: HistoryQuestion) => {
  const { asset, currency, timeZone, moneyRate, mostCarriedDays } = question
  if (mostCarriedDays < 0 || mostCarriedDays > 366) throw badInput("`mostCarriedDays` takes 0 to 366.")
  const { begin, end, days, hasNext, hasPrevious } = daysOf(question)
  // Days of other zones begin and end up to a day earlier or later.
  const range = { from: (begin - 1) * dayMs, to: (end + 3) * dayMs }
  return Effect.gen(function* () {
    const lookup = yield* PriceBook.use((book) => book.load(owner, { currency, assets: [asset], ...range, moneyRate, mostCarriedDays }))
    const items = yield* Effect.try({
      try: () => days.map((day) => ({ cursor: day, item: { day, price: lookup.daily(asset, day, timeZone) } })),
      catch: () => new UnknownTimeZone()
    })
    return { ...relayPage({ items, hasNext, hasPrevious }), gaps: lookup.gaps, hash: lookup.hash }
  })
}
