/** Made-up ledgers for tests: rows, prices of days, and everything at random from a seed of fast-check's. */
import { dayIn, dayText, parseDay } from "@caudal/accounting"
import { Decimal, type EventKind } from "@caudal/exchange"
import fc from "fast-check"
import { seedRules } from "../../src/assets/AssetRules.ts"
import { resolver } from "../../src/assets/resolve.ts"
import { ConnectionId, OpeningId, type Transaction } from "../../src/index.ts"
import type { AccountOpening } from "../../src/portfolio/LotProjection.ts"
import type { CloseOf } from "../../src/returns/ClosePrices.ts"
import type { PriceAtOf } from "../../src/returns/largeFlows.ts"
import { projectFlows } from "../../src/returns/projectFlows.ts"
import { Valuer } from "../../src/returns/Valuer.ts"
import { madeUpRow } from "../madeUpRow.ts"

export const resolve = resolver(seedRules)
export const dayOf = dayIn("UTC")
export const first = parseDay("2021-01-01")
export const msPerDay = 86_400_000
/** Instant at an hour of the so-manieth day. */
export const at = (day: number, hour = 12): number => (first + day) * msPerDay + hour * 3_600_000

export const row = (id: string, day: number, kind: EventKind, moves: ReadonlyArray<string>, over: Partial<Transaction> = {}) =>
  madeUpRow(id, at(day), kind, moves, over)

export const sentAs = (txid: string) => ({ network: "bitcoin", txid, address: null, tag: null, rail: null, reference: null })

/** By asset id, the closes of the days from `first` − 1 on. */
export type Closes = Readonly<Record<string, ReadonlyArray<string | null>>>

export const closesIn =
  (closes: Closes): CloseOf =>
  (asset, day) => {
    if (asset === "mxn") return { amount: Decimal.make("1"), source: "itself", at: day * msPerDay, carriedDays: 0 }
    const amount = closes[asset]?.[day - first + 1] ?? null
    return amount === null ? null : { amount: Decimal.make(amount), source: "made up", at: (day + 1) * msPerDay - 1, carriedDays: 0 }
  }

/** Prices inside days: at each hour one of the closes, another for each; none where that one is unknown. */
export const insideDays =
  (closes: Closes): PriceAtOf =>
  (asset, at) => {
    if (asset === "mxn") return { amount: Decimal.make("1"), source: "itself", at }
    const all = closes[asset] ?? []
    const amount = all[Math.floor(at / 3_600_000) % Math.max(all.length, 1)] ?? null
    return amount === null ? null : { amount: Decimal.make(amount), source: "by the hour", at }
  }

export const nothingInside: PriceAtOf = () => null

export const flowsOf = (rows: ReadonlyArray<Transaction>, openings: ReadonlyArray<AccountOpening> = []) =>
  projectFlows(rows, resolve, "UTC", dayOf, openings)

export const valuerOf = (
  rows: ReadonlyArray<Transaction>,
  closes: Closes,
  start: number,
  end: number,
  openings: ReadonlyArray<AccountOpening> = [],
  priceAt: PriceAtOf = nothingInside
): Valuer =>
  new Valuer({
    projection: flowsOf(rows, openings),
    currency: "mxn",
    closeOf: closesIn(closes),
    priceAt,
    start: first + start,
    end: first + end
  })

export const dates = (from: number, to: number): ReadonlyArray<string> =>
  Array.from({ length: to - from + 1 }, (_, i) => dayText(first + from + i))

export const dayCount = 40

const assets = [
  ["btc", "bitcoin"],
  ["eth", "ethereum"],
  ["ltc", "litecoin"]
] as const

const price = fc.integer({ min: 1, max: 9_999_999 }).map((cents) => Decimal.fromScaled(BigInt(cents), 2))
export const closes: fc.Arbitrary<Closes> = fc.record(
  Object.fromEntries(assets.map(([, id]) => [id, fc.array(price, { minLength: dayCount + 1, maxLength: dayCount + 1 })]))
)

/** What owners say that they had, at what cost or at none that they know; of an account whose rows are not read. */
export const openings: fc.Arbitrary<ReadonlyArray<AccountOpening>> = fc
  .array(
    fc
      .record({
        day: fc.integer({ min: 0, max: dayCount - 1 }),
        exchange: fc.constantFrom("bitso", "kraken"),
        asset: fc.constantFrom("btc", "eth", "mxn"),
        size: fc.integer({ min: 1, max: 100_000 }),
        cost: fc.option(fc.integer({ min: 0, max: 100_000 }))
      })
      .map(({ day, exchange, asset, size, cost }): AccountOpening => {
        const quantity = Decimal.fromScaled(BigInt(size), 4)
        const opening = {
          id: OpeningId(day),
          connectionId: ConnectionId(99),
          wallet: `w${day}`,
          asset,
          quantity,
          at: at(day, 1),
          cost: cost === null ? null : { amount: Decimal.make(String(cost)), currency: "mxn" },
          acquiredAt: null,
          note: null,
          version: 1,
          assertedAt: 0,
          withdrawn: false
        }
        return { exchange, accountKey: "a", amount: quantity, opening }
      }),
    { maxLength: 4 }
  )
  .map((all) => [...new Map(all.map((one) => [`${one.exchange} ${one.opening.wallet} ${one.opening.asset}`, one])).values()])

