/** The rows that Kraken writes, in its own spelling. */
import type { JsonRow, Random } from "@caudal/exchange/simulator"

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

/** `L4UESK-KG3EQ-UFO4T5`: a letter that tells what it names, and sixteen of base 32. */
export const wireId = (letter: string, random: Random): string => {
  const some = (length: number): string => Array.from({ length }, () => alphabet[random.int(0, alphabet.length - 1)]).join("")
  return `${letter}${some(5)}-${some(5)}-${some(6)}`
}

/** Decimal digits as Kraken pads them: four for money, ten for legacy codes of coins, eight for the rest. */
export const placesOf = (asset: string): number =>
  /^(?:Z[A-Z]{3}|CHF|AED|[A-Z]{3}\.(?:HOLD|M))$/.test(asset) ? 4 : /^X[A-Z]{3}$/.test(asset) ? 10 : 8

export interface LedgerEntry {
  readonly id: string
  readonly refid: string | null
  readonly time: unknown
  readonly type: string
  readonly subtype: string
  readonly asset: string
  readonly amount: unknown
  readonly fee: unknown
}

export const ledgerRow = ({ id, refid, time, type, subtype, asset, amount, fee }: LedgerEntry, balance: string): JsonRow => ({
  id,
  refid,
  time,
  type,
  subtype,
  aclass: "currency",
  asset,
  amount,
  fee,
  balance
})
