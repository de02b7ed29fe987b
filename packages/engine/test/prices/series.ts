/** Series and lookups of plain values. */
import { createHash } from "node:crypto"
import { Decimal } from "@caudal/exchange"
import { relations } from "../../src/assets/AssetRelation.ts"
import { type LookupInput, makeLookup } from "../../src/prices/makeLookup.ts"
import { dayMs, type PriceSeries } from "../../src/prices/PriceSeries.ts"

export const day = (text: string): number => Date.parse(`${text}T00:00:00Z`)
export const hour = dayMs / 24

type Shape = Partial<Omit<PriceSeries, "close" | "at">> & Pick<PriceSeries, "base" | "quote">

/** Prices by the instant at which they begin. */
export const series = (shape: Shape, prices: Readonly<Record<number, string>>): PriceSeries => {
  const at = Object.keys(prices)
    .map(Number)
    .sort((a, b) => a - b)
  const origin = shape.origin ?? "exchange"
  return {
    id: [origin, shape.exchange ?? "toy", shape.base, shape.quote, shape.kind ?? "market"].join("/"),
    origin,
    exchange: origin === "exchange" ? "toy" : null,
    source: `${origin} ${shape.base}_${shape.quote}`,
    kind: "market",
    spanMs: dayMs,
    statesEnd: origin === "exchange",
    volume: at.map(() => 1),
    ...shape,
    at,
    close: at.map((instant) => Decimal.make(prices[instant]!))
  }
}

export const money = new Set(["usd", "eur", "mxn", "ars", "brl", "gbp"])

export const lookup = (currency: string, all: ReadonlyArray<PriceSeries>, over: Partial<LookupInput> = {}) =>
  makeLookup({
    currency,
    series: all,
    inside: [],
    relations,
    money,
    mostCarriedDays: 7,
    moneyRate: "official",
    sha256: (text) => createHash("sha256").update(text).digest("hex"),
    ...over
  })
