/** The books can be built from several lists in several ways; whichever way is left, the money is the same. */
import type { Act } from "@caudal/exchange/simulator"
import { type Case, must } from "../Case.ts"
import { mustAddUp } from "../expect.ts"
import { deposits, fill, minutes, notArrived, routesOf } from "../histories.ts"
import { withRig } from "../rig/Rig.ts"

/** What every list of movements or trades tells: a bare line of a ledger is in none of them. */
const plain: ReadonlyArray<Act> = [
  ...deposits(2),
  ...notArrived,
  fill(20),
  fill(21, { side: "sell", fee: { asset: "usd", amount: "0.25" } }),
  { act: "withdrawal", id: "out", at: minutes(30), gave: { asset: "usd", amount: "20" }, fee: { asset: "usd", amount: "1.5" } },
  { act: "withdrawal", id: "free", at: minutes(31), gave: { asset: "btc", amount: "0.001" } }
]

export const compositions: ReadonlyArray<Case> = [
  {
    id: "M-13",
    group: "money",
    name: "the books add up in every way in which the manifest builds them",
    why: "The day a list is refused, the money would become another.",
    skip: ({ books }) => (books.length > 1 ? null : "the manifest builds the books in one way only"),
    run: async (subject) => {
      const { manifest } = subject.adapter
      for (const [i, { id, posts }] of manifest.books.entries()) {
        const before = manifest.books.slice(0, i).flatMap((other) => other.posts.filter((stream) => !posts.includes(stream)))
        const refused = routesOf(
          manifest,
          manifest.streams.filter((spec) => before.includes(spec.id))
        )
        const faults = refused.map((route) => ({ route, fault: "missingPermission" as const }))
        await withRig(subject, { acts: plain, faults }, async (rig) => {
          await rig.connect()
          const book = await rig.book()
          const differs = book.certificate.lines.find(({ state }) => state === "differs")
          must(
            differs === undefined,
            () => `when the books are built from ${posts.join(", ")} (${id}): ${differs?.reason ?? "they differ"}`
          )
          mustAddUp(book, plain, subject)
        })
      }
    }
  }
]
