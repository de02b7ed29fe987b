/** Deposits and withdrawals of coins: newest first, sorted and filtered by the instant that each row bears. */
import type { EventStatus, Page, Reply, StreamRequest, Transfer } from "@caudal/exchange"
import { Decimal, listIn } from "@caudal/exchange"
import type * as Wire from "../wire/movements.ts"
import type { Unread } from "../wire/scalars.ts"
import { borderedPage } from "./bordered.ts"
import { charged, eventOf, principal } from "./event.ts"
import { readId, readNumber, readOptionalDecimal, readOptionalNumber, readText, readWord } from "./fields.ts"
import { type ReadEvent, readEvents } from "./rows.ts"
import { statusBy } from "./status.ts"
import { readMillis, readUtc } from "./time.ts"

const depositStatus = statusBy(["1", "6"], ["0", "8"], ["2", "7"])
const withdrawalStatus = statusBy(["6"], ["0", "2", "4"], ["1", "3", "5"])

const internal = 1

type Moved = Unread<typeof Wire.Deposit> | Unread<typeof Wire.Withdrawal>

const transferOf = (row: Moved, transferType: number | null): Transfer => ({
  network: readText(row.network),
  txid: readText(row.txId),
  address: readText(row.address),
  tag: readText(row.addressTag),
  rail: transferType === internal ? "Binance" : null,
  reference: null
})

interface Read {
  readonly id: string
  readonly coin: string
  readonly amount: Decimal.Decimal
  readonly status: EventStatus
  readonly said: string | null
  readonly wallet: string
  readonly transfer: Transfer
}

/** What both lists print alike. */
const readMoved = (row: Moved, statusOf: ReturnType<typeof statusBy>): Read | string => {
  const id = readId(row.id)
  if (id === undefined) return "id is not an id"
  const amount = Decimal.parse(row.amount)
  if (amount === undefined) return "amount is not a decimal"
  const coin = readWord(row.coin)
  if (coin === undefined) return "coin is not a code"
  const number = readNumber(row.status)
  if (number === undefined) return "status is not a number"
  const transferType = readOptionalNumber(row.transferType)
  if (transferType === undefined) return "transferType is not a number"
  const walletType = readOptionalNumber(row.walletType)
  if (walletType === undefined) return "walletType is not a number"
  const wallet = walletType === 1 ? "funding" : "spot"
  const { status, said } = statusOf(String(number))
  return { id, coin, amount, status, said, wallet, transfer: transferOf(row, transferType) }
}

const readDeposit: ReadEvent = (json, pointer) => {
  const row: Unread<typeof Wire.Deposit> = json
  const moved = readMoved(row, depositStatus)
  if (typeof moved === "string") return moved
  const at = readMillis(row.insertTime)
  if (at === undefined) return "insertTime is not epoch milliseconds"
  const { id, coin, amount, status, said, wallet, transfer } = moved
  return eventOf("deposits", "deposit", id, {
    kind: "deposit",
    at,
    status,
    postings: [principal(wallet, coin, amount)],
    transfer,
    price: null,
    operation: said,
    pointer
  })
}

const readWithdrawal: ReadEvent = (json, pointer) => {
  const row: Unread<typeof Wire.Withdrawal> = json
  const moved = readMoved(row, withdrawalStatus)
  if (typeof moved === "string") return moved
  const fee = readOptionalDecimal(row.transactionFee)
  if (fee === undefined) return "transactionFee is not a decimal"
  const at = appliedAt(row.applyTime)
  if (at === undefined) return "applyTime is not a UTC second"
  const { id, coin, amount, status, said, wallet, transfer } = moved
  return eventOf("withdrawals", "withdrawal", id, {
    kind: "withdrawal",
    at,
    status,
    postings: charged(principal(wallet, coin, Decimal.negate(amount)), fee ?? Decimal.zero),
    transfer,
    price: null,
    operation: said,
    pointer
  })
}

const appliedAt = (value: unknown): number | undefined => readUtc(value) ?? readMillis(value)

export const parseDeposits = (reply: Reply, request: StreamRequest): Page =>
  borderedPage(
    readEvents(listIn(reply.json, null), "", readDeposit, undefined, (row) => readMillis(row["insertTime"])),
    request
  )

export const parseWithdrawals = (reply: Reply, request: StreamRequest): Page =>
  borderedPage(
    readEvents(listIn(reply.json, null), "", readWithdrawal, undefined, (row) => appliedAt(row["applyTime"])),
    request
  )
