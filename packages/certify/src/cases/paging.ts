/** Lists come in pages; nothing may be lost or doubled where one ends and the next begins. */
import type { Act } from "@caudal/exchange/simulator"
import { isPathOf, type Manifest, type StreamRequest } from "@caudal/exchange"
import { type Case, must } from "../Case.ts"
import { mustAddUp, mustBeProved, mustRead, mustSurvive } from "../expect.ts"
import { deposits, everyday, fill, longer, minutes, pageSize, postingStreams } from "../histories.ts"
import { now, withRig } from "../rig/Rig.ts"
import { onBooks, onLists, survival } from "./survival.ts"

const group = "paging"

const rows = (id: string, words: string, why: string, count: (page: number) => number): Case => ({
  id,
  group,
  name: words,
  why,
  run: async (subject) => {
    const book = await mustRead(subject, deposits(count(pageSize(subject.adapter.manifest))))
    must(book.open === 0, () => `${book.open} deposits of another list found no partner in the ledger`)
  }
})

const withoutCursor = ({ streams }: Manifest): string | null =>
  streams.some(({ paging }) => paging === "cursor-id") ? null : "no list is paged by a row's id"

/** The newest page ends in the middle of rows that share an instant. */
const equalInstants = (manifest: Manifest): ReadonlyArray<Act> => {
  const n = pageSize(manifest)
  return deposits(2 * n + 2).map((act, i) => (i >= n - 1 && i <= n + 4 ? { ...act, at: minutes(n) } : act))
}

