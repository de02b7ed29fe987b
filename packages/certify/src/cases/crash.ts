/** The power fails after every single call, once each. */
import type { Adapter, Manifest, Stream } from "@caudal/exchange"
import { type Case, must, type Subject } from "../Case.ts"
import { calmBook, mustBeProved } from "../expect.ts"
import { deposits, everyday, fill, pageSize, syncedStreams } from "../histories.ts"
import { difference } from "../rig/Book.ts"
import { observe, type Observed } from "../rig/observe.ts"
import { callsOfConnecting, now, withRig } from "../rig/Rig.ts"

const group = "crash"

interface Crash {
  readonly afterCalls: number
  readonly differs: string | null
  /** Pages asked for again although they had been stored. */
  readonly repeated: ReadonlyArray<string>
  readonly nonceViolations: number
  readonly nonces: number
}

/** Several pages of the first list, and of one list that climbs. */
const history = ({ adapter: { manifest } }: Subject) => {
  const climbing = syncedStreams(manifest).filter(({ order, window }) => order === "oldest-first" && window === null)
  const fills = climbing.length === 0 ? 0 : Math.max(...climbing.map((spec) => spec.pageSize)) + 1
  return [...everyday(manifest), ...deposits(2 * pageSize(manifest), 100), ...Array.from({ length: fills }, (_, i) => fill(500 + i))]
}

/** So many crashes are tried at every call; beyond, at some of them. */
const most = 40

/** The adapter, which says of every page that shows something that it did. */
const telling = (adapter: Adapter, showed: () => void): Adapter => ({
  ...adapter,
  streams: Object.fromEntries(
    Object.entries(adapter.streams).map(([id, stream]): [string, Stream] => [
      id,
      {
        ...stream,
        parse: (reply, request) => {
          const page = stream.parse(reply, request)
          if (page.events.length + page.quarantined.length > 0) showed()
          return page
        }
      }
    ])
  )
})

/**
 * After how many calls of a sync it is stopped: after each. Of very many, which find nothing as a rule, after as many as
 * can be tried, and before and after each that shows a row.
 */
const positionsOf = async (subject: Subject): Promise<ReadonlyArray<number>> => {
  const before = await callsOfConnecting(subject)
  const showing = new Set<number>()
  let calls = () => 0
  const adapter = telling(subject.adapter, () => void showing.add(calls()))
  return withRig(subject, { acts: history(subject), adapter }, async (rig) => {
    calls = () => rig.wire.sent.length - before
    await rig.connect()
    const all = Array.from({ length: calls() }, (_, i) => i)
    const step = Math.ceil(all.length / most)
    return all.length <= 2 * most ? all : all.filter((i) => i % step === 0 || showing.has(i) || showing.has(i + 1))
  })
}

const crashAfter = async (subject: Subject, afterCalls: number): Promise<Crash> => {
  const whole = await calmBook(subject, history(subject))
  const before = await callsOfConnecting(subject)
  const begun = now()
  const { adapter, asked, parsed } = observe(subject.adapter)
  return withRig(subject, { acts: history(subject), adapter }, async (rig) => {
    const held = rig.wire.hold(before + afterCalls + 1)
    await rig.begin()
    // A run may be a call shorter than the one before, where no row arrived meanwhile; then it is over, not stopped.
    await Promise.race([held, rig.ended().catch(() => undefined)])
    const pages = stored(parsed, subject.adapter.manifest)
    await rig.restart()
    const from = asked.length
    await rig.sync()
    const book = await rig.book()
    mustBeProved(book)
    const { counts, requests } = rig.simulator.requests()
    return {
      afterCalls,
      differs: difference(book, whole),
      repeated: asked
        .slice(from)
        .filter((page) => pages.some((one) => isSame(one, page, settledBy(begun, page, subject.adapter.manifest))))
        .map(pageOf),
      nonceViolations: counts.nonceViolations,
      nonces: requests.filter(({ nonce }) => nonce !== null).length
    }
  })
}

type Parsed = Observed["parsed"][number]

type Page = Pick<Parsed, "stream" | "request">

