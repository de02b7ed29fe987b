/** What happened bears its own name: reports go by it. */
import type { EventKind } from "@caudal/exchange"
import type { Act } from "@caudal/exchange/simulator"
import { type Case, must } from "../Case.ts"
import { mustRead } from "../expect.ts"
import { everyday } from "../histories.ts"

/** The kind of what an act moves first, and the asset of that. A credit may be any. */
const expected = (act: Act): { readonly kind: EventKind; readonly asset: string } | null => {
  switch (act.act) {
    case "deposit":
      return { kind: "deposit", asset: act.got.asset }
    case "withdrawal":
      return { kind: "withdrawal", asset: act.gave.asset }
    case "fill":
      return { kind: "trade", asset: act.base.asset }
    default:
      return null
  }
}

export const kinds: ReadonlyArray<Case> = [
  {
    id: "M-17",
    group: "money",
    name: "a deposit is a deposit, a withdrawal a withdrawal, and a trade a trade",
    why: "Balances would be right, and every report of gains and taxes wrong.",
    run: async (subject) => {
      const { codeOf = (asset: string) => asset } = subject.simulator
      const { manifest } = subject.adapter
      const acts = everyday(manifest)
      const { events } = await mustRead(subject, acts)
      const undeclared = events.find(({ kind }) => !manifest.kinds.includes(kind))
      must(undeclared === undefined, () => `an event is a ${undeclared?.kind}, and the manifest's kinds do not name that`)
      for (const act of acts) {
        const should = expected(act)
        if (should === null) continue
        const asset = codeOf(should.asset, act.wallet ?? manifest.wallets[0] ?? "")
        const moving = events.filter(
          ({ at, postings }) => at === act.at && postings.some((posting) => posting.asset === asset && posting.role === "principal")
        )
        must(
          moving.some(({ kind }) => kind === should.kind),
          () => `a ${act.act} of ${asset} is called ${moving.map(({ kind }) => kind).join(", ") || "nothing"}, not ${should.kind}`
        )
      }
    }
  }
]