export const paging: ReadonlyArray<Case> = [
  rows("P-01", "one row less than a page", "An account with a short history would be empty.", (page) => page - 1),
  rows("P-02", "exactly one page", "The last row, or everything after a full page, would be lost.", (page) => page),
  rows("P-03", "one row more than a page", "The oldest row would be lost.", (page) => page + 1),
  rows("P-04", "several pages, the last one exactly full", "History would end too early.", (page) => 3 * page),
  {
    id: "P-05",
    group,
    name: "an account in which nothing ever happened",
    why: "A new user's first sync would fail.",
    run: async (subject) => {
      const book = await mustRead(subject, [])
      must(book.events.length === 0, "events are stored although nothing ever happened")
    }
  },
  {
    id: "P-06",
    group,
    name: "a page in the middle comes back empty by mistake: once, twice in a row, and whenever one run asks",
    why: "The older half of the history would be lost, silently and for good.",
    run: async (subject) => {
      const { manifest } = subject.adapter
      for (const nth of [3, { from: 3, to: 4 }, { from: 3 }])
        await mustSurvive(subject, longer(manifest), { faults: onLists(manifest, "emptyList", nth) })
    }
  },
  {
    id: "P-16",
    group,
    name: "the very first page comes back empty by mistake: once, twice in a row, and whenever one run asks",
    why: "A whole account would look new, and stay so.",
    run: async (subject) => {
      const { manifest } = subject.adapter
      for (const nth of [1, { from: 1, to: 2 }, { from: 1 }])
        await mustSurvive(subject, longer(manifest), { faults: onLists(manifest, "emptyList", nth) })
    }
  },
  survival(
    {
      id: "P-07",
      group,
      name: "pages come shorter than asked for",
      why: "A short page in the middle would be taken for the end of the history."
    },
    (manifest) => onLists(manifest, "shortPage", { from: 1, to: 20 })
  ),
  {
    id: "P-08",
    group,
    name: "the page size changes between two runs",
    why: "A walk that stopped half-way would go on in the wrong place.",
    run: (subject) => {
      const { manifest } = subject.adapter
      const half = Math.max(1, Math.floor(pageSize(manifest) / 2))
      return mustSurvive(subject, longer(manifest), {
        faults: onLists(manifest, "status", { from: 3 }, { status: 500 }),
        meanwhile: async (rig) => {
          rig.simulator.setFaults({ seed: 1, rules: onLists(manifest, "shortPage", { from: 1, to: 20 }, { rows: half }) })
          await rig.sync()
        }
      })
    }
  },
  {
    id: "P-09",
    group,
    name: "new rows arrive while the history is read",
    why: "They push every row down: some would be read twice, some never.",
    run: async (subject) => {
      const { manifest } = subject.adapter
      const acts = longer(manifest)
      const at = Math.floor(now() / 1000) * 1000
      const fresh = deposits(2, 9_000).map((act, i) => ({ ...act, at: at - 5_000 + i * 1_000 }))
      const endpoint = manifest.endpoints[postingStreams(manifest)[0]!.endpoint]!
      await withRig(subject, { acts }, async (rig) => {
        let told = false
        rig.wire.before = ({ url }, n) => {
          if (told || !isPathOf(endpoint, url.pathname) || n !== 3) return
          told = true
          rig.simulator.append(subject.simulator.rowsOf(fresh))
        }
        await rig.connect()
        await rig.recover()
        const book = await rig.book()
        mustAddUp(book, [...acts, ...fresh], subject)
        mustBeProved(book)
      })
    }
  },
  survival({ id: "P-10", group, name: "pages overlap", why: "Rows that come twice would be counted twice." }, (manifest) =>
    onLists(manifest, "shiftPage", { from: 2, to: 20 }, { rows: 2 })
  ),
  {
    id: "P-11",
    group,
    name: "rows of one instant lie on both sides of a page's end",
    why: "Whoever goes on by time loses the rest of that instant, or reads it for ever.",
    run: async (subject) => {
      const acts = equalInstants(subject.adapter.manifest)
      const book = await mustRead(subject, acts)
      must(book.lines.length === acts.length, () => `${book.lines.length} events instead of ${acts.length}`)
    }
  },
  {
    id: "P-12",
    group,
    name: "the rows of one trade lie on both sides of a page's end",
    why: "The trade would lose its fee, or the fee its trade.",
    run: async (subject) => {
      const newer = pageSize(subject.adapter.manifest) - 1
      await mustRead(subject, [...deposits(3), fill(50), ...deposits(newer, 100)])
    }
  },
  {
    id: "P-13",
    group,
    name: "the exchange no longer knows the place to go on from",
    why: "A sync that was interrupted long ago would be stuck for ever.",
    skip: withoutCursor,
    run: async (subject) => {
      const { adapter } = subject
      const { streams } = adapter.manifest
      const paged = streams.filter(({ paging: kind, synced }) => synced && kind === "cursor-id").map(({ id }) => id)
      let asked = 0
      const forgetful = Object.fromEntries(
        Object.entries(adapter.streams).map(([id, stream]) => {
          let lost = !paged.includes(id)
          const request: typeof stream.request = (wanted) =>
            // As a cursor of an older version of the adapter would look: not one of this list.
            stream.request(forged(wanted))
          const forged = (wanted: StreamRequest): StreamRequest => {
            if (lost || wanted.cursor === null) return wanted
            lost = true
            asked++
            return { ...wanted, cursor: "424242424242" }
          }
          return [id, { ...stream, request }]
        })
      )
      await mustSurvive(subject, longer(adapter.manifest), {
        adapter: { ...adapter, streams: forgetful },
        meanwhile: (_rig, { streams }) => {
          const stuck = streams.find(({ state }) => state !== "complete")
          must(
            stuck === undefined,
            () => `${stuck?.stream} is ${stuck?.state} (${stuck?.failure?.code}): it was not read anew from the top`
          )
        }
      })
      must(asked > 0, "no list was asked for a second page")
    }
  },
  {
    id: "P-14",
    group,
    name: "a second sync adds nothing",
    why: "The book would grow by itself.",
    run: async (subject) => {
      const acts = everyday(subject.adapter.manifest)
      await mustSurvive(subject, acts, { meanwhile: (rig) => rig.sync() })
    }
  },
  {
    id: "P-15",
    group,
    name: "the list of the books fails for a whole sync, half-way",
    why: "A walk that moves on over an error loses a page for ever.",
    run: (subject) => {
      const { manifest } = subject.adapter
      return mustSurvive(subject, longer(manifest), {
        faults: onBooks(manifest, "status", { from: 3 }, { status: 500 }),
        meanwhile: (_rig, { streams }) => {
          const posting = postingStreams(manifest).map(({ id }) => id)
          must(
            streams.some(({ stream, state }) => posting.includes(stream) && state === "failed"),
            "the books are called complete, although a list of theirs failed half-way"
          )
        }
      })
    }
  }
]
