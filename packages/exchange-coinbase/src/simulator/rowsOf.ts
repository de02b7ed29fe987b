/** Acts as Coinbase's rows: each writes all the rows that Coinbase would write, so that the lists agree by construction. */
import {
  addExact,
  formatExact,
  pricePaid,
  readExact,
  zeroExact,
  type Act,
  type Activity,
  type Fill,
  type JsonRow,
  type Money
} from "@caudal/exchange/simulator"
import { fillRow, firstWallet, idOf, transactionRow, walletRow } from "./rows.ts"

/** All that is told in acts happens in one account. */
const account = "acts"
const user = idOf("user of acts")

const negative = (amount: string): string => (amount.startsWith("-") ? amount.slice(1) : `-${amount.replace(/^\+/, "")}`)
const sum = (left: string, right: string): string => formatExact(addExact(readExact(left) ?? zeroExact, readExact(right) ?? zeroExact))

export const rowsOf = (acts: ReadonlyArray<Act>): Activity => {
  const wallets = new Map<string, JsonRow>([["main BTC", firstWallet(account, "Ahorros de Ana")]])
  const transactions: Array<JsonRow> = []
  const fills: Array<JsonRow> = []

  const post = (act: Act, part: string, type: string, amount: Money, more: JsonRow = {}, status = "completed"): void => {
    const wallet = act.wallet ?? "main"
    const name = `${wallet} ${amount.asset}`
    if (!wallets.has(name)) wallets.set(name, walletRow(account, wallet, amount.asset, act.at))
    // What has no id is told apart by its place.
    const id = idOf(`transaction:${act.act}:${act.id ?? `${act.at}:${transactions.length}`}:${part}`)
    transactions.push(transactionRow({ account, id, at: act.at, wallet, type, amount, status, more }))
  }
  const told = (person: string | undefined, preposition: string): JsonRow =>
    person === undefined
      ? {}
      : { description: `${preposition} ${person}`, details: { title: "Sent", subtitle: `${preposition} ${person}` } }

  /** Coinbase charges in the quote alone: where the fee is of the act's base, the market is named the other way round. */
  const fill = (act: Fill): void => {
    const { fee, side } = act
    const turned = fee !== undefined && fee.asset === act.base.asset && fee.asset !== act.quote.asset
    const [base, quote] = turned ? [act.quote, act.base] : [act.base, act.quote]
    const buys = (side === "buy") !== turned
    const inQuote = fee !== undefined && fee.asset === quote.asset
    const order = idOf(`order:${act.id}`)
    const product = `${base.asset}-${quote.asset}`
    const { price, exact } = pricePaid(base.amount, quote.amount)
    const commission = inQuote ? fee.amount : "0"
    const more = {
      advanced_trade_fill: { fill_price: price, product_id: product, order_id: order, commission, order_side: buys ? "buy" : "sell" }
    }
    const leg =
      (part: string, { asset, amount }: Money, adds: boolean) =>
      () =>
        post(act, part, "advanced_trade_fill", { asset, amount: adds ? amount : negative(amount) }, more)
    const legs = [leg("base", base, buys), leg("quote", quote, !buys)]
    for (const one of act.feeFirst === true ? legs.reverse() : legs) one()
    if (fee !== undefined && !inQuote) post(act, "fee", "tx", { asset: fee.asset, amount: negative(fee.amount) })
    const size = exact ? { size: base.amount } : { size: quote.amount, sizeInQuote: true }
    fills.push(fillRow({ id: act.id, at: act.at, order, product, side: buys ? "BUY" : "SELL", price, ...size, commission, user }))
  }

  for (const act of acts) {
    switch (act.act) {
      case "deposit":
        post(
          act,
          "",
          "send",
          act.got,
          {
            ...told(act.person, "De"),
            from: { resource: "user", name: act.person ?? "Remitente" },
            network: { status: "confirmed", network_name: "ethereum", hash: idOf(`hash:${act.id}`).replaceAll("-", "") }
          },
          act.state
        )
        break
      case "withdrawal": {
        const same = act.fee?.asset === act.gave.asset
        const left = same ? sum(act.gave.amount, act.fee!.amount) : act.gave.amount
        const fee = same ? { transaction_fee: { amount: act.fee!.amount, currency: act.fee!.asset } } : {}
        post(
          act,
          "",
          "send",
          { asset: act.gave.asset, amount: negative(left) },
          {
            ...told(act.person, "Para"),
            to: { resource: "email", email: act.person ?? "titular" },
            network: { status: "confirmed", network_name: "bitcoin", hash: idOf(`hash:${act.id}`).replaceAll("-", ""), ...fee }
          }
        )
        if (act.fee !== undefined && !same) post(act, "fee", "tx", { asset: act.fee.asset, amount: negative(act.fee.amount) })
        break
      }
      case "fill":
        fill(act)
        break
      case "credit":
        post(act, "", act.operation ?? "interest", act.got)
        break
      case "unreadable":
        post(act, "", "send", { asset: "usd", amount: "n/a" })
    }
  }
  return { wallets: [...wallets.values()].reverse(), transactions: transactions.reverse(), fills: fills.reverse() }
}
