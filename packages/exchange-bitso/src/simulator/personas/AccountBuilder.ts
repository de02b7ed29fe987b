/**
 * Builds an account event by event, oldest first, in amounts of 10^-8. Every event writes all the rows Bitso would
 * write (a buy: two ledger rows and a user trade), so that the lists agree by construction, and refuses to overdraw.
 */
import { divide, makeRandom, makeUnit, type JsonRow, type Random, type Units } from "@caudal/exchange/simulator"
import type { Account } from "../Account.ts"

export const { of: units, print: fixed8, perOne: unitsPerOne } = makeUnit(8)

/** Epoch seconds of `2023-01-10 15:04:05`, which is UTC. */
export const instant = (text: string): number => Date.parse(`${text.replace(" ", "T")}Z`) / 1000

export const wireTime = (seconds: number): string => new Date(seconds * 1000).toISOString().replace(".000Z", "+0000")

export interface Fill {
  readonly at: number
  readonly book: string
  readonly side: "buy" | "sell"
  readonly major: Units
  /** The price in hundredths of the minor currency. */
  readonly cents: bigint
  /** Parts per million of what is received. */
  readonly feePpm: bigint
  readonly oid: string
  readonly maker: boolean
}

const spei = { method: "praxis", method_name: "SPEI Transfer" }
const speiRail = { asset: "mxn", network: "spei", protocol: "clabe", integration: "praxis" }
const chainNames: Readonly<Record<string, string>> = { btc: "Bitcoin", eth: "Ether", xrp: "Ripple" }

