/** Pages as Bitso sends them, made of a seed: texts of the size, padding and variety that real accounts have. */
import type { Random } from "./Random.ts"

const newest = Date.UTC(2017, 6, 30, 22, 59, 23)

const books = [
  { book: "btc_mxn", price: 47_005.9 },
  { book: "eth_mxn", price: 3_200 },
  { book: "xrp_mxn", price: 2.76 },
  { book: "eth_btc", price: 0.0776 }
] as const

interface Trade {
  readonly book: string
  readonly major: string
  readonly minor: string
  readonly majorAmount: string
  readonly minorAmount: string
  readonly price: string
  readonly side: "buy" | "sell"
  readonly fee: string
  readonly feeAsset: string
  readonly oid: string
  readonly tid: string
  readonly at: string
}

const trades = (random: Random, rows: number): ReadonlyArray<Trade> => {
  let at = newest
  let tid = 1_082_340
  return Array.from({ length: rows }, () => {
    const { book, price: around } = random.pick(books)
    const [major = "", minor = ""] = book.split("_")
    const side = random.pick(["buy", "sell"])
    const amount = random.fraction() * 10
    const price = around * (0.9 + random.fraction() / 5)
    const sign = side === "buy" ? 1 : -1
    at -= random.below(3_600_000)
    tid -= 1 + random.below(9)
    return {
      book,
      major,
      minor,
      majorAmount: (sign * amount).toFixed(8),
      minorAmount: (-sign * amount * price).toFixed(8),
      price: price.toFixed(2),
      side,
      fee: (0.008 * (side === "buy" ? amount : amount * price)).toFixed(8),
      feeAsset: side === "buy" ? major : minor,
      oid: random.hex(16),
      tid: String(tid),
      at: `${new Date(at).toISOString().slice(0, 19)}+0000`
    }
  })
}

const envelope = (payload: ReadonlyArray<unknown>): string => JSON.stringify({ success: true, payload })

/** `GET /api/v3/user_trades`. */
export const userTradesPage = (random: Random, rows: number): string =>
  envelope(
    trades(random, rows).map((trade) => ({
      book: trade.book,
      created_at: trade.at,
      minor: trade.minorAmount,
      major: trade.majorAmount,
      fees_amount: trade.fee,
      fees_currency: trade.feeAsset,
      minor_currency: trade.minor,
      major_currency: trade.major,
      oid: trade.oid,
      tid: trade.tid,
      price: trade.price,
      side: trade.side
    }))
  )

/** `GET /api/v3/ledger`: a trade row and its fee row in turns. */
export const ledgerPage = (random: Random, rows: number): string =>
  envelope(
    trades(random, Math.ceil(rows / 2))
      .flatMap((trade) => [
        {
          eid: random.hex(32),
          operation: "fee",
          created_at: trade.at,
          balance_updates: [{ currency: trade.feeAsset, amount: `-${trade.fee}` }],
          details: { tid: trade.tid, oid: trade.oid }
        },
        {
          eid: random.hex(32),
          operation: "trade",
          created_at: trade.at,
          balance_updates: [
            { currency: trade.major, amount: trade.majorAmount },
            { currency: trade.minor, amount: trade.minorAmount }
          ],
          details: { tid: trade.tid, oid: trade.oid }
        }
      ])
      .slice(0, rows)
  )
