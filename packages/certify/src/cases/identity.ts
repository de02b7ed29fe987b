/** Which rows are the same, and which only look the same. */
import type { Act } from "@caudal/exchange/simulator"
import type { Manifest } from "@caudal/exchange"
import { type Case, must } from "../Case.ts"
import { mustAddUp, mustBeProved, mustRead, mustSurvive } from "../expect.ts"
import { deposits, everyday, fill, minutes, postingStreams, windowed } from "../histories.ts"
import { observe } from "../rig/observe.ts"
import { now, withRig } from "../rig/Rig.ts"
import { onBooks, onLists, survival } from "./survival.ts"

const group = "identity"

/** Rows so young that every run reads them again, on one page; an old one before them where a list is one piece. */
const recent = (manifest: Manifest): ReadonlyArray<Act> => {
  const settle = Math.min(...postingStreams(manifest).map((spec) => spec.settleDelayMs))
  const at = Math.floor((now() - settle / 3) / 60_000) * 60_000
  return [...(windowed(manifest).length > 0 ? [] : deposits(1)), ...deposits(2, 500).map((act, i) => ({ ...act, at: at + i * 1_000 }))]
}

const neverSettles = (manifest: Manifest): string | null =>
  postingStreams(manifest).every((spec) => spec.settleDelayMs < 60_000) ? "rows are final as soon as they appear" : null

export const identity: ReadonlyArray<Case> = [
  {
    id: "I-01",
    group,
    name: "two fills that are alike in everything but their id",
    why: "One of them would be taken for a copy, and its money would be gone.",
    run: async (subject) => {
      const twins = [fill(30), { ...fill(30), id: "70000999" }, { ...fill(30), id: "70001999" }]
      await mustRead(subject, [...deposits(2), ...twins])
    }
  },
  {
    id: "I-02",
    group,
    name: "rows without an id that are alike in everything",
    why: "Interest that is paid twice the same would count once, or every re-read would count it again.",
    skip: (manifest) => (postingStreams(manifest).every((spec) => spec.stableIds) ? "every row has an id of its own" : null),
    run: async (subject) => {
      const twin: Act = { act: "credit", id: null, at: minutes(20), got: { asset: "usd", amount: "0.01" } }
      const acts = [...deposits(3), twin, twin, twin, ...deposits(3, 50)]
      await mustSurvive(subject, acts, { meanwhile: (rig) => rig.sync() })
    }
  },
  survival({ id: "I-03", group, name: "the same row twice on one page", why: "It would count twice." }, (manifest) =>
    onLists(manifest, "duplicateRows", { from: 1, to: 6 }, { rows: 2 })
  ),
  {
    id: "I-04",
    group,
    name: "a row that the exchange corrects later",
    why: "The book would keep the wrong amount.",
    skip: neverSettles,
    run: async (subject) => {
      const { manifest } = subject.adapter
      const acts = recent(manifest)
      await withRig(subject, { acts, faults: onBooks(manifest, "correctedRow") }, async (rig) => {
        await rig.connect()
        const { certificate } = await rig.book()
        must(certificate.state !== "proved", "the books are called proved although the newest row says something else than the balance")
        await rig.recover()
        const book = await rig.book()
        mustBeProved(book)
        mustAddUp(book, acts, subject)
      })
    }
  },
  {
    id: "I-05",
    group,
    name: "a row that appears late",
    why: "It would never be seen: newer rows were there before it.",
    skip: neverSettles,
    run: async (subject) => {
      const { manifest } = subject.adapter
      const acts = recent(manifest)
      await withRig(subject, { acts, faults: onLists(manifest, "lateRow") }, async (rig) => {
        await rig.connect()
        await rig.recover()
        const book = await rig.book()
        mustBeProved(book)
        mustAddUp(book, acts, subject)
      })
    }
  },
  {
    id: "I-06",
    group,
    name: "the same id in two lists",
    why: "A deposit and a withdrawal would be taken for one thing.",
    run: async (subject) => {
      const acts: ReadonlyArray<Act> = [
        ...deposits(1),
        { act: "deposit", id: "777001", at: minutes(30), got: { asset: "usd", amount: "40" } },
        { act: "withdrawal", id: "777001", at: minutes(31), gave: { asset: "usd", amount: "15" } },
        fill(32, { id: "777001" })
      ]
      const book = await mustRead(subject, acts)
      const groups = book.events
        .filter(({ at }) => at >= minutes(30))
        .flatMap(({ groupId, at }) => (groupId === null ? [] : [`${groupId} ${at}`]))
      const names = new Set(groups.map((one) => one.split(" ")[0]))
      must(names.size === new Set(groups).size, "two things that happened at different times bear the same group")
    }
  },
  ...([false, true] as const).map((feeFirst): Case => ({
    id: feeFirst ? "I-08" : "I-07",
    group,
    name: `the row of a fee comes ${feeFirst ? "before" : "after"} that of its trade`,
    why: "The fee would be nobody's.",
    run: async (subject) => {
      const { adapter } = subject
      const book = await mustRead(subject, [...deposits(2), fill(20, { feeFirst }), fill(21, { feeFirst })])
      const ofFill = (at: number) => book.events.filter((event) => event.at === at)
      for (const at of [minutes(20), minutes(21)]) {
        const groups = new Set(ofFill(at).map(({ groupId }) => groupId))
        must(groups.size === 1 && !groups.has(null), "the rows of one trade do not share a group")
      }
      must(ofFill(minutes(20))[0]?.groupId !== ofFill(minutes(21))[0]?.groupId, "two trades share a group")
      must(book.open === 0 || adapter.manifest.books[0]?.witnesses.length === 0, "a trade's witness found no partner")
    }
  })),
  {
    id: "I-10",
    group,
    name: "what another list tells of a deposit, a withdrawal or a trade is joined to it",
    why: "The network and the address would stand beside nothing, and each would look like a row that is missing.",
    skip: ({ books }) => ((books[0]?.witnesses ?? []).length > 0 ? null : "the manifest names no list that proves what another posts"),
    run: async (subject) => {
      const { witnesses = [] } = subject.adapter.manifest.books[0] ?? {}
      const { open, events } = await mustRead(subject, everyday(subject.adapter.manifest))
      must(open === 0, () => `${open} rows of ${witnesses.join(", ")} found no partner: which id do both sides name (refs)?`)
      must(
        events.some((event) => event.joined > 0),
        () => `no row of ${witnesses.join(", ")} was joined to anything`
      )
    }
  },
  {
    id: "I-09",
    group,
    name: "ids beyond 2^53",
    why: "Read as floating-point numbers, neighbours become one: trades vanish.",
    run: async (subject) => {
      const ids = ["9007199254740992", "9007199254740993", "9007199254740994", "1234567890123456789", "1234567890123456790"]
      const { adapter, texts } = observe(subject.adapter)
      const book = await mustRead(subject, [...deposits(2), ...ids.map((id, i) => fill(20 + i, { id, at: minutes(20) }))], { adapter })
      const groups = new Set(book.events.filter(({ kind }) => kind === "trade").map(({ groupId }) => groupId))
      must(groups.size === ids.length, () => `${groups.size} trades are told apart instead of ${ids.length}`)
      // Where the exchange has ids of another kind, these are only what they were made from.
      for (const id of ids.filter((one) => texts.some(({ raw }) => raw.includes(one)))) {
        const known = book.events.some(
          ({ refs, externalId, groupId }) => externalId === id || refs.some((ref) => ref.id === id) || (groupId ?? "").includes(id)
        )
        must(known, () => `id ${id} has become another number`)
      }
    }
  }
]
