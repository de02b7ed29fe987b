/** A stream that the exchange shows market by market (or asset by asset): no list is left out, early or late. */
import type { Adapter, Manifest } from "@caudal/exchange"
import type { Act, FaultRule } from "@caudal/exchange/simulator"
import { type Case, must } from "../Case.ts"
import { mustAddUp, mustBeProved, mustRead } from "../expect.ts"
import { deposits, everyday, fannedOut, fill, minutes, moments } from "../histories.ts"
import { now, withRig } from "../rig/Rig.ts"

const group = "lists"

const skip = (manifest: Manifest): string | null => (fannedOut(manifest).length > 0 ? null : "no stream consists of many lists")

const money = (asset: string, amount: string) => ({ asset, amount })

/** No coin of it lies about before. */
const inNewMarket = (n: number, base: string, quote: string): Act =>
  fill(n, { id: String(70_100_000 + n), side: "sell", base: money(base, "2.5"), quote: money(quote, "40.25"), fee: money(quote, "0.05") })

/** The catalogues that the lists are taken from come back without anything in them. */
const nothingListed = ({ manifest, streams }: Adapter): ReadonlyArray<FaultRule> =>
  fannedOut(manifest).flatMap(({ id }) => {
    const start = streams[id]?.dimensions?.start
    return start !== undefined && "call" in start
      ? [{ route: manifest.endpoints[start.call.endpoint]!.path, fault: "emptyList" as const }]
      : []
  })

export const lists: ReadonlyArray<Case> = [
  {
    id: "L-01",
    group,
    name: "a list that appears later is read from then on",
    why: "Whoever begins to trade a new coin would have a history without it.",
    skip,
    run: async (subject) => {
      const { manifest } = subject.adapter
      const before = everyday(manifest)
      const later = moments(
        manifest,
        [{ ...deposits(1, 300)[0]!, got: money("latecoin", "10") }, inNewMarket(1, "latecoin", "usd"), fill(300)],
        now()
      )
      await withRig(subject, { acts: before }, async (rig) => {
        await rig.connect()
        rig.simulator.append(subject.simulator.rowsOf(later))
        await rig.recover()
        const book = await rig.book()
        mustAddUp(book, [...before, ...later], subject)
        mustBeProved(book)
      })
    }
  },
  {
    id: "L-02",
    group,
    name: "a list that is no longer named keeps its rows and is still read",
    why: "The last trades before a market was closed would be lost with its name.",
    skip,
    run: async (subject) => {
      const { manifest } = subject.adapter
      const before = everyday(manifest)
      const last = moments(manifest, [fill(300)], now())
      await withRig(subject, { acts: before }, async (rig) => {
        await rig.connect()
        rig.simulator.append(subject.simulator.rowsOf(last))
        rig.simulator.setFaults({ seed: 1, rules: nothingListed(subject.adapter) })
        await rig.sync()
        mustAddUp(await rig.book(), [...before, ...last], subject)
      })
    }
  },
  {
    id: "L-03",
    group,
    name: "what one list shows opens the next, within the same sync",
    why: "A coin that was only ever swapped would be found one sync later each, and the books be wrong until then.",
    skip,
    run: async (subject) => {
      const acts: ReadonlyArray<Act> = [
        { ...deposits(1)[0]!, got: money("firstcoin", "10") },
        { ...inNewMarket(10, "firstcoin", "secondcoin"), at: minutes(10) },
        { ...inNewMarket(11, "secondcoin", "thirdcoin"), at: minutes(11) },
        { ...inNewMarket(12, "thirdcoin", "fourthcoin"), at: minutes(12) },
        // bought with what is known, and all of it sold again
        fill(13, { base: money("passingcoin", "2.5"), quote: money("fourthcoin", "10"), fee: money("fourthcoin", "0.5") }),
        { ...inNewMarket(14, "passingcoin", "lastcoin"), at: minutes(14) }
      ]
      const book = await mustRead(subject, acts)
      must(book.events.length >= acts.length, () => `${book.events.length} events instead of ${acts.length} or more`)
    }
  },
  {
    id: "L-04",
    group,
    name: "more rows in one list than fit on a page",
    why: "All but the first page of each market would be lost, or a row at each end of a page.",
    skip,
    run: async (subject) => {
      const { manifest } = subject.adapter
      const size = Math.max(...fannedOut(manifest).map(({ pageSize }) => pageSize))
      await mustRead(subject, [...deposits(2), ...Array.from({ length: 2 * size + 1 }, (_, i) => fill(10 + i))])
    }
  },
  {
    id: "L-05",
    group,
    name: "the same id in two lists is two things",
    why: "Exchanges number the trades of each market from one: a trade would overwrite another.",
    skip: ({ streams }) => (streams.some(({ fanOut }) => fanOut?.by === "market") ? null : "no stream is read market by market"),
    run: async (subject) => {
      const twice = (n: number, base: string): Act => fill(n, { id: "4711", base: money(base, "0.5"), fee: money(base, "0.001") })
      const book = await mustRead(subject, [...deposits(2), twice(20, "btc"), twice(21, "eth")])
      const groups = new Set(book.events.filter(({ kind }) => kind === "trade").map(({ groupId }) => groupId))
      must(groups.size === 2, "two trades of two markets are taken for one thing")
    }
  }
]