export const makeAccountBuilder = (seed: string, clientId: string) => {
  const random: Random = makeRandom(seed)
  const ledger: Array<JsonRow> = []
  const userTrades: Array<JsonRow> = []
  const fundings: Array<JsonRow> = []
  const withdrawals: Array<JsonRow> = []
  const openOrders: Array<JsonRow> = []
  const held = new Map<string, Units>()
  let tid = 20_000_000 + random.int(0, 999_999)

  const holding = (currency: string): Units => held.get(currency) ?? 0n

  const move = (currency: string, by: Units): void => {
    const after = holding(currency) + by
    if (after < 0n) throw new RangeError(`${seed}: ${currency} would be ${fixed8(after)}`)
    held.set(currency, after)
  }

  const post = (operation: string, createdAt: string, legs: ReadonlyArray<readonly [string, Units]>, details: JsonRow): void => {
    for (const [currency, amount] of legs) move(currency, amount)
    ledger.push({
      eid: random.hex(32),
      operation,
      created_at: createdAt,
      balance_updates: legs.map(([currency, amount]) => ({ currency, amount: fixed8(amount) })),
      details
    })
  }

  const fund = (at: number, credited: number, currency: string, amount: Units, rail: JsonRow, details: JsonRow): void => {
    const fid = random.hex(32)
    fundings.push({ fid, status: "complete", created_at: wireTime(at), currency, amount: fixed8(amount), ...rail, details })
    post("funding", wireTime(credited), [[currency, amount]], { fid, ...rail })
  }

  const withdraw = (at: number, done: number, currency: string, gross: Units, fee: Units, rail: JsonRow, details: JsonRow): void => {
    const wid = random.hex(32)
    withdrawals.push({ wid, status: "complete", created_at: wireTime(at), currency, amount: fixed8(gross), ...rail, details })
    post("withdrawal", wireTime(done), [[currency, fee - gross]], { wid, ...rail })
    if (fee > 0n) post("fee", wireTime(done), [[currency, -fee]], { wid })
  }

  const chain = (currency: string): JsonRow => ({
    method: currency,
    method_name: chainNames[currency] ?? currency.toUpperCase(),
    asset: currency,
    network: currency,
    protocol: currency,
    integration: "bitgo-v2"
  })
  const transfer = { method: "bt", method_name: "Bitso Transfer" }

  return {
    random,
    holding,
    newOid: (): string => random.alphanumeric(16),
    speiDeposit: (at: number, amount: Units): void =>
      fund(
        at,
        at,
        "mxn",
        amount,
        { ...spei, ...speiRail },
        {
          sender_name: `Remitente ${random.hex(6)}`,
          sender_clabe: `0021800${random.int(10_000_000_000, 99_999_999_999)}`,
          sender_bank: "40002",
          clave: "40002",
          clave_rastreo: `SPEI${random.int(100_000_000, 999_999_999)}`,
          numeric_reference: String(random.int(1_000_000, 9_999_999)),
          concepto: "deposito"
        }
      ),
    /** Detected at `at`, credited when confirmed. */
    chainDeposit: (at: number, confirmedAfter: number, currency: string, amount: Units): void =>
      fund(at, at + confirmedAfter, currency, amount, chain(currency), {
        receiving_address: `3${random.alphanumeric(33)}`,
        tx_hash: random.hex(64),
        confirmations: "4"
      }),
    transferIn: (at: number, currency: string, amount: Units): void =>
      fund(at, at, currency, amount, transfer, { sender_name: `Amiga ${random.hex(6)}` }),
    transferOut: (at: number, currency: string, amount: Units): void =>
      withdraw(at, at + 1, currency, amount, 0n, transfer, {
        email: `user${random.hex(6)}@example.invalid`,
        phone: "",
        recipient_name: `Amigo ${random.hex(6)}`
      }),
    speiWithdrawal: (at: number, amount: Units): void =>
      withdraw(
        at,
        at + 42,
        "mxn",
        amount,
        0n,
        { ...spei, ...speiRail },
        {
          beneficiary_name: `Titular ${random.hex(6)}`,
          beneficiary_clabe: `0121800${random.int(10_000_000_000, 99_999_999_999)}`,
          beneficiary_bank_code: "40012",
          concepto: "retiro",
          clave_rastreo: `NU${random.hex(20).toUpperCase()}`,
          numeric_reference: String(random.int(1000, 9999)),
          cep: { "0": {} }
        }
      ),
    /** Requested at `at`; the ledger knows it, net and fee apart, when it is complete. */
    chainWithdrawal: (at: number, doneAfter: number, currency: string, gross: Units, fee: Units): void =>
      withdraw(at, at + doneAfter, currency, gross, fee, chain(currency), {
        withdrawal_address: `bc1q${random.hex(38)}`,
        tx_hash: random.hex(64)
      }),
    /** One fill of an order: a trade row, a fee row unless it is free, and the user trade. */
    fill: ({ at, book, side, major, cents, feePpm, oid, maker }: Fill): void => {
      const [majorCurrency = "", minorCurrency = ""] = book.split("_")
      const minor = divide(major * cents, 100n)
      const buying = side === "buy"
      const signedMajor = buying ? major : -major
      const signedMinor = buying ? -minor : minor
      const feesCurrency = buying ? majorCurrency : minorCurrency
      const fee = divide((buying ? major : minor) * feePpm, 1_000_000n)
      const createdAt = wireTime(at)
      const details = { tid: String((tid += random.int(1, 400))), oid }
      const legs = [
        [majorCurrency, signedMajor],
        [minorCurrency, signedMinor]
      ] as const
      post("trade", createdAt, buying ? legs : [legs[1], legs[0]], details)
      if (fee > 0n) post("fee", createdAt, [[feesCurrency, -fee]], details)
      const price = `${cents / 100n}.${String(cents % 100n).padStart(2, "0")}`
      userTrades.push({
        book,
        created_at: createdAt,
        minor: fixed8(signedMinor),
        major: fixed8(signedMajor),
        fees_amount: fixed8(fee),
        fees_currency: feesCurrency,
        minor_currency: minorCurrency,
        major_currency: majorCurrency,
        oid,
        tid: details.tid,
        price,
        side,
        maker_side: maker === buying ? "buy" : "sell"
      })
    },
    openOrder: (at: number, book: string, side: "buy" | "sell", price: string, original: Units, unfilled: Units): void => {
      openOrders.push({
        book,
        original_amount: fixed8(original),
        unfilled_amount: fixed8(unfilled),
        original_value: fixed8(divide(original * units(price), unitsPerOne)),
        created_at: wireTime(at),
        updated_at: wireTime(at),
        price,
        oid: random.alphanumeric(16),
        side,
        status: original === unfilled ? "open" : "partially filled",
        type: "limit",
        time_in_force: "goodtillcancelled"
      })
    },
    /** Newest first; rows of one second keep their order, the later one first. */
    account: (): Account => ({
      client_id: clientId,
      ledger: newestFirst(ledger),
      ledger_missing: [],
      user_trades: newestFirst(userTrades),
      fundings: newestFirst(fundings),
      withdrawals: newestFirst(withdrawals),
      open_orders: newestFirst(openOrders)
    })
  }
}

/** The timestamps are of one format, so their text sorts as time. Sorting is stable. */
const newestFirst = (rows: ReadonlyArray<JsonRow>): ReadonlyArray<JsonRow> => {
  const time = (row: JsonRow): string => row["created_at"] as string
  return [...rows].sort((a, b) => (time(a) < time(b) ? -1 : time(a) > time(b) ? 1 : 0)).reverse()
}