const listOf = ({ stream, request }: Page): string => `${stream} ${request.dimension ?? ""}`
const pageOf = (page: Page): string => {
  const { window, cursor } = page.request
  const from = window === null ? "" : ` from ${new Date(window.from).toISOString()}`
  return `${listOf(page)}${from} after ${cursor}`
}

/** From when on a run that began then reads again on purpose: on the list's grain, by the exchange's clock, which tells whole seconds. */
const settledBy = (begun: number, { stream }: Page, { streams }: Manifest): number => {
  const { settleDelayMs, granularityMs } = streams.find(({ id }) => id === stream)!
  return begun - settleDelayMs - granularityMs - 1_000
}

/**
 * Another window over the same time is the same page: a walk that begins anew has other borders. What is newer than `settled`
 * is read again on purpose.
 */
const isSame = (a: Page, b: Page, settled: number): boolean => {
  const [one, other] = [a.request.window, b.request.window]
  if (listOf(a) !== listOf(b)) return false
  if (one === null || other === null || one.from === other.from) return a.request.cursor === b.request.cursor
  return Math.max(one.from, other.from) < Math.min(one.to, other.to, settled)
}

/**
 * Pages that were surely stored: another page of the same list was asked for afterwards. Left out is what is read again on
 * purpose: the newest page or window, where rows may still settle; the last page with rows of a list that climbs; and what
 * came back empty.
 */
const stored = (parsed: ReadonlyArray<Parsed>, { streams }: Manifest): ReadonlyArray<Page> =>
  [...Map.groupBy(parsed, listOf).values()].flatMap((ofOne) => {
    const { order, window } = streams.find(({ id }) => id === ofOne[0]!.stream)!
    const shown = ofOne.slice(0, -1).filter(({ page }) => page.events.length + page.quarantined.length > 0)
    if (window !== null) {
      const newest = Math.max(...ofOne.map(({ request }) => request.window!.to))
      return shown.filter(({ request }) => request.window!.to < newest)
    }
    // it may have been looked at several times
    if (order === "oldest-first") return shown.filter((page) => !isSame(page, shown.at(-1)!, Number.POSITIVE_INFINITY))
    return shown.filter(({ request }) => request.cursor !== null)
  })

const crashes = new WeakMap<Subject, Promise<ReadonlyArray<Crash>>>()

/** All positions, once for all cases that look at them. */
const allCrashes = (subject: Subject): Promise<ReadonlyArray<Crash>> => {
  const known = crashes.get(subject)
  if (known !== undefined) return known
  const made = (async () => {
    const all: Array<Crash> = []
    for (const afterCalls of await positionsOf(subject)) all.push(await crashAfter(subject, afterCalls))
    return all
  })()
  crashes.set(subject, made)
  return made
}

export const crash: ReadonlyArray<Case> = [
  {
    id: "C-01",
    group,
    name: "stopped after each call, at every position: the book ends up the same",
    why: "A restart at the wrong moment would cost rows or double them.",
    run: async (subject) => {
      for (const { afterCalls, differs } of await allCrashes(subject))
        must(differs === null, () => `stopped after call ${afterCalls}: ${differs}`)
    }
  },
  {
    id: "C-02",
    group,
    name: "no page that was stored is asked for again",
    why: "A first sync that is interrupted now and then would never end.",
    run: async (subject) => {
      for (const { afterCalls, repeated } of await allCrashes(subject))
        must(repeated.length === 0, () => `stopped after call ${afterCalls}: ${repeated[0]} was stored and asked for again`)
    }
  },
  {
    id: "C-03",
    group,
    name: "the nonce rises over restarts, and each is used once",
    why: "The exchange refuses a nonce it has seen, and locks keys that repeat one.",
    skip: ({ nonce }) => (nonce.kind === "increasing-per-key" ? null : "the exchange wants no rising nonce"),
    run: async (subject) => {
      for (const { afterCalls, nonceViolations, nonces } of await allCrashes(subject)) {
        must(nonces > 0, "no signed request carried a nonce")
        must(nonceViolations === 0, () => `stopped after call ${afterCalls}: ${nonceViolations} requests carried a nonce that did not rise`)
      }
    }
  }
]
