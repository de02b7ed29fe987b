/**
 * `GET /v2/accounts/{wallet}/transactions`: `{data: [row], pagination}`, newest first. What moves money is strict; the type
 * is open, because an unknown operation still moves the balance. What only enriches may be anything.
 */
import { Schema } from "effect"
import { Absent, Amount, Moment, Money, Word } from "./scalars.ts"

const Anything = Schema.optionalKey(Schema.Unknown)

/** There for `advanced_trade_fill` alone; the same in the rows of both wallets. */
export const TradeFill = Schema.Struct({
  /** Missing in some rows; amounts are signed. */
  order_side: Anything,
  order_id: Anything,
  product_id: Anything,
  fill_price: Absent(Amount),
  /** In the quote, and not in any row's amount. */
  commission: Absent(Amount)
})

export const Transaction = Schema.Struct({
  id: Word,
  type: Word,
  /** completed, pending, waiting_for_clearing, waiting_for_signature, failed, canceled, expired. */
  status: Word,
  /** Signed; what a send costs on its network is in it. */
  amount: Money,
  created_at: Moment,
  advanced_trade_fill: Absent(TradeFill),
  // How a transfer travelled and what a row belongs to only enrich: a new form of these must not hide the money.
  network: Anything,
  trade: Anything,
  buy: Anything,
  sell: Anything
})
