/** The way from an asset to a currency over others, where no source speaks of the two. Pure. */
import type { PriceHop } from "./HistoricPrice.ts"
import type { PriceFinder } from "./PriceFinder.ts"

/** Assets that many others are traded against, the one with the largest markets first. */
export const pivots = ["usd", "tether", "usd-coin", "mxn", "bitcoin", "eur", "bitso-digital-dollar", "ethereum", "brl"]

/** Assets on the way, fewest first; only ways on which a source speaks of every pair. */
const routesOf = (finder: PriceFinder, from: string, to: string): ReadonlyArray<ReadonlyArray<string>> => {
  const over = pivots.filter((pivot) => pivot !== from && pivot !== to)
  const joined = (route: ReadonlyArray<string>) => route.every((asset, i) => i === 0 || finder.joins(route[i - 1]!, asset))
  const one = over.map((pivot) => [from, pivot, to])
  const two = over.flatMap((first) => over.flatMap((second) => (first === second ? [] : [[from, first, second, to]])))
  return [[from, to], ...one, ...two].filter(joined)
}

/** Finds paths to one currency; what can be known without an instant is known once. */
export const pathTo = (finder: PriceFinder, currency: string) => {
  const known = new Map<string, ReadonlyArray<ReadonlyArray<string>>>()
  const routes = (asset: string) => {
    const before = known.get(asset)
    if (before !== undefined) return before
    const found = routesOf(finder, asset, currency)
    known.set(asset, found)
    return found
  }

  const along = (route: ReadonlyArray<string>, at: number, where: string | undefined): ReadonlyArray<PriceHop> | null => {
    const hops: Array<PriceHop> = []
    for (let i = 1; i < route.length; i++) {
      const found = finder.hops(route[i - 1]!, route[i]!, at, where)
      if (found === null) return null
      hops.push(...found)
    }
    return hops
  }

  return {
    /** Whether any way leads there, at whatever time. */
    leads: (asset: string): boolean => routes(asset).length > 0,
    path: (asset: string, at: number, where?: string): ReadonlyArray<PriceHop> | null => {
      for (const route of routes(asset)) {
        const found = along(route, at, where)
        if (found !== null) return found
      }
      return null
    }
  }
}
