/** What a wallet holds of an asset is one figure: a list that says it twice must not make it twice as much. */
import type { BalanceSnapshot, WalletBalance } from "@caudal/exchange"

const alike = (one: WalletBalance, other: WalletBalance): boolean =>
  one.total === other.total && one.available === other.available && one.locked === other.locked

/** What is said again in the same words counts once; of what is said in two ways nobody knows which is true, and it counts as not read. */
export const balancesOnce = (snapshot: BalanceSnapshot): BalanceSnapshot => {
  const said = [...Map.groupBy(snapshot.balances, ({ wallet, asset }) => `${wallet}\0${asset}`).values()]
  if (said.length === snapshot.balances.length) return snapshot
  const torn = said.filter(([first, ...more]) => more.some((other) => !alike(first!, other))).map(([first]) => first!)
  return {
    ...snapshot,
    balances: said.map(([first]) => first!).filter((one) => !torn.includes(one)),
    quarantined: [
      ...snapshot.quarantined,
      ...torn.map(({ wallet, asset }) => ({ pointer: "", reason: `${asset} of ${wallet} is listed twice, with different amounts` }))
    ]
  }
}
