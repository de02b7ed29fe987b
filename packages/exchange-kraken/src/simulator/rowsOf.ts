/** Acts as Kraken's rows: each writes all the rows that Kraken would write, so that the lists agree by construction. */
import {
  addExact,
  formatExact,
  makeRandom,
  pricePaid,
  readExact,
  subtractExact,
  zeroExact,
  type Act,
  type Activity,
  type Exact,
  type JsonRow,
  type Money
} from "@caudal/exchange/simulator"
import { ledgerRow, wireId } from "./rows.ts"

const idOf = (letter: string, seed: string): string => wireId(letter, makeRandom(seed))

/** The suffix that puts an asset into a wallet of the manifest. */
const suffixOf: Readonly<Record<string, string>> = { earn: ".F", hold: ".HOLD" }

/** Kraken tells the wallet by the code. */
export const codeOf = (asset: string, wallet: string): string => `${asset}${suffixOf[wallet] ?? ""}`

const statuses: Readonly<Record<string, string>> = { pending: "Pending", failed: "Failure" }

const negative = (amount: string): string => (amount.startsWith("-") ? amount.slice(1) : `-${amount}`)

export const rowsOf = (acts: ReadonlyArray<Act>): Activity => {
  const ledger: Array<JsonRow> = []
  const trades: Array<JsonRow> = []
  const deposits: Array<JsonRow> = []
  const withdrawals: Array<JsonRow> = []
  const running = new Map<string, Exact>()

  /** Kraken prints an id in any case; what has none is told apart by its place. */
  const named = ({ at, id }: Act): string => id ?? `${at}:${ledger.length}`

  const post = (act: Act, part: string, type: string, subtype: string, refid: string, asset: string, amount: string, fee = "0"): void => {
    const code = codeOf(asset, act.wallet ?? "")
    const change = subtractExact(readExact(amount) ?? zeroExact, readExact(fee) ?? zeroExact)
    const balance = addExact(running.get(code) ?? zeroExact, change)
    running.set(code, balance)
    const id = idOf("L", `ledger:${act.act}:${named(act)}:${part}`)
    ledger.push(ledgerRow({ id, refid, time: act.at / 1000, type, subtype, asset: code, amount, fee }, formatExact(balance)))
  }
  const moved = (refid: string, at: number, { asset, amount }: Money, fee: string, person: string, status = "Success"): JsonRow => ({
    method: asset.toUpperCase(),
    aclass: "currency",
    asset,
    refid,
    txid: makeRandom(`hash:${refid}`).hex(64),
    info: `3${makeRandom(`address:${refid}`).alphanumeric(33)}`,
    amount,
    fee,
    time: Math.floor(at / 1000),
    status,
    key: person,
    originators: [person]
  })
  /** A fee in another asset than the row's is a row of its own that only charges. */
  const charge = (act: Act, type: string, refid: string, fee: Money): void => post(act, "fee", type, "", refid, fee.asset, "0", fee.amount)

  for (const act of acts) {
    switch (act.act) {
      case "deposit": {
        const refid = idOf("Q", `deposit:${act.id}`)
        deposits.push(moved(refid, act.at, act.got, "0", act.person ?? "Remitente", statuses[act.state ?? ""]))
        if (act.state === undefined) post(act, "", "deposit", "", refid, act.got.asset, act.got.amount)
        break
      }
      case "withdrawal": {
        const refid = idOf("A", `withdrawal:${act.id}`)
        const same = act.fee?.asset === act.gave.asset
        withdrawals.push(moved(refid, act.at, act.gave, same ? act.fee!.amount : "0", act.person ?? "Titular"))
        post(act, "", "withdrawal", "", refid, act.gave.asset, negative(act.gave.amount), same ? act.fee!.amount : "0")
        if (act.fee !== undefined && !same) charge(act, "withdrawal", refid, act.fee)
        break
      }
      case "fill": {
        const refid = idOf("T", `trade:${act.id}`)
        const { base, quote, fee, side } = act
        const feeOn = (asset: string): string => (fee?.asset === asset ? fee.amount : "0")
        trades.push({
          id: refid,
          ordertxid: idOf("O", `order:${act.id}`),
          pair: `${base.asset}/${quote.asset}`,
          time: act.at / 1000,
          type: side,
          ordertype: "limit",
          price: pricePaid(base.amount, quote.amount).price,
          cost: quote.amount,
          fee: feeOn(quote.asset),
          vol: base.amount,
          margin: "0.00000",
          misc: ""
        })
        const legs = [
          () =>
            post(
              act,
              "base",
              "trade",
              "tradespot",
              refid,
              base.asset,
              side === "buy" ? base.amount : negative(base.amount),
              feeOn(base.asset)
            ),
          () =>
            post(
              act,
              "quote",
              "trade",
              "tradespot",
              refid,
              quote.asset,
              side === "buy" ? negative(quote.amount) : quote.amount,
              feeOn(quote.asset)
            )
        ]
        const apart = fee !== undefined && fee.asset !== base.asset && fee.asset !== quote.asset
        // The list is turned round at the end: what is written last is shown first.
        if (apart && act.feeFirst !== true) charge(act, "trade", refid, fee)
        for (const leg of legs) leg()
        if (apart && act.feeFirst === true) charge(act, "trade", refid, fee)
        break
      }
      case "credit":
        post(act, "", act.operation ?? "reward", "", idOf("F", `credit:${named(act)}`), act.got.asset, act.got.amount)
        break
      case "unreadable":
        post(act, "", "deposit", "", idOf("Q", `unreadable:${act.id}`), "ZUSD", "n/a")
    }
  }
  return Object.fromEntries(Object.entries({ ledger, trades, deposits, withdrawals }).map(([name, rows]) => [name, [...rows].reverse()]))
}
