/**
 * Builds an account event by event, oldest first, in amounts of 10^-10. Every event writes all the rows Kraken would write
 * (a fill: two ledger rows with running balances and a trade), so that the lists agree by construction, and refuses to
 * overdraw.
 */
import { divide, makeRandom, makeUnit, type JsonRow, type Random, type Units } from "@caudal/exchange/simulator"
import type { Account } from "../Account.ts"
import { ledgerRow, placesOf, wireId } from "../rows.ts"
import { secondsOf } from "../TimedRows.ts"

export const { of: units, print: fixed, perOne: unitsPerOne, round: roundTo } = makeUnit(10)

/** Unix seconds of `2023-01-10 15:04:05.1234`, which is UTC. */
export const instant = (text: string): number => {
  const [whole = "", fraction = "0"] = text.split(".")
  return Date.parse(`${whole.replace(" ", "T")}Z`) / 1000 + Number(`0.${fraction}`)
}

export interface Fill {
  readonly at: number
  /** `XXBTZUSD` with its assets. */
  readonly pair: readonly [id: string, base: string, quote: string]
  readonly side: "buy" | "sell"
  readonly volume: Units
  readonly price: Units
  /** Parts per million of the cost, in the quote. */
  readonly feePpm: bigint
  readonly order: string
}

export interface Rail {
  readonly method: string
  readonly network?: string
  readonly info: string
  readonly txid?: string
  /** What the owner calls the place: personal data. */
  readonly key?: string
}

export const makeAccountBuilder = (seed: string, iban: string) => {
  const random: Random = makeRandom(seed)
  const ledger: Array<JsonRow> = []
  const trades: Array<JsonRow> = []
  const deposits: Array<JsonRow> = []
  const withdrawals: Array<JsonRow> = []
  const holds: Record<string, string> = {}
  const held = new Map<string, Units>()
  let tradeNumber = 40_000_000 + random.int(0, 999_999)

  const holding = (asset: string): Units => held.get(asset) ?? 0n

  const post = (time: number, type: string, subtype: string, refid: string, asset: string, amount: Units, fee: Units = 0n): void => {
    const after = holding(asset) + amount - fee
    if (after < 0n) throw new RangeError(`${seed}: ${asset} would be ${fixed(after, 10)}`)
    held.set(asset, after)
    const places = placesOf(asset)
    const printed = { amount: fixed(amount, places), fee: fixed(fee, places) }
    ledger.push(ledgerRow({ id: wireId("L", random), refid, time, type, subtype, asset, ...printed }, fixed(after, places)))
  }

  const movement = (refid: string, at: number, asset: string, amount: Units, fee: Units, status: string, rail: Rail): JsonRow => ({
    method: rail.method,
    ...(rail.network === undefined ? {} : { network: rail.network }),
    aclass: "currency",
    asset,
    refid,
    txid: rail.txid ?? refid,
    info: rail.info,
    amount: fixed(amount, placesOf(asset)),
    fee: fixed(fee, placesOf(asset)),
    time: Math.floor(at),
    status,
    ...(rail.key === undefined ? {} : { key: rail.key })
  })

  return {
    random,
    holding,
    post,
    newOrder: (): string => wireId("O", random),
    newReference: (): string => wireId("F", random),
    chain: (method: string): Rail => ({ method, network: method, info: `bc1q${random.hex(38)}`, txid: random.hex(64) }),
    bank: (method: string): Rail => ({
      method,
      info: `DE89${random.int(10_000_000, 99_999_999)}${random.int(10_000_000, 99_999_999)}`,
      key: `Cuenta de ${random.hex(6)}`
    }),
    /** Seen at `at`, credited `after` seconds later. */
    deposit: (at: number, after: number, asset: string, amount: Units, rail: Rail, fee: Units = 0n): void => {
      const refid = wireId("Q", random)
      deposits.push({ ...movement(refid, at, asset, amount, fee, "Success", rail), originators: [`0x${random.hex(40)}`] })
      post(at + after, "deposit", "", refid, asset, amount, fee)
    },
    /** `amount` arrives, the fee comes on top. The ledger knows it at once. */
    withdrawal: (at: number, asset: string, amount: Units, fee: Units, rail: Rail): void => {
      const refid = wireId("A", random)
      withdrawals.push(movement(refid, at, asset, amount, fee, "Success", rail))
      post(at + 0.5, "withdrawal", "", refid, asset, -amount, fee)
    },
    /** One fill: the cost has five decimals in the trade, four in the ledger of money. */
    fill: ({ at, pair: [pair, base, quote], side, volume, price, feePpm, order }: Fill): void => {
      const cost = roundTo(divide(volume * price, unitsPerOne), quote.startsWith("Z") ? 5 : 8)
      const fee = roundTo(divide(cost * feePpm, 1_000_000n), placesOf(quote))
      const paid = roundTo(cost, placesOf(quote))
      const id = wireId("T", random)
      const sign = side === "buy" ? 1n : -1n
      const spotSubtype = "tradespot"
      // What is given is written first.
      if (side === "buy") post(at, "trade", spotSubtype, id, quote, -paid, fee)
      post(at, "trade", spotSubtype, id, base, sign * volume)
      if (side === "sell") post(at, "trade", spotSubtype, id, quote, paid, fee)
      trades.push({
        id,
        ordertxid: order,
        postxid: "TKH2SE-M7IF5-CFI7LT",
        pair,
        time: at,
        type: side,
        ordertype: "limit",
        price: fixed(price, 5),
        cost: fixed(cost, 5),
        fee: fixed(fee, 5),
        vol: fixed(volume, 8),
        margin: "0.00000",
        leverage: "0",
        misc: "",
        trade_id: ++tradeNumber,
        maker: feePpm < 2500n
      })
    },
    /** One coin against another at a quoted price. */
    convert: (at: number, spent: readonly [string, Units, Units], received: readonly [string, Units]): void => {
      const refid = wireId("T", random)
      post(at, "spend", "", refid, spent[0], -spent[1], spent[2])
      post(at, "receive", "", refid, received[0], received[1])
    },
    /** Out of one code of an asset into another; the two rows share their reference. */
    move: (at: number, type: string, subtypes: readonly [string, string], from: string, to: string, amount: Units): void => {
      const refid = wireId("E", random)
      post(at, type, subtypes[0], refid, from, -amount)
      post(at, type, subtypes[1], refid, to, amount)
    },
    openOrder: (asset: string, amount: string): void => void (holds[asset] = amount),
    account: (): Account => ({
      iban,
      ledger: newestFirst(ledger),
      ledger_missing: [],
      trades: newestFirst(trades),
      deposits: newestFirst(deposits),
      withdrawals: newestFirst(withdrawals),
      holds
    })
  }
}

/** Rows of one instant: the later one first. Sorting is stable. */
export const newestFirst = (oldestFirst: ReadonlyArray<JsonRow>): ReadonlyArray<JsonRow> =>
  [...oldestFirst].sort((a, b) => secondsOf(a) - secondsOf(b)).reverse()
