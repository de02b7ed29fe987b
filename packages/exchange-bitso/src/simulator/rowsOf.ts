/** Acts as Bitso's rows: each writes all the rows that Bitso would write, so that the lists agree by construction. */
import {
  addExact,
  formatExact,
  makeRandom,
  pricePaid,
  readExact,
  type Act,
  type Activity,
  type JsonRow,
  type Money
} from "@caudal/exchange/simulator"

interface Rows {
  readonly ledger: Array<JsonRow>
  readonly user_trades: Array<JsonRow>
  readonly fundings: Array<JsonRow>
  readonly withdrawals: Array<JsonRow>
}

const wireTime = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, "+0000")
const hex = (seed: string): string => makeRandom(seed).hex(32)
/** Trade ids are digits; the others are hex. */
const tidOf = (id: string): string => (/^\d+$/.test(id) ? id : String(20_000_000 + makeRandom(`trade:${id}`).int(0, 1_000_000_000)))
const negative = (amount: string): string => (amount.startsWith("-") ? amount.slice(1) : `-${amount}`)
const signed = ({ asset, amount }: Money, sign: 1 | -1) => ({ currency: asset, amount: sign === 1 ? amount : negative(amount) })
const gross = (gave: Money, fee: Money | undefined): string =>
  fee?.asset === gave.asset ? formatExact(addExact(readExact(gave.amount)!, readExact(fee.amount)!)) : gave.amount

const entry = (eid: string | null, operation: string, at: number, balance_updates: unknown, details: JsonRow): JsonRow => ({
  ...(eid === null ? {} : { eid }),
  operation,
  created_at: wireTime(at),
  balance_updates,
  details
})

const write = (act: Act, rows: Rows): void => {
  const { at } = act
  const created_at = wireTime(at)
  const post = (suffix: string, operation: string, updates: ReadonlyArray<unknown>, details: JsonRow): void =>
    void rows.ledger.push(entry(hex(`ledger:${act.act}:${act.id}:${suffix}`), operation, at, updates, details))
  switch (act.act) {
    case "deposit": {
      const fid = hex(act.id)
      const rail = { method: "praxis", method_name: "SPEI Transfer" }
      const { asset: currency, amount } = act.got
      rows.fundings.push({
        fid,
        status: act.state ?? "complete",
        created_at,
        currency,
        amount,
        ...rail,
        details: { sender_name: act.person ?? "Remitente" }
      })
      return act.state !== undefined ? undefined : post("", "funding", [signed(act.got, 1)], { fid, ...rail })
    }
    case "withdrawal": {
      const wid = hex(act.id)
      const rail = { method: act.gave.asset, method_name: act.gave.asset.toUpperCase() }
      const details = { beneficiary_name: act.person ?? "Titular", tx_hash: hex(`hash:${act.id}`) }
      const { asset: currency } = act.gave
      rows.withdrawals.push({ wid, status: "complete", created_at, currency, amount: gross(act.gave, act.fee), ...rail, details })
      post("", "withdrawal", [signed(act.gave, -1)], { wid, ...rail })
      return act.fee === undefined ? undefined : post("fee", "fee", [signed(act.fee, -1)], { wid })
    }
    case "fill": {
      const buys = act.side === "buy"
      const details = { tid: tidOf(act.id), oid: makeRandom(`order:${act.id}`).alphanumeric(16) }
      const [major, minor] = [signed(act.base, buys ? 1 : -1), signed(act.quote, buys ? -1 : 1)]
      rows.user_trades.push({
        book: `${act.base.asset}_${act.quote.asset}`,
        created_at,
        major: major.amount,
        minor: minor.amount,
        major_currency: act.base.asset,
        minor_currency: act.quote.asset,
        fees_amount: act.fee?.amount ?? "0.00000000",
        fees_currency: act.fee?.asset ?? act.base.asset,
        price: pricePaid(act.base.amount, act.quote.amount).price,
        side: act.side,
        ...details
      })
      const fee = act.fee
      const postFee = (): void => (fee === undefined ? undefined : post("fee", "fee", [signed(fee, -1)], details))
      // The list is turned round at the end: what is written last is shown first.
      if (act.feeFirst !== true) postFee()
      post("", "trade", [major, minor], details)
      if (act.feeFirst === true) postFee()
      return
    }
    case "credit":
      rows.ledger.push(
        entry(act.id === null ? null : hex(`ledger:credit:${act.id}`), act.operation ?? "earn_interest", at, [signed(act.got, 1)], {})
      )
      return
    case "unreadable":
      return post("", "fee", [{ currency: "mxn", amount: "n/a" }], {})
  }
}

export const rowsOf = (acts: ReadonlyArray<Act>): Activity => {
  const rows: Rows = { ledger: [], user_trades: [], fundings: [], withdrawals: [] }
  for (const act of acts) write(act, rows)
  return Object.fromEntries(Object.entries(rows).map(([list, oldestFirst]) => [list, (oldestFirst as Array<JsonRow>).reverse()]))
}
