/** Codes and words that the adapter has never met still count. */
import type { Act } from "@caudal/exchange/simulator"
import { type Case, must } from "../Case.ts"
import { mustRead } from "../expect.ts"
import { deposits, everyday, fill, minutes } from "../histories.ts"
import { withRig } from "../rig/Rig.ts"
import { onBooks } from "./survival.ts"

const group = "assets"

const held = (id: string, name: string, why: string, codes: ReadonlyArray<string>): Case => ({
  id,
  group,
  name,
  why,
  run: async (subject) => {
    const acts = codes.map((asset, i) => ({ ...deposits(1, i)[0]!, got: { asset, amount: `${i + 1}.5` } }))
    const { certificate } = await mustRead(subject, acts)
    for (const code of codes)
      must(
        certificate.lines.some(({ asset }) => asset === code),
        () => `${code} is not in the books under its own code`
      )
  }
})

export const assets: ReadonlyArray<Case> = [
  held("A-01", "a code nobody has listed", "New coins would be missing until somebody updates the adapter.", ["qqzz9", "newcoin"]),
  held("A-02", "codes that begin alike stay apart", "Another asset's money would be added to this one's.", [
    "eth",
    "eth2",
    "ethw",
    "usd",
    "usdt",
    "usdx"
  ]),
  held(
    "A-06",
    "a code that meant another asset at another time is kept as it is printed",
    "Which of the two it was follows from the day, as long as the adapter does not choose: its choice is wrong for one of them.",
    ["luna", "bcc", "xbt", "matic"]
  ),
  {
    id: "A-03",
    group,
    name: "a market that is no longer listed",
    why: "Old trades would vanish with their market.",
    run: async (subject) => {
      const gone: Act = fill(20, {
        base: { asset: "gonecoin", amount: "12.5" },
        quote: { asset: "btc", amount: "0.02" },
        fee: { asset: "gonecoin", amount: "0.05" }
      })
      const { certificate } = await mustRead(subject, [
        ...deposits(2),
        { act: "deposit", id: "b", at: minutes(10), got: { asset: "btc", amount: "1" } },
        gone
      ])
      must(
        certificate.lines.some(({ asset }) => asset === "gonecoin"),
        "what was bought in the delisted market is not in the books"
      )
    }
  },
  {
    id: "A-04",
    group,
    name: "an operation nobody has heard of still moves the balance, and is shown as such",
    why: "Exchanges invent operations; dropping one loses its money.",
    run: async (subject) => {
      const acts: ReadonlyArray<Act> = [
        ...deposits(2),
        { act: "credit", id: "new", at: minutes(20), got: { asset: "usd", amount: "7.77" }, operation: "time_travel_bonus" }
      ]
      const { certificate } = await mustRead(subject, acts)
      must(certificate.unrecognised === 1, () => `${certificate.unrecognised} events are shown as unrecognised instead of 1`)
    }
  },
  {
    id: "A-05",
    group,
    name: "a known list that renames an operation or an asset overnight goes on",
    why: "The sync would stop on the day of the change.",
    run: async (subject) => {
      const { manifest } = subject.adapter
      for (const fault of ["unknownOperation", "unknownCurrency"] as const) {
        await withRig(subject, { acts: everyday(manifest), faults: onBooks(manifest, fault) }, async (rig) => {
          await rig.connect()
          const { streams } = await rig.book()
          const stuck = streams.find(({ state }) => state !== "complete")
          must(stuck === undefined, () => `${stuck?.stream} is ${stuck?.state} because of one row that was renamed (${fault})`)
        })
      }
    }
  }
]
