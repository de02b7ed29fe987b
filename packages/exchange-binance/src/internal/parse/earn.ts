/** What goes into Simple Earn and comes out of it: moves between the account's own wallets. */
import type { EventKind, Page, Posting, Reply, StreamRequest } from "@caudal/exchange"
import { Decimal, listIn } from "@caudal/exchange"
import type * as Wire from "../wire/earn.ts"
import type { Unread } from "../wire/scalars.ts"
import { eventOf, principal } from "./event.ts"
import { readId, readOptionalDecimal, readOptionalWord, readWord } from "./fields.ts"
import { numberedPage } from "./numbered.ts"
import { type ReadEvent, readEvents } from "./rows.ts"
import { statusBy } from "./status.ts"
import { readMillis } from "./time.ts"
import { walletOf } from "./wallet.ts"

export const earnPageSize = 100

export type Product = "flexible" | "locked"

const statusOf = statusBy(["SUCCESS", "PAID"], ["PURCHASING", "CREATED"], ["FAILED"])
/** Old rows tell no status: they are over. */
const settled = "SUCCESS"

/** Out of a locked product into a flexible one: it stays in the wallet. */
const withinEarn: ReadonlySet<string | null> = new Set(["CONVERT", "TRANSFER", "NEW_TRANSFERRED"])
const known: ReadonlySet<string | null> = new Set([null, "AUTO", "NORMAL", "AI", "MATURE", "AHEAD", ...withinEarn])

const kindOf = (type: string | null, usual: EventKind): EventKind =>
  withinEarn.has(type) ? "transfer" : known.has(type) ? usual : "unrecognised"

const readSubscription: ReadEvent<Product> = (json, pointer, product) => {
  const row: Unread<typeof Wire.Subscription> = json
  const id = readId(row.purchaseId)
  if (id === undefined) return "purchaseId is not an id"
  const asset = readWord(row.asset)
  if (asset === undefined) return "asset is not a code"
  const amount = Decimal.parse(row.amount)
  if (amount === undefined) return "amount is not a decimal"
  const at = readMillis(row.time)
  if (at === undefined) return "time is not epoch milliseconds"
  const type = readOptionalWord(row.type)
  if (type === undefined) return "type is not a word"
  const source = readOptionalWord(row.sourceAccount)
  if (source === undefined) return "sourceAccount is not a word"
  const fromSpot = readOptionalDecimal(row.amtFromSpot)
  if (fromSpot === undefined) return "amtFromSpot is not a decimal"
  const fromFunding = readOptionalDecimal(row.amtFromFunding)
  if (fromFunding === undefined) return "amtFromFunding is not a decimal"
  const word = readOptionalWord(row.status)
  if (word === undefined) return "status is not a word"
  const taken: ReadonlyArray<Posting> = withinEarn.has(type)
    ? [principal("earn", asset, Decimal.negate(amount))]
    : source === "SPOTANDFUNDING"
      ? [
          principal("spot", asset, Decimal.negate(fromSpot ?? Decimal.zero)),
          principal("funding", asset, Decimal.negate(fromFunding ?? Decimal.zero))
        ]
      : [principal(walletOf(source), asset, Decimal.negate(amount))]
  const { status, said } = statusOf(word ?? settled)
  return eventOf(`earn_${product}_subscriptions`, `earn-${product}-subscription`, id, {
    kind: kindOf(type, "staking-in"),
    at,
    status,
    postings: [...taken, principal("earn", asset, amount)],
    transfer: null,
    price: null,
    operation: said ?? type,
    pointer
  })
}

const readRedemption: ReadEvent<Product> = (json, pointer, product) => {
  const row: Unread<typeof Wire.Redemption> = json
  const id = readId(row.redeemId)
  if (id === undefined) return "redeemId is not an id"
  const asset = readWord(row.asset)
  if (asset === undefined) return "asset is not a code"
  const amount = Decimal.parse(row.amount)
  if (amount === undefined) return "amount is not a decimal"
  const original = readOptionalDecimal(row.originalAmount)
  if (original === undefined) return "originalAmount is not a decimal"
  const at = readMillis(row.time)
  if (at === undefined) return "time is not epoch milliseconds"
  const destination = readOptionalWord(row.destAccount)
  if (destination === undefined) return "destAccount is not a word"
  const type = readOptionalWord(row.type)
  if (type === undefined) return "type is not a word"
  const word = readOptionalWord(row.status)
  if (word === undefined) return "status is not a word"
  const into = withinEarn.has(type) ? "earn" : walletOf(destination)
  const { status, said } = statusOf(word ?? settled)
  return eventOf(`earn_${product}_redemptions`, `earn-${product}-redemption`, id, {
    kind: kindOf(type, "staking-out"),
    at,
    status,
    postings: [principal("earn", asset, Decimal.negate(original ?? amount)), principal(into, asset, amount)],
    transfer: null,
    price: null,
    operation: said ?? type,
    pointer
  })
}

const pageBy =
  (read: ReadEvent<Product>, product: Product) =>
  (reply: Reply, request: StreamRequest): Page =>
    numberedPage(
      readEvents(listIn(reply.json, "rows"), "/rows", read, product, (row) => readMillis(row["time"])),
      reply.json,
      earnPageSize,
      request
    )

export const parseSubscriptions = (product: Product) => pageBy(readSubscription, product)
export const parseRedemptions = (product: Product) => pageBy(readRedemption, product)
