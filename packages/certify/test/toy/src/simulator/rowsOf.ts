/** Acts as Pond's rows. */
import { type Act, type Activity, amountText, type JsonRow, makeRandom, type Money, numberToken } from "@caudal/exchange/simulator"

/** Ids that no double holds: digits are taken as they are, anything else becomes 19 digits. */
const idOf = (seed: string): unknown =>
  numberToken(
    /^\d+$/.test(seed) ? seed : `1${makeRandom(seed).int(100_000_000, 999_999_999)}${makeRandom(`${seed}!`).int(100_000_000, 999_999_999)}`
  )

const negative = (amount: string): string => (amount.startsWith("-") ? amount.slice(1) : `-${amount}`)
const leg = ({ asset, amount }: Money, sign: 1 | -1) => ({ asset, amount: sign === 1 ? amount : negative(amount) })

export const rowsOf = (acts: ReadonlyArray<Act>): Activity => {
  const ledger: Array<JsonRow> = []
  const trades: Array<JsonRow> = []
  const transfers: Array<JsonRow> = []
  for (const act of acts) {
    const wallet = act.wallet ?? "spot"
    const { at } = act
    const post = (suffix: string, op: string, legs: ReadonlyArray<unknown>, refs: JsonRow = {}) =>
      ledger.push({ id: act.id === null ? null : idOf(`${act.act}:${act.id}:${suffix}`), at, op, wallet, legs, ...refs })
    switch (act.act) {
      case "deposit": {
        const id = idOf(act.id)
        transfers.push({
          id,
          at,
          way: "in",
          wallet,
          ...leg(act.got, 1),
          fee: null,
          fee_asset: null,
          state: act.state ?? null,
          person: act.person ?? "Someone"
        })
        if (act.state === undefined) post("", "deposit", [leg(act.got, 1)], { transfer: `in-${amountText(id)}` })
        break
      }
      case "withdrawal": {
        const id = idOf(act.id)
        const ref = { transfer: `out-${amountText(id)}` }
        const fee = act.fee === undefined ? { fee: null, fee_asset: null } : { fee: negative(act.fee.amount), fee_asset: act.fee.asset }
        transfers.push({ id, at, way: "out", wallet, ...leg(act.gave, -1), ...fee, person: act.person ?? "Someone" })
        post("", "withdrawal", [leg(act.gave, -1)], ref)
        if (act.fee !== undefined) post("fee", "fee", [leg(act.fee, -1)], ref)
        break
      }
      case "fill": {
        const buys = act.side === "buy"
        const id = idOf(act.id)
        const [base, quote] = [leg(act.base, buys ? 1 : -1), leg(act.quote, buys ? -1 : 1)]
        trades.push({
          id,
          at,
          wallet,
          base: base.amount,
          base_asset: base.asset,
          quote: quote.amount,
          quote_asset: quote.asset,
          fee: act.fee === undefined ? null : negative(act.fee.amount),
          fee_asset: act.fee?.asset ?? null
        })
        const fee = act.fee
        const rows = [
          () => post("", "trade", [base, quote], { trade: id }),
          () => fee !== undefined && post("fee", "fee", [leg(fee, -1)], { trade: id })
        ]
        for (const write of act.feeFirst === true ? rows : rows.reverse()) write()
        break
      }
      case "credit":
        post("", act.operation ?? "reward", [leg(act.got, 1)])
        break
      case "unreadable":
        post("", "fee", [{ asset: "usd", amount: "n/a" }])
    }
  }
  return { ledger: ledger.reverse(), trades: trades.reverse(), transfers: transfers.reverse() }
}
