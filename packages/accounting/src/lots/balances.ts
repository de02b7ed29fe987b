import { type Decimal, decimal, scaled, tenTo } from "../number/Decimal.ts"
import type { Ledger } from "./Ledger.ts"
import type { Policy } from "./Policy.ts"

export interface Balance {
  readonly account: string
  readonly asset: string
  /** Negative where the events say that more went out than came in. */
  readonly quantity: Decimal
}

/** Units in each account by the events alone, whatever was booked. */
export const balances = (
  { entries, assets, accounts, scales }: Ledger,
  { disposalFee }: Pick<Policy, "disposalFee">
): ReadonlyArray<Balance> => {
  const held = new Map<number, bigint>()
  const move = (asset: number, account: number, units: bigint): void => {
    const key = asset * accounts.length + account
    held.set(key, (held.get(key) ?? 0n) + units)
  }
  for (const { event, asset, account, quantity, feeUnits, toAsset, toAccount, received } of entries) {
    switch (event.type) {
      case "buy":
      case "income":
      case "fork":
      case "opening":
        move(asset, account, quantity)
        break
      case "sell":
      case "fee":
      case "gift_out":
        move(asset, account, -quantity - (disposalFee === "unitsNoProceeds" ? feeUnits : 0n))
        break
      case "conversion":
        move(asset, account, -quantity)
        move(toAsset, toAccount, received)
        break
      case "transfer":
        move(asset, account, -quantity)
        move(asset, toAccount, received)
        break
      case "split": {
        const { units, scale } = scaled(event.ratio)
        for (const [key, before] of held) {
          const inScope = event.account === undefined || key % accounts.length === account
          if (Math.floor(key / accounts.length) === asset && inScope) held.set(key, (before * units) / tenTo(scale))
        }
      }
    }
  }
  return [...held].map(([key, units]) => {
    const asset = Math.floor(key / accounts.length)
    return { account: accounts[key % accounts.length]!, asset: assets[asset]!, quantity: decimal(units, scales[asset]!) }
  })
}
