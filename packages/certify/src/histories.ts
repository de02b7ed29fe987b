/** The small histories that cases are about, and what they must add up to. */
import type { Manifest, StreamSpec } from "@caudal/exchange"
import { type Act, addExact, type Deposit, type Exact, type Fill, readExact, zeroExact } from "@caudal/exchange/simulator"
import { now } from "./rig/Rig.ts"

const minute = 60_000
const week = 7 * 24 * 60 * minute
const wednesdayNoon = 6.5 * 24 * 60 * minute // after a Thursday began, as 1970 did

/**
 * A Wednesday nine to ten weeks ago: no settle delay reaches it, and an exchange that shows three months still shows it. A fixed
 * date would become too old for one exchange after another.
 */
const start = Math.floor((now() - 9 * week - wednesdayNoon) / week) * week + wednesdayNoon

export const minutes = (n: number): number => start + n * minute

export const postingStreams = ({ books, streams }: Manifest): ReadonlyArray<StreamSpec> => {
  const posts = books[0]?.posts ?? []
  return streams.filter((spec) => posts.includes(spec.id))
}

export const syncedStreams = ({ books, streams }: Manifest): ReadonlyArray<StreamSpec> => {
  const read = [...(books[0]?.posts ?? []), ...(books[0]?.witnesses ?? [])]
  return streams.filter((spec) => spec.synced && read.includes(spec.id))
}

/** Routes of a fault plan: the paths of the streams' endpoints. */
export const routesOf = (manifest: Manifest, specs: ReadonlyArray<StreamSpec>): ReadonlyArray<string> =>
  specs.map((spec) => manifest.endpoints[spec.endpoint]!.path)

/** Rows per page of the list that builds the books. */
export const pageSize = (manifest: Manifest): number => postingStreams(manifest)[0]?.pageSize ?? 100

/** One row of the ledger each. */
export const deposits = (count: number, from = 0): ReadonlyArray<Deposit> =>
  Array.from({ length: count }, (_, i) => ({
    act: "deposit",
    id: `deposit-${from + i}`,
    at: minutes(from + i),
    got: { asset: "usd", amount: `${100 + from + i}.25` }
  }))

/** Announced, and counted by nobody. */
export const notArrived: ReadonlyArray<Deposit> = (["pending", "failed"] as const).map((state, i) => ({
  act: "deposit",
  id: `deposit-${state}`,
  at: minutes(200 + i),
  got: { asset: "usd", amount: "77.5" },
  state
}))

export const fill = (n: number, over: Partial<Fill> = {}): Fill => ({
  act: "fill",
  id: String(70_000_001 + n),
  at: minutes(n),
  side: "buy",
  base: { asset: "btc", amount: "0.00500000" },
  quote: { asset: "usd", amount: "210.50" },
  fee: { asset: "btc", amount: "0.00001250" },
  ...over
})

/** A bit of everything, in every wallet there is, with a fill wherever a page ends. */
export const everyday = (manifest: Manifest): ReadonlyArray<Act> => {
  const some: ReadonlyArray<Act> = [
    { act: "deposit", id: "e-1", at: minutes(1), got: { asset: "usd", amount: "5000.00" }, person: "Persona Plantada" },
    fill(2),
    fill(3, {
      side: "sell",
      base: { asset: "btc", amount: "0.00100000" },
      quote: { asset: "usd", amount: "43.10" },
      fee: { asset: "usd", amount: "0.11" }
    }),
    { act: "credit", id: "e-4", at: minutes(4), got: { asset: "usd", amount: "0.37" } },
    {
      act: "withdrawal",
      id: "e-5",
      at: minutes(5),
      gave: { asset: "btc", amount: "0.00200000" },
      fee: { asset: "btc", amount: "0.00010000" },
      person: "Persona Segunda"
    },
    { act: "deposit", id: "e-6", at: minutes(6), got: { asset: "eth", amount: "1.5" } }
  ]
  const others = manifest.wallets.slice(1).map((wallet, i): Act => ({
    act: "credit",
    id: `w-${wallet}`,
    at: minutes(10 + i),
    wallet,
    got: { asset: "usd", amount: `${i + 3}.5` }
  }))
  return [...some, ...others]
}

/** Enough of it for several pages of the ledger. */
export const longer = (manifest: Manifest): ReadonlyArray<Act> => [...everyday(manifest), ...deposits(2 * pageSize(manifest) + 1, 100)]

/** The same acts, moments ago: rows that every run reads again. */
export const moments = (manifest: Manifest, acts: ReadonlyArray<Act>, now: number): ReadonlyArray<Act> => {
  const specs = syncedStreams(manifest)
  const grain = Math.max(1_000, ...specs.map(({ granularityMs }) => granularityMs))
  const settle = Math.min(...specs.map(({ settleDelayMs }) => settleDelayMs))
  const last = Math.floor((now - Math.min(60_000, settle / 3)) / grain) * grain
  return acts.map((act, i) => ({ ...act, at: last - (acts.length - 1 - i) * grain }))
}

export const fannedOut = (manifest: Manifest): ReadonlyArray<StreamSpec> =>
  postingStreams(manifest).filter(({ fanOut, synced }) => synced && fanOut !== null)

export type WindowedSpec = StreamSpec & { readonly window: NonNullable<StreamSpec["window"]> }

export const windowed = (manifest: Manifest): ReadonlyArray<WindowedSpec> =>
  postingStreams(manifest).filter((spec): spec is WindowedSpec => spec.synced && spec.window !== null)

/** Net change by instant, then by `wallet asset`; the kit's own sums, which share no code with adapters. */
export const netOf = (
  acts: ReadonlyArray<Act>,
  firstWallet: string,
  granularityMs: number,
  codeOf: (asset: string, wallet: string) => string
): ReadonlyMap<number, ReadonlyMap<string, Exact>> => {
  const net = new Map<number, Map<string, Exact>>()
  const move = (act: Act, asset: string, amount: string, sign: 1 | -1): void => {
    const at = Math.floor(act.at / granularityMs) * granularityMs
    const sums = net.get(at) ?? new Map<string, Exact>()
    net.set(at, sums)
    const wallet = act.wallet ?? firstWallet
    const key = `${wallet} ${codeOf(asset, wallet)}`
    const { units, scale } = readExact(amount)!
    sums.set(key, addExact(sums.get(key) ?? zeroExact, { units: sign === 1 ? units : -units, scale }))
  }
  for (const act of acts) {
    switch (act.act) {
      case "deposit":
        if (act.state === undefined) move(act, act.got.asset, act.got.amount, 1)
        break
      case "credit":
        move(act, act.got.asset, act.got.amount, 1)
        break
      case "withdrawal":
        move(act, act.gave.asset, act.gave.amount, -1)
        if (act.fee !== undefined) move(act, act.fee.asset, act.fee.amount, -1)
        break
      case "fill": {
        const buys = act.side === "buy"
        move(act, act.base.asset, act.base.amount, buys ? 1 : -1)
        move(act, act.quote.asset, act.quote.amount, buys ? -1 : 1)
        if (act.fee !== undefined) move(act, act.fee.asset, act.fee.amount, -1)
        break
      }
      case "unreadable":
        break
    }
  }
  return net
}
