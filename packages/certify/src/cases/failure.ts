/** Everything that goes wrong on the way: each is named, waited for or tried again, and never taken for data. */
import { type Case, must } from "../Case.ts"
import { calmBook, mustSurvive } from "../expect.ts"
import { everyday, longer, moments, postingStreams, routesOf, syncedStreams } from "../histories.ts"
import { difference, falseClaim } from "../rig/Book.ts"
import { now, type Rig, withRig } from "../rig/Rig.ts"
import type { Sent } from "../rig/Wire.ts"
import type { Manifest } from "@caudal/exchange"
import type { FaultRule } from "@caudal/exchange/simulator"
import { onAll, onBooks, onLists, survival } from "./survival.ts"

const group = "failure"

/** After the answer with this status, how long until anything was sent again that counts toward the same limit. */
const pauseAfter = ({ wire }: Rig, { endpoints }: Manifest, status: number): number => {
  const rateOf = ({ url }: Sent): string | undefined => Object.values(endpoints).find(({ path }) => path === url.pathname)?.rate
  const at = wire.sent.findIndex((one) => one.status === status)
  const refused = wire.sent[at]
  const next = refused && wire.sent.slice(at + 1).find((one) => rateOf(one) === rateOf(refused))
  return refused === undefined || next === undefined ? Number.NaN : next.sentAt - refused.answeredAt!
}

const throttled = (id: string, name: string, status: number, told: boolean): Case => ({
  id,
  group,
  name,
  why: "Whoever knocks during a pause is locked out for longer, at some exchanges for a day.",
  run: async (subject) => {
    const { manifest } = subject.adapter
    const [spec] = postingStreams(manifest)
    const rule = manifest.rates[manifest.endpoints[spec!.endpoint]!.rate]!
    const seconds = told ? Math.ceil((3 * Math.max(rule.lockoutMs, 1_000)) / 1_000) : Math.ceil(rule.lockoutMs / 1_000)
    const pauseMs = 150
    const rateScale = (seconds * 1_000) / pauseMs
    const faults = onBooks(manifest, "status", 2, { status, ...(told ? { retryAfter: seconds } : {}) })
    await mustSurvive(subject, everyday(manifest), {
      faults,
      rateScale,
      meanwhile: (rig, { streams }) => {
        const left = streams.find(({ state }) => state !== "complete")
        must(
          left === undefined,
          () =>
            `after HTTP ${status} ${left?.stream} is ${left?.state} (${left?.failure?.code}): it must be asked again once the pause is over`
        )
        const pause = pauseAfter(rig, manifest, status)
        must(pause >= pauseMs * 0.9, () =>
          Number.isNaN(pause)
            ? `nothing was asked again after HTTP ${status}`
            : `after HTTP ${status} the next call came after ${Math.round((pause / pauseMs) * seconds)} s, not after ${seconds} s`
        )
      }
    })
  }
})

/** An answer that is wrong for a whole sync must never be taken for an end of the list. */
const persistent = (id: string, name: string, why: string, fault: FaultRule["fault"], args?: FaultRule["args"]): Case => ({
  id,
  group,
  name,
  why,
  run: (subject) => {
    const { manifest } = subject.adapter
    return mustSurvive(subject, longer(manifest), {
      faults: onBooks(manifest, fault, { from: 2 }, args),
      meanwhile: (_rig, { streams }) => {
        for (const spec of postingStreams(manifest)) {
          const stream = streams.find((one) => one.stream === spec.id)
          must(
            stream?.state === "failed" || stream?.state === "suspect",
            () => `${spec.id} is ${stream?.state}, although it could not be read`
          )
          // the host has noticed where the exchange shows its oldest row: elsewhere it could not
          must(stream.failure?.code !== "DATA_CHANGED_DURING_PAGING", () => `an answer that is wrong was taken for the end of ${spec.id}`)
          must(stream.failure?.code !== "ADAPTER_BUG", () => `the failure is not named: ${stream.failure?.message}`)
        }
      }
    })
  }
})

