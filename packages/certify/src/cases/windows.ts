/** A stream that is asked for one stretch of time after another: nothing falls between two of them. */
import { type Adapter, type Manifest, type Reply, shownFrom, type Stream } from "@caudal/exchange"
import type { Act } from "@caudal/exchange/simulator"
import { type Case, must, type Subject } from "../Case.ts"
import { mustRead, mustSurvive } from "../expect.ts"
import { deposits, everyday, fill, minutes, windowed, type WindowedSpec } from "../histories.ts"
import type { BookEvent } from "../rig/Book.ts"
import { observe } from "../rig/observe.ts"
import { now, withRig } from "../rig/Rig.ts"

const group = "windows"

const skip = (manifest: Manifest): string | null => (windowed(manifest).length > 0 ? null : "no stream is read in windows")

/** One of each that a list might show. */
const anything = (n: number, at: number): ReadonlyArray<Act> => [
  { ...deposits(1, n)[0]!, at },
  { act: "credit", id: `credit-${n}`, at, got: { asset: "usd", amount: "0.37" } },
  { act: "withdrawal", id: `withdrawal-${n}`, at, gave: { asset: "usd", amount: "5.00" } }
]

const withStream = (adapter: Adapter, id: string, change: (stream: Stream) => Stream): Adapter => ({
  ...adapter,
  streams: { ...adapter.streams, [id]: change(adapter.streams[id]!) }
})

/** The adapter with this as its only stream in windows: what the others show at the same moment is another matter. */
const alone = (adapter: Adapter, { id }: WindowedSpec): Adapter => ({
  ...adapter,
  manifest: {
    ...adapter.manifest,
    streams: adapter.manifest.streams.filter((spec) => spec.id === id || spec.window === null),
    books: [{ id: "alone", posts: [id], witnesses: [] }]
  }
})

/** Instants on both sides of the borders between the newest windows, on the exchange's grain. */
const aroundBorders = (
  { window: { from: first, largestMs }, granularityMs }: WindowedSpec,
  newest: { readonly from: number; readonly to: number }
): ReadonlyArray<number> => {
  const length = Math.floor(largestMs / granularityMs) * granularityMs
  return [newest.from, newest.from - length, newest.from - 2 * length]
    .filter((border) => border - granularityMs >= first)
    .flatMap((border) => [border - granularityMs, border, border + granularityMs])
}

const fact = ({ externalId, occurrence, at, postings }: BookEvent): string => JSON.stringify([externalId, occurrence, at, postings])

/** Rows lie exactly at the borders of the windows that this very sync asks for. */
const readBorders = async (subject: Subject, spec: WindowedSpec): Promise<void> => {
  const acts = deposits(1)
  let atBorders: ReadonlyArray<Act> = []
  let put: (acts: ReadonlyArray<Act>) => void = () => undefined
  const watching = withStream(alone(subject.adapter, spec), spec.id, (stream) => ({
    ...stream,
    request: (request) => {
      if (atBorders.length === 0 && request.window !== null) {
        atBorders = aroundBorders(spec, request.window)
          .toSorted((a, b) => a - b)
          .flatMap((at, i) => anything(500 + i, at))
        put(atBorders)
      }
      return stream.request(request)
    }
  }))
  const found = await withRig(subject, { acts, adapter: watching }, async (rig) => {
    put = (more) => rig.simulator.append(subject.simulator.rowsOf(more))
    await rig.connect()
    return (await rig.book()).events.filter(({ stream }) => stream === spec.id).map(fact)
  })
  const whole = await mustRead(subject, [...acts, ...atBorders])
  const expected = whole.events.filter(({ stream }) => stream === spec.id)
  const missing = expected.find((event) => !found.includes(fact(event)))
  must(
    missing === undefined,
    () => `${spec.id}: the row of ${new Date(missing!.at).toISOString()}, at the border of two windows, is missing`
  )
  must(
    found.length === expected.length,
    () => `${spec.id}: ${found.length} events instead of ${expected.length}: rows at borders came twice`
  )
}

