/**
 * May 2021 of the persona `saver`, worked out without any of Caudal's code: from the rows as Bitso prints them and the closes in
 * this folder, with plain fractions.
 */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { personas } from "@caudal/exchange-bitso/simulator"

/** n ÷ d, d > 0. */
export interface Fraction {
  readonly n: bigint
  readonly d: bigint
}

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b))
export const of = (n: bigint, d = 1n): Fraction => {
  const by = gcd(n, d) * (d < 0n ? -1n : 1n)
  return by === 0n ? { n: 0n, d: 1n } : { n: n / by, d: d / by }
}
export const read = (text: string): Fraction => {
  const [whole = "", decimals = ""] = text.split(".")
  return of(BigInt(whole + decimals), 10n ** BigInt(decimals.length))
}
export const plus = (a: Fraction, b: Fraction): Fraction => of(a.n * b.d + b.n * a.d, a.d * b.d)
export const less = (a: Fraction, b: Fraction): Fraction => plus(a, { n: -b.n, d: b.d })
export const times = (a: Fraction, b: Fraction): Fraction => of(a.n * b.n, a.d * b.d)
export const over = (a: Fraction, b: Fraction): Fraction => times(a, of(b.d, b.n))
export const zero = of(0n)
export const one = of(1n)

/** Every digit, where they end. */
export const written = ({ n, d }: Fraction): string => {
  let decimals = 0
  for (let power = 1n; power % d !== 0n; power *= 10n) {
    decimals++
    if (decimals > 200) throw new Error("its digits do not end")
  }
  const units = (n * 10n ** BigInt(decimals)) / d
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, "0")
  const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
  return units < 0n ? `-${text}` : text
}

/** Half up after so many decimals. */
export const rounded = ({ n, d }: Fraction, decimals: number): string => {
  const scaled = 2n * (n < 0n ? -n : n) * 10n ** BigInt(decimals) + d
  const digits = (scaled / (2n * d)).toString().padStart(decimals + 1, "0")
  const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
  return n < 0n && /[1-9]/.test(text) ? `-${text}` : text
}

/** Sixteen digits and their exponent: the nearest double. */
export const asNumber = (fraction: Fraction): number => Number(rounded(fraction, 40))

const table = (file: string): ReadonlyArray<ReadonlyArray<string>> =>
  readFileSync(join(import.meta.dirname, file), "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","))

const closes = new Map(table("closes.csv").map(([day, coin, , close]) => [`${coin!.toLowerCase()} ${day!}`, close!]))
const rates = table("rates.csv")

/** Dollars for one peso: the rates of the last day on which the bank published any; 18 significant digits, as prices have. */
const pesoOn = (day: string): Fraction => {
  const [, usd = "", mxn = ""] = rates.findLast(([date]) => date! <= day)!
  // 0.0…: the first digit that counts is the second decimal.
  return read(rounded(over(read(usd), read(mxn)), 19))
}

export const priceOn = (asset: string, day: string): Fraction => (asset === "mxn" ? pesoOn(day) : read(closes.get(`${asset} ${day}`)!))

interface Row {
  readonly day: string
  readonly operation: string
  readonly moves: ReadonlyArray<{ readonly currency: string; readonly amount: string }>
}

export const rows: ReadonlyArray<Row> = personas.saver().ledger.map((row) => ({
  day: String(row["created_at"]).slice(0, 10),
  operation: String(row["operation"]),
  moves: row["balance_updates"] as unknown as Row["moves"]
}))

export const assets = ["btc", "eth", "ltc", "mxn", "xrp"] as const

export const unitsOn = (asset: string, day: string): Fraction =>
  rows
    .filter((row) => row.day <= day)
    .flatMap(({ moves }) => moves)
    .filter(({ currency }) => currency === asset)
    .reduce((sum, { amount }) => plus(sum, read(amount)), zero)

export const valueOn = (day: string): Fraction =>
  assets.reduce((sum, asset) => plus(sum, times(unitsOn(asset, day), priceOn(asset, day))), zero)

export interface Flow {
  readonly day: string
  readonly asset: string
  readonly units: Fraction
  readonly value: Fraction
}

export const flows: ReadonlyArray<Flow> = rows
  .filter(({ day, operation }) => day >= "2021-05-01" && day <= "2021-05-31" && (operation === "funding" || operation === "withdrawal"))
  .flatMap(({ day, moves }) =>
    moves.map(({ currency, amount }) => ({ day, asset: currency, units: read(amount), value: times(read(amount), priceOn(currency, day)) }))
  )
  .sort((a, b) => (a.day < b.day ? -1 : 1))

export const days = Array.from({ length: 31 }, (_, i) => `2021-05-${String(i + 1).padStart(2, "0")}`)
export const start = "2021-04-30"
export const end = "2021-05-31"

export const flowOn = (day: string): Fraction => flows.filter((flow) => flow.day === day).reduce((sum, { value }) => plus(sum, value), zero)
export const netFlow = flows.reduce((sum, { value }) => plus(sum, value), zero)
export const gain = less(less(valueOn(end), valueOn(start)), netFlow)

/** Money in works from the morning, money out until the evening. */
export const factorOn = (day: string, before: string): Fraction => {
  const flow = flowOn(day)
  return flow.n > 0n ? over(valueOn(day), plus(valueOn(before), flow)) : over(less(valueOn(day), flow), valueOn(before))
}

export const timeWeighted = less(
  days.reduce((index, day, i) => times(index, factorOn(day, i === 0 ? start : days[i - 1]!)), one),
  one
)

/** A flow works from the end of its day: of the 31 days, those that are left. */
export const averageCapital = flows.reduce(
  (sum, { day, value }) => plus(sum, times(value, of(31n - BigInt(day.slice(8)), 31n))),
  valueOn(start)
)
export const modifiedDietz = over(gain, averageCapital)