/** What passes is gone when it is asked again: it must cost nothing at all. */
const passing = (id: string, name: string, why: string, fault: FaultRule["fault"], args?: FaultRule["args"]): Case => ({
  id,
  group,
  name,
  why,
  run: async (subject) => {
    const { manifest } = subject.adapter
    const whole = await calmBook(subject, longer(manifest))
    await mustSurvive(subject, longer(manifest), {
      faults: onLists(manifest, fault, [2, 3, 6], args),
      meanwhile: (_rig, book) => {
        const differs = difference(book, whole)
        must(differs === null, () => `although asking again would have helped, ${differs}`)
      }
    })
  }
})

const lost = "The history would have a hole that nobody sees."

export const failure: ReadonlyArray<Case> = [
  throttled("F-01", "HTTP 429 that says how long to wait", 429, true),
  throttled("F-02", "HTTP 429 that does not say how long", 429, false),
  throttled("F-03", "HTTP 420", 420, false),
  {
    id: "F-04",
    group,
    name: "a lockout: nothing is sent until it is over",
    why: "Each call inside a lockout may prolong it.",
    run: async (subject) => {
      const { manifest } = subject.adapter
      const faults = onBooks(manifest, "rateLimit", 2)
      await mustSurvive(subject, everyday(manifest), {
        faults,
        rateScale: 500,
        meanwhile: (rig) => {
          const { insideLockout } = rig.simulator.requests().counts
          must(insideLockout === 0, () => `${insideLockout} calls were made while the exchange had locked the account out`)
        }
      })
    }
  },
  passing("F-05", "HTTP 500 in the middle of a run", lost, "status", { status: 500 }),
  persistent("F-06", "HTTP 200 with an error inside", "An error read as an empty list is a history that never was.", "errorBody", {
    status: 200
  }),
  {
    id: "F-07",
    group,
    name: "HTTP 200 with an empty list where rows were before",
    why: "The history would be deleted because an exchange had a bad day.",
    run: async (subject) => {
      const { manifest } = subject.adapter
      // a window without rows is no contradiction: only where the rows are young is it asked again
      const inWindows = syncedStreams(manifest).some(({ window }) => window !== null)
      const acts = inWindows ? moments(manifest, everyday(manifest), now()) : everyday(manifest)
      await mustSurvive(subject, acts, {
        meanwhile: async (rig) => {
          rig.simulator.setFaults({ seed: 1, rules: onLists(manifest, "emptyList") })
          await rig.sync()
          const book = await rig.book()
          const differs = difference(book, await calmBook(subject, acts))
          must(differs === null, () => `when the list came back empty, ${differs}`)
          for (const { stream, state, rows } of book.streams)
            must(rows === 0 || state !== "complete", () => `${stream} is called complete although its list came back empty`)
        }
      })
    }
  },
  passing("F-08", "JSON that is cut off", lost, "truncated", { fraction: 0.6 }),
  passing("F-09", "a connection that breaks in the middle of an answer", lost, "truncated", { fraction: 0.4, wrongLength: true }),
  persistent("F-10", "a web page with HTTP 200 instead of data", lost, "html", { status: 200 }),
  passing("F-11", "a web page with HTTP 502", lost, "html", { status: 502 }),
  passing("F-12", "a call that was counted and never answered", lost, "timeout", { ms: 5 }),
  passing("F-13", "a connection that is reset", lost, "reset"),
  survival(
    { id: "F-14", group, name: "an answer that drips in small pieces", why: "A letter of several bytes would break in two." },
    (manifest) => onLists(manifest, "slicer", [2, 3], { bytes: 700, ms: 1 }),
    { acts: everyday }
  ),
  survival(
    { id: "F-15", group, name: "answers that come late", why: "They would overtake each other." },
    (manifest) => onLists(manifest, "latency", { every: 2 }, { ms: 8 }),
    {
      acts: everyday
    }
  ),
  passing("F-16", "an empty answer with HTTP 200", lost, "truncated", { bytes: 0 }),
  {
    id: "F-17",
    group,
    name: "one list may not be read by this key: the others are, and the user is told",
    why: "One missing tick would look like a broken service, or worse, like an empty history.",
    run: async (subject) => {
      const { manifest } = subject.adapter
      for (const spec of syncedStreams(manifest)) {
        const [route] = routesOf(manifest, [spec])
        await withRig(subject, { acts: everyday(manifest), faults: [{ route: route!, fault: "missingPermission" }] }, async (rig) => {
          await rig.connect()
          const { streams, certificate } = await rig.book()
          for (const { stream, state, failure: failed } of streams) {
            if (stream !== spec.id) must(state === "complete", () => `${stream} is ${state} because ${spec.id} may not be read`)
            else
              must(
                failed?.code === "PERMISSION_MISSING",
                () => `${stream} may not be read, and the user is told ${failed?.code ?? "nothing"}`
              )
          }
          // Another way to build the books may do without this list, and may even prove them.
          const posts = streams.some(({ stream, role }) => stream === spec.id && role === "posts")
          must(!posts || certificate.state === "unproved", () => `the books are ${certificate.state} although ${spec.id} could not be read`)
        })
      }
    }
  },
  {
    id: "F-18",
    group,
    name: "the balances cannot be read: the books are unproved, and the history is there",
    why: "A proof without a balance proves nothing.",
    run: async (subject) => {
      const { manifest } = subject.adapter
      const start = subject.adapter.plans.balances.start
      const route = "call" in start ? manifest.endpoints[start.call.endpoint]?.path : undefined
      const faults = route === undefined ? [] : [{ route, fault: "status" as const, args: { status: 500 } }]
      await mustSurvive(subject, everyday(manifest), {
        faults,
        meanwhile: async (rig, { certificate: first }) => {
          await rig.sync()
          const { certificate: second } = await rig.book()
          for (const { state } of [first, second]) must(state === "unproved", () => `the books are ${state} without any balance`)
        }
      })
    }
  },
  {
    id: "F-19",
    group,
    name: "a row that cannot be read is kept aside and shown, and stops nothing",
    why: "One strange row would end the sync, or vanish without a word.",
    run: async (subject) => {
      const acts = everyday(subject.adapter.manifest)
      const odd = [...acts.slice(0, 2), { act: "unreadable" as const, id: "odd", at: acts[2]!.at - 30_000 }, ...acts.slice(2)]
      const whole = await calmBook(subject, acts)
      await withRig(subject, { acts: odd }, async (rig) => {
        await rig.connect()
        const book = await rig.book()
        const differs = difference(book, whole)
        must(book.certificate.quarantined > 0, "the row vanished: it is neither an event nor shown as unreadable")
        must(differs === null, () => `because of one unreadable row ${differs}`)
      })
    }
  },
  ...[11, 12, 13, 14, 15, 16].map((seed, i) =>
    survival(
      { id: `F-${30 + i}`, group, name: `everything at once, by chance (seed ${seed})`, why: lost },
      (manifest) => [
        ...onLists(manifest, "latency", { probability: 0.1 }, { ms: 3 }),
        ...onLists(manifest, "reset", { probability: 0.08 }),
        ...onLists(manifest, "truncated", { probability: 0.08 }),
        ...onLists(manifest, "html", { probability: 0.08 }, { status: 200 }),
        ...onLists(manifest, "status", { probability: 0.08 }, { status: 503 }),
        ...onLists(manifest, "errorBody", { probability: 0.05 }, { status: 200 }),
        ...onLists(manifest, "duplicateRows", { probability: 0.15 }),
        ...onLists(manifest, "reorderRows", { probability: 0.15 }),
        ...onLists(manifest, "shiftPage", { probability: 0.15 }),
        ...onLists(manifest, "shortPage", { probability: 0.15 })
      ],
      { seed }
    )
  ),
  {
    id: "F-40",
    group,
    name: "the exchange is down for a whole sync",
    why: "What is stored stays, and nothing new is claimed.",
    run: async (subject) => {
      const acts = everyday(subject.adapter.manifest)
      const whole = await calmBook(subject, acts)
      await mustSurvive(subject, acts, {
        meanwhile: async (rig) => {
          rig.simulator.setFaults({ seed: 1, rules: onAll("down") })
          await rig.sync()
          const book = await rig.book()
          const wrong = difference(book, whole) ?? falseClaim(book, whole)
          must(wrong === null, () => `while the exchange was down, ${wrong}`)
          must(book.certificate.state === "unproved", () => `the books are ${book.certificate.state} although nothing could be read`)
        }
      })
    }
  }
]
