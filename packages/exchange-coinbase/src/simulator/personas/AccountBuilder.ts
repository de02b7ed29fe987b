/**
 * Builds an account event by event, oldest first, in amounts of 10^-10. Every event writes all the rows Coinbase would write
 * (a fill: a row in each of two wallets, and a fill), so that the lists agree by construction, and refuses to overdraw.
 */
import { divide, makeRandom, makeUnit, type JsonRow, type Random, type Units } from "@caudal/exchange/simulator"
import type { Account } from "../Account.ts"
import { fillRow, firstWallet, transactionRow, uuidOf, walletId, walletRow, type WalletKind } from "../rows.ts"

export const { of: units, print: fixed, perOne: unitsPerOne, round: roundTo } = makeUnit(10)

/** Epoch milliseconds of `2023-01-10 15:04:05`, which is UTC. */
export const instant = (text: string): number => Date.parse(`${text.replace(" ", "T")}Z`)

/** Coinbase prints fills in USD to six places, everything else to eight. */
const placesOf = (asset: string): number => (asset === "USD" || asset === "EUR" ? 6 : 8)

export interface FillOf {
  readonly at: number
  readonly product: readonly [base: string, quote: string]
  /** What the quote is really paid in, where that is another (USDC for USD). */
  readonly settledIn?: string
  readonly side: "buy" | "sell"
  readonly size: Units
  readonly price: Units
  /** Parts per million of the cost, in the quote. */
  readonly feePpm: bigint
  readonly order: string
}

export const makeAccountBuilder = (seed: string, owner: string) => {
  const random: Random = makeRandom(seed)
  const user = uuidOf(random)
  const portfolio = uuidOf(random)
  const transactions: Array<JsonRow> = []
  const fills: Array<JsonRow> = []
  const holds: Record<string, string> = {}
  const wallets = new Map<string, JsonRow>([["main BTC", firstWallet(seed, `Ahorros de ${owner}`)]])
  const held = new Map<string, Units>()

  const holding = (asset: string, wallet: WalletKind = "main"): Units => held.get(`${wallet} ${asset}`) ?? 0n

  const open = (wallet: WalletKind, asset: string, at: number): void => {
    const name = `${wallet} ${asset}`
    if (!wallets.has(name)) wallets.set(name, walletRow(seed, wallet, asset, at, wallet === "vault" ? `Bóveda de ${owner}` : undefined))
  }

  interface Row {
    readonly wallet?: WalletKind
    readonly status?: string
    /** What leaves besides, in no row's amount. */
    readonly besides?: Units
    readonly more?: JsonRow
  }

  const post = (
    at: number,
    type: string,
    asset: string,
    amount: Units,
    { wallet = "main", status = "completed", besides = 0n, more = {} }: Row = {}
  ): string => {
    open(wallet, asset, at)
    const id = uuidOf(random)
    const after = holding(asset, wallet) + amount - besides
    if (after < 0n) throw new RangeError(`${seed}: ${wallet} ${asset} would be ${fixed(after, 10)}`)
    if (status === "completed") held.set(`${wallet} ${asset}`, after)
    const printed = { asset, amount: fixed(amount, placesOf(asset)) }
    transactions.push(transactionRow({ account: seed, id, at, wallet, type, amount: printed, status, more }))
    return id
  }

  const sentence = (title: string, subtitle: string): JsonRow => ({
    description: subtitle,
    details: { title, subtitle, health: "positive" }
  })

  return {
    random,
    holding,
    post,
    newOrder: (): string => uuidOf(random),
    bank: (at: number, asset: string, amount: Units): void =>
      void post(at, amount < 0n ? "fiat_withdrawal" : "fiat_deposit", asset, amount, {
        more: sentence(amount < 0n ? "Withdrew funds" : "Deposited funds", `Cuenta de ${owner} en Banco del Bajío`)
      }),
    receive: (at: number, asset: string, amount: Units): void =>
      void post(at, "send", asset, amount, {
        more: {
          ...sentence(`Received ${asset}`, `De ${owner}`),
          network: { status: "confirmed", network_name: "bitcoin", hash: random.hex(64) },
          from: { resource: "bitcoin_network", address: `bc1q${random.hex(38)}` }
        }
      }),
    /** `fee` is in what leaves. */
    send: (at: number, asset: string, amount: Units, fee: Units, status = "completed"): void =>
      void post(at, "send", asset, -amount, {
        status,
        more: {
          ...sentence(`Sent ${asset}`, `Para ${owner}`),
          idem: uuidOf(random),
          network: {
            status: status === "completed" ? "confirmed" : "pending",
            network_name: "bitcoin",
            hash: random.hex(64),
            transaction_fee: { amount: fixed(fee, 8), currency: asset }
          },
          to: { resource: "address", address: `bc1q${random.hex(38)}` }
        }
      }),
    /** A row in each wallet, both gross; the commission leaves the quote's besides. */
    fill: ({ at, product: [base, quote], settledIn = quote, side, size, price, feePpm, order }: FillOf): void => {
      const places = placesOf(settledIn)
      const cost = roundTo(divide(size * price, unitsPerOne), places)
      const commission = roundTo(divide(cost * feePpm, 1_000_000n), places)
      const sign = side === "buy" ? 1n : -1n
      const product = `${base}-${quote}`
      const more = {
        advanced_trade_fill: {
          fill_price: fixed(price, 8),
          product_id: product,
          order_id: order,
          commission: fixed(commission, places),
          order_side: side
        }
      }
      // What is given is written first.
      const legs = [
        () => post(at, "advanced_trade_fill", settledIn, -sign * cost, { besides: commission, more }),
        () => post(at, "advanced_trade_fill", base, sign * size, { more })
      ]
      for (const leg of side === "buy" ? legs : legs.reverse()) leg()
      const id = uuidOf(random)
      const shown = { price: fixed(price, 8), size: fixed(size, 8), commission: fixed(commission, places) }
      fills.push(fillRow({ id, at, order, product, side: side === "buy" ? "BUY" : "SELL", ...shown, user }))
    },
    /** One asset against another at a quoted price: two rows, joined by the conversion's id. */
    convert: (at: number, spent: readonly [string, Units], received: readonly [string, Units]): void => {
      const trade = uuidOf(random)
      const more = {
        trade: { id: trade, resource: "trade", resource_path: `/v2/accounts/${walletId(seed, "main", spent[0])}/trades/${trade}` }
      }
      post(at, "trade", spent[0], -spent[1], { more })
      post(at + 1_000, "trade", received[0], received[1], { more })
    },
    /** Out of one wallet of an asset into another: two opposite rows that nothing joins. */
    move: (at: number, type: string, asset: string, amount: Units, from: WalletKind, to: WalletKind): void => {
      post(at, type, asset, -amount, { wallet: from })
      post(at, type, asset, amount, { wallet: to })
    },
    openOrder: (asset: string, amount: string): void => void (holds[asset] = amount),
    account: (): Account => ({
      portfolio,
      wallets: [...wallets.values()].reverse(),
      transactions: [...transactions].reverse(),
      transactions_missing: [],
      fills: [...fills].reverse(),
      holds,
      balance: {}
    })
  }
}
