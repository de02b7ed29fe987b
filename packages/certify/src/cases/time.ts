/** Instants, and clocks that disagree. */
import { shownFrom } from "@caudal/exchange"
import type { Act } from "@caudal/exchange/simulator"
import { type Case, must } from "../Case.ts"
import { calmBook, mustBeProved, mustRead } from "../expect.ts"
import { deposits, everyday, fill, minutes, postingStreams } from "../histories.ts"
import { difference } from "../rig/Book.ts"
import { inZone } from "../rig/inZone.ts"
import { observe } from "../rig/observe.ts"
import { now, withRig } from "../rig/Rig.ts"
import { onAll, onLists, survival } from "./survival.ts"

const group = "time"
const hour = 3_600_000

const dated = (dates: ReadonlyArray<number>): ReadonlyArray<Act> => dates.map((at, i) => ({ ...deposits(1, i)[0]!, at }))

const newYear = Date.UTC(new Date(now()).getUTCFullYear(), 0, 1)

/** Days that calendars made by hand get wrong, as far as a list shows them: with an hour to spare, since what is shown moves on. */
const turnsFrom = (from: number): ReadonlyArray<number> =>
  [
    Date.UTC(2019, 11, 31, 23, 59, 59),
    Date.UTC(2020, 1, 29),
    Date.UTC(2020, 1, 29, 23, 59, 59),
    Date.UTC(2020, 2, 1),
    Date.UTC(2020, 11, 31, 23, 59, 59),
    Date.UTC(2021, 0, 1),
    Date.UTC(2021, 6, 15, 12),
    Date.UTC(2024, 1, 29, 12),
    newYear - 1_000,
    newYear
  ].filter((at) => at >= from + hour)

const skew = (id: string, name: string, sign: 1 | -1, beyond: boolean): Case => ({
  id,
  group,
  name,
  why: beyond ? "The user would be told that the key is wrong, when it is the clock." : "Clocks are never quite the same.",
  run: async (subject) => {
    const { manifest } = subject.adapter
    const acts = everyday(manifest)
    const ms = sign * (beyond ? 30 * hour : Math.floor(manifest.clock.toleranceMs / 3))
    const whole = await calmBook(subject, acts)
    await withRig(subject, { acts, faults: onAll("clockSkew", { ms }), fromStart: true }, async (rig) => {
      const refused = await rig.connect().then(
        () => null,
        (error: { readonly failure?: { readonly code: string }; readonly message?: string }) => error
      )
      if (refused !== null) {
        const code = refused.failure?.code
        const told = code ?? refused.message ?? "nothing"
        must(beyond, () => `the key was refused (${told}) although the clocks agree well enough`)
        return must(code === "CLOCK_SKEW", () => `the clocks differ by ${Math.abs(ms) / hour} hours, and the user is told ${told}`)
      }
      const differs = difference(await rig.book(), whole)
      must(differs === null, () => `with another clock ${differs}`)
    })
  }
})

export const time: ReadonlyArray<Case> = [
  survival(
    { id: "T-01", group, name: "the rows of a page come in no order", why: "The walk would stop at the first old row." },
    (manifest) => onLists(manifest, "reorderRows", { from: 2, to: 6 })
  ),
  {
    id: "T-02",
    group,
    name: "every event bears the instant at which it happened",
    why: "Seconds read as milliseconds put the whole history into January 1970; a local time shifts every tax year.",
    run: async (subject) => {
      const { manifest } = subject.adapter
      const step = Math.max(1, ...postingStreams(manifest).map((spec) => spec.granularityMs))
      await mustRead(subject, dated([0, 1, 7, 999, 1_001, 59_999].map((ms) => Math.ceil((minutes(1) + ms * step) / step) * step)))
    }
  },
  {
    id: "T-03",
    group,
    name: "29 February, midsummer, and the ends of years",
    why: "A calendar made by hand forgets a day, and summer time is an hour that nobody lived.",
    skip: (manifest) =>
      postingStreams(manifest).some(({ historyDepth }) => historyDepth === "full" || historyDepth.days > 366)
        ? null
        : "no list is shown for a whole year",
    run: async (subject) => {
      const [first] = (await mustRead(subject, deposits(1))).events
      const list = subject.adapter.manifest.streams.find(({ id }) => id === first?.stream)
      await mustRead(subject, dated(turnsFrom(list === undefined ? 0 : shownFrom(list, now()))))
    }
  },
  {
    id: "T-04",
    group,
    name: "several rows of one second keep their own instants and all count",
    why: "Rows that share a second would be taken for one.",
    run: async (subject) => {
      const acts = [...deposits(2), ...Array.from({ length: 4 }, (_, i) => fill(40 + i, { at: minutes(40) }))]
      const book = await mustRead(subject, acts)
      const fills = new Set(book.events.filter(({ kind }) => kind === "trade").map(({ groupId }) => groupId))
      must(fills.size === 4, () => `${fills.size} trades are told apart instead of 4`)
    }
  },
  skew("T-05", "the exchange's clock is a little ahead", 1, false),
  skew("T-06", "the exchange's clock is a little behind", -1, false),
  skew("T-07", "the exchange's clock is more than a day ahead", 1, true),
  skew("T-08", "the exchange's clock is more than a day behind", -1, true),
  {
    id: "T-09",
    group,
    name: "no window is longer than the exchange allows",
    why: "The exchange would cut the answer, or refuse it.",
    skip: ({ streams }) => (streams.some(({ window }) => window !== null) ? null : "no list is read in windows"),
    run: async (subject) => {
      const { adapter, asked } = observe(subject.adapter)
      const book = await withRig(subject, { acts: everyday(subject.adapter.manifest), adapter }, async (rig) => {
        await rig.connect()
        return rig.book()
      })
      for (const { id, window: most } of subject.adapter.manifest.streams) {
        if (most === null) continue
        const calls = new Map<string, string>()
        for (const { stream, request, call } of asked) {
          const { window, dimension, cursor } = request
          if (stream !== id || window === null || cursor !== null) continue
          must(window.to - window.from <= most.largestMs, () => `${id} was asked for a window of ${window.to - window.from} ms`)
          const said = JSON.stringify(call)
          const name = `${dimension} ${window.from} ${window.to}`
          must((calls.get(said) ?? name) === name, () => `${id} asks for the same rows whatever the window is`)
          calls.set(said, name)
        }
      }
      mustBeProved(book)
    }
  },
  {
    id: "T-10",
    group,
    name: "nothing depends on the time zone that the server is set to",
    why: "A time without a zone, read by the server's own clock, is right on its author's machine and hours off on another.",
    run: async (subject) => {
      const { adapter, asked, parsed } = observe(subject.adapter)
      await withRig(subject, { acts: everyday(subject.adapter.manifest), adapter }, (rig) => rig.connect())
      const { streams } = subject.adapter
      const mustAgree = (what: string, run: () => unknown): void => {
        const [east, west] = ["Asia/Tokyo", "America/Los_Angeles"].map((zone) => inZone(zone, () => JSON.stringify(run())))
        must(east === west, () => `${what} depends on the time zone of the server: a time without a zone is the exchange's, mostly UTC`)
      }
      for (const { stream, request, reply } of parsed) mustAgree(`what is read of ${stream}`, () => streams[stream]!.parse(reply, request))
      for (const { stream, request } of asked) mustAgree(`what is asked of ${stream}`, () => streams[stream]!.request(request))
    }
  }
]
