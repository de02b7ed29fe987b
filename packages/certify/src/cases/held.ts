/** What is held is either at hand or held back. */
import { type Adapter, type BalanceSnapshot, Decimal } from "@caudal/exchange"
import { type Case, must } from "../Case.ts"
import { everyday } from "../histories.ts"
import { withRig } from "../rig/Rig.ts"

/** The adapter, which tells what its plan of the balances came to. */
const telling = (adapter: Adapter, told: (balances: BalanceSnapshot["balances"]) => void): Adapter => {
  const { balances } = adapter.plans
  const next: typeof balances.next = (state, outcome) => {
    const step = balances.next(state, outcome)
    if ("done" in step) told(step.done.balances)
    return step
  }
  return { ...adapter, plans: { ...adapter.plans, balances: { ...balances, next } } }
}

export const held: ReadonlyArray<Case> = [
  {
    id: "M-18",
    group: "money",
    name: "what is available and what is locked are together what is held, each wallet and asset once",
    why: "Money in an open order would be missing, or be there twice.",
    run: async (subject) => {
      const read: Array<BalanceSnapshot["balances"][number]> = []
      const adapter = telling(subject.adapter, (balances) => void read.splice(0, read.length, ...balances))
      await withRig(subject, { acts: everyday(subject.adapter.manifest), adapter }, (rig) => rig.connect())
      must(read.length > 0, "no balance was read")
      const seen = new Set<string>()
      for (const { wallet, asset, total, available, locked } of read) {
        must(!seen.has(`${wallet} ${asset}`), () => `${asset} in ${wallet} is told twice`)
        seen.add(`${wallet} ${asset}`)
        must(
          Decimal.compare(Decimal.add(available, locked), total) === 0,
          () => `of ${asset} in ${wallet} ${available} are available and ${locked} locked, and ${total} are held`
        )
      }
    }
  }
]
