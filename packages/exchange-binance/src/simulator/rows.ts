/** The rows that Binance writes, in its own spelling. */
import type { JsonRow, Random } from "@caudal/exchange/simulator"

/** `2023-01-10 15:04:05`, which is UTC. */
export const utcSecond = (at: number): string => new Date(at).toISOString().slice(0, 19).replace("T", " ")

export interface Moved {
  readonly id: string
  readonly at: number
  readonly coin: string
  readonly amount: string
  readonly funding: boolean
  /** Between two accounts of Binance. */
  readonly internal?: boolean
  readonly status?: number
  readonly network?: string
}

export const depositRow = ({ id, at, coin, amount, funding, internal = false, status = 1, network }: Moved, random: Random): JsonRow => ({
  id,
  amount,
  coin,
  network: network ?? coin,
  status,
  address: `bc1q${random.hex(38)}`,
  addressTag: "",
  txId: internal ? `Off-chain transfer ${random.int(100_000_000, 999_999_999)}` : random.hex(64),
  insertTime: at,
  transferType: internal ? 1 : 0,
  confirmTimes: "1/1",
  unlockConfirm: 0,
  walletType: funding ? 1 : 0
})

/** `note`: what the owner called it, which is personal. */
export const withdrawalRow = (
  { id, at, coin, amount, fee, funding, status = 6, network }: Moved & { readonly fee: string },
  random: Random,
  note?: string
): JsonRow => ({
  id,
  amount,
  transactionFee: fee,
  coin,
  status,
  address: `bc1q${random.hex(38)}`,
  txId: random.hex(64),
  applyTime: utcSecond(at),
  network: network ?? coin,
  transferType: 0,
  ...(note === undefined ? {} : { withdrawOrderId: note, info: note }),
  confirmNo: 3,
  walletType: funding ? 1 : 0,
  txKey: "",
  completeTime: utcSecond(at + 180_000)
})

export interface FillEntry {
  readonly symbol: string
  readonly id: unknown
  readonly orderId: unknown
  readonly price: string
  readonly qty: string
  readonly quoteQty: string
  readonly commission: string
  readonly commissionAsset: string
  readonly time: number
  readonly isBuyer: boolean
  readonly isMaker?: boolean
}

export const tradeRow = ({ symbol, id, orderId, isMaker = false, ...rest }: FillEntry): JsonRow => ({
  symbol,
  id,
  orderId,
  orderListId: -1,
  ...rest,
  isMaker,
  isBestMatch: true
})

export interface Dividend {
  readonly id: unknown
  readonly at: number
  readonly asset: string
  readonly amount: string
  readonly enInfo: string
  readonly direction?: 1 | -1
}

export const dividendRow = ({ id, at, asset, amount, enInfo, direction = 1 }: Dividend): JsonRow => ({
  id,
  amount,
  asset,
  divTime: at,
  enInfo,
  tranId: 2_968_885_920,
  direction
})

export const flexibleRewardRow = (at: number, asset: string, rewards: string, type: string): JsonRow => ({
  asset,
  rewards,
  projectId: `${asset}001`,
  type,
  time: at
})