const step = fc.record({
  day: fc.integer({ min: 0, max: dayCount - 1 }),
  account: fc.constantFrom("bitso", "kraken"),
  what: fc.constantFrom("deposit", "withdraw", "cash", "buy", "sell", "swap", "reward", "fee", "transfer", "slow transfer"),
  asset: fc.integer({ min: 0, max: 2 }),
  size: fc.integer({ min: 1, max: 100_000 }),
  ratio: fc.integer({ min: 1, max: 5_000 }),
  feeIn: fc.constantFrom("none", "given", "got", "third")
})

/** Two accounts, never overdrawn; every kind of act, fees in every place. */
const made = (steps: ReadonlyArray<typeof step extends fc.Arbitrary<infer A> ? A : never>): ReadonlyArray<Transaction> => {
  const held = new Map<string, bigint>()
  const get = (account: string, code: string) => held.get(`${account} ${code}`) ?? 0n
  const put = (account: string, code: string, by: bigint) => held.set(`${account} ${code}`, get(account, code) + by)
  const rows: Array<Transaction> = []
  const text = (units: bigint) => Decimal.fromScaled(units, 4)
  const order = steps.map((one, i) => ({ ...one, i })).sort((a, b) => a.day - b.day || a.i - b.i)
  for (const { day, account, what, asset, size, ratio, feeIn, i } of order) {
    const [code] = assets[asset]!
    const [other] = assets[(asset + 1) % 3]!
    const [third] = assets[(asset + 2) % 3]!
    const place = { exchange: account, accountKey: "a", at: at(day) + i }
    const units = BigInt(size)
    const add = (
      kind: EventKind,
      moves: ReadonlyArray<readonly [string, bigint, ("fee" | "principal")?]>,
      over: Partial<Transaction> = {}
    ) => {
      for (const [each, by] of moves) put(account, each, by)
      const postings = moves.map(([each, by, role = "principal"]) => `${role === "fee" ? "fee " : ""}${each} ${text(by)}`)
      rows.push(row(`${i}${over.externalId ?? ""}`, day, kind, postings, { ...place, ...over, externalId: `${i}${over.externalId ?? ""}` }))
    }
    const exchange = (given: string, got: string) => {
      const paid = units < get(account, given) ? units : get(account, given)
      if (paid < 100n) return
      const received = (paid * BigInt(ratio)) / 100n + 2n
      const fees: ReadonlyArray<readonly [string, bigint, "fee"]> =
        feeIn === "got"
          ? [[got, -(received / 100n) - 1n, "fee"]]
          : feeIn === "given" && get(account, given) > paid
            ? [[given, -1n, "fee"]]
            : feeIn === "third" && get(account, third) > 2n
              ? [[third, -2n, "fee"]]
              : []
      // Half of the time the fee is a row of its own, as some exchanges print it.
      const groupId = `trade:${i}`
      if (size % 2 === 0) add("trade", [[given, -paid], [got, received], ...fees], { groupId })
      else {
        add(
          "trade",
          [
            [given, -paid],
            [got, received]
          ],
          { groupId }
        )
        for (const [each, by] of fees) add("fee", [[each, by]], { groupId, externalId: "f" })
      }
    }
    if (what === "deposit") add("deposit", [[code, units]])
    else if (what === "cash") add("deposit", [["mxn", units * 1000n]])
    else if (what === "reward") add("reward", [[code, units / 10n + 1n]])
    else if (what === "withdraw" && get(account, code) > 3n) {
      const gone = units < get(account, code) - 1n ? units : get(account, code) - 1n
      add("withdrawal", [
        [code, -gone],
        [code, -1n, "fee"]
      ])
    } else if (what === "fee" && get(account, code) > 0n) add("fee", [[code, -1n, "fee"]])
    else if (what === "buy") exchange("mxn", code)
    else if (what === "sell") exchange(code, "mxn")
    else if (what === "swap") exchange(code, other)
    else if (what.endsWith("transfer") && get(account, code) > 5n) {
      const gone = units < get(account, code) - 2n ? units : get(account, code) - 2n
      const to = account === "bitso" ? "kraken" : "bitso"
      const later = what === "transfer" || day > dayCount - 4 ? 0 : 3
      add(
        "withdrawal",
        [
          [code, -gone],
          [code, -1n, "fee"]
        ],
        { transfer: sentAs(`tx${i}`) }
      )
      // One unit is lost on the way where there is one to lose; what has not arrived cannot be spent here.
      const arrived = gone > 1n ? gone - 1n : gone
      rows.push(
        row(`${i}in`, day + later, "deposit", [`${code} ${text(arrived)}`], {
          exchange: to,
          accountKey: "a",
          at: at(day + later) + i + 1,
          transfer: sentAs(`tx${i}`)
        })
      )
    }
  }
  return rows.sort((a, b) => a.at - b.at)
}

export const ledger = fc.array(step, { minLength: 1, maxLength: 60 }).map(made)
/** Always with much in it. */
export const longLedger = fc.array(step, { minLength: 30, maxLength: 60 }).map(made)
