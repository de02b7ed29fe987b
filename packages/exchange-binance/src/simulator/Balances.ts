/** What the account holds in each place: the exact sum of its lists, or what an account file says it is. */
import { addExact, amountText, formatExact, isRow, readExact, subtractExact, zeroExact, type Exact } from "@caudal/exchange/simulator"
import type { Change, Place } from "./lists.ts"

export const places = ["spot", "funding", "flexible", "locked"] as const satisfies ReadonlyArray<Place>

export interface BalanceEntry {
  readonly place: Place
  readonly asset: string
  readonly total: string
  readonly locked: string
}

/** `{spot: {BTC: "1"}, funding: …, flexible: …, locked: …}`. */
export const parseBalance = (value: unknown): ReadonlyArray<BalanceEntry> => {
  if (!isRow(value)) throw new TypeError("balance: amounts by place and asset are expected")
  return Object.entries(value).flatMap(([place, amounts]) => {
    if (!places.includes(place as Place) || !isRow(amounts)) throw new TypeError(`balance: ${place} is none of ${places.join(", ")}`)
    return Object.entries(amounts).map(([asset, amount]) => {
      const total = readExact(amountText(amount))
      if (total === undefined) throw new TypeError(`balance: ${place}.${asset} is no amount`)
      return { place: place as Place, asset, total: formatExact(total), locked: "0" }
    })
  })
}

export interface Balances {
  readonly entries: () => ReadonlyArray<BalanceEntry>
  readonly apply: (changes: ReadonlyArray<Change>) => void
  readonly hold: (holds: Readonly<Record<string, string>>) => void
  /** The listed assets are what is said here from now on. */
  readonly assert: (entries: ReadonlyArray<BalanceEntry>) => void
}

export const makeBalances = (): Balances => {
  const totals = new Map<string, Exact>()
  const locked = new Map<string, Exact>()
  const keyOf = (place: Place, asset: string): string => `${place} ${asset}`
  return {
    apply: (changes) => {
      for (const [place, asset, amount] of changes) {
        const key = keyOf(place, asset)
        totals.set(key, addExact(totals.get(key) ?? zeroExact, amount))
      }
    },
    hold: (holds) => {
      for (const [asset, amount] of Object.entries(holds)) locked.set(keyOf("spot", asset), readExact(amount) ?? zeroExact)
    },
    assert: (entries) => {
      for (const { place, asset, total } of entries) totals.set(keyOf(place, asset), readExact(total)!)
    },
    entries: () =>
      [...totals.keys()].sort().map((key) => {
        const border = key.indexOf(" ")
        return {
          place: key.slice(0, border) as Place,
          asset: key.slice(border + 1),
          total: formatExact(totals.get(key)!),
          locked: formatExact(locked.get(key) ?? zeroExact)
        }
      })
  }
}

export const free = ({ total, locked }: BalanceEntry): string => formatExact(subtractExact(readExact(total)!, readExact(locked)!))