/** From the first instant there is to now, unevenly. */
const spread = (manifest: Manifest): ReadonlyArray<Act> => {
  const specs = windowed(manifest)
  const grain = Math.max(1_000, ...specs.map(({ granularityMs }) => granularityMs))
  // an hour on this side of where they begin to be shown, which moves on while they are read
  const first = Math.max(...specs.map((spec) => shownFrom(spec, now()))) + 3_600_000
  const step = Math.max(grain, Math.floor(Math.min((now() - first) / 24, ...specs.map(({ window }) => window.largestMs / 2))))
  const count = Math.min(80, Math.floor((now() - 86_400_000 - first) / step))
  return Array.from({ length: count }, (_, i) => Math.ceil((first + i * step) / grain) * grain).flatMap((at, i) => [
    ...anything(600 + i, at),
    { ...fill(600 + i), at }
  ])
}

interface Calm {
  /** What the exchange answers where nothing happened. */
  readonly empty: ReadonlyMap<string, Reply>
  /** Streams in which something did. */
  readonly filled: ReadonlySet<string>
}

const calmRun = async (subject: Subject, acts: ReadonlyArray<Act>): Promise<Calm> => {
  const { adapter, parsed } = observe(subject.adapter)
  await mustRead(subject, acts, { adapter })
  const at = acts.map((act) => act.at)
  const [first, last] = [Math.min(...at), Math.max(...at)]
  const eventful = parsed.filter(({ stream, request, reply }) => subject.adapter.streams[stream]!.parse(reply, request).events.length > 0)
  return {
    empty: new Map(
      parsed.flatMap(({ stream, request: { window }, reply }) =>
        window !== null && (window.from > last || window.to <= first) ? [[stream, reply] as const] : []
      )
    ),
    filled: new Set(eventful.map(({ stream }) => stream))
  }
}

export const windows: ReadonlyArray<Case> = [
  {
    id: "W-01",
    group,
    name: "rows at the border of two windows are neither lost nor doubled",
    why: "Whether an end belongs to a window is said nowhere, and costs a row where it is guessed wrong.",
    skip,
    run: async (subject) => {
      for (const spec of windowed(subject.adapter.manifest)) await readBorders(subject, spec)
    }
  },
  {
    id: "W-02",
    group,
    name: "a history that is spread over many years",
    why: "A window that is left out is a hole of months.",
    skip,
    run: async (subject) => {
      await mustRead(subject, spread(subject.adapter.manifest))
    }
  },
  {
    id: "W-03",
    group,
    name: "a window that holds rows comes back empty by mistake, once",
    why: "Months of history would be missing, and nothing would ever ask for them again.",
    skip,
    run: async (subject) => {
      const { manifest } = subject.adapter
      const acts = everyday(manifest)
      const { empty, filled } = await calmRun(subject, acts)
      for (const spec of windowed(manifest)) {
        const { id } = spec
        const nothing = empty.get(id)
        if (nothing === undefined || !filled.has(id)) continue
        let mistaken = false
        const adapter = withStream(subject.adapter, id, (stream) => ({
          ...stream,
          parse: (reply, request) => {
            const page = stream.parse(reply, request)
            if (mistaken || request.cursor !== null || page.events.length === 0) return page
            mistaken = true
            return stream.parse(nothing, request)
          }
        }))
        await mustSurvive(subject, acts, { adapter })
        must(mistaken, () => `${id} showed no row at the head of any window`)
      }
    }
  },
  {
    id: "W-04",
    group,
    name: "more rows in one window than fit on a page",
    why: "Whatever is beyond the first page of a busy month would be lost.",
    skip,
    run: async (subject) => {
      const { manifest } = subject.adapter
      const size = Math.max(...windowed(manifest).map(({ pageSize }) => pageSize))
      await mustRead(subject, Array.from({ length: 2 * size + 1 }, (_, i) => anything(700 + i, minutes(i))).flat())
    }
  }
]
