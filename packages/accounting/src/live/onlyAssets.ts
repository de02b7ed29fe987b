import type { Keeper } from "../lots/movements.ts"

/** Books only what concerns some assets: of a swap, one side. */
export const onlyAssets = (keeper: Keeper, assets: ReadonlySet<number>): Keeper => ({
  acquire: (entry, asset, quantity, cost) => {
    if (assets.has(asset)) keeper.acquire(entry, asset, quantity, cost)
  },
  dispose: (entry, quantity) => {
    if (assets.has(entry.asset)) keeper.dispose(entry, quantity)
  },
  transfer: (entry) => keeper.transfer(entry),
  carry: (entry) => keeper.carry(entry),
  giveAway: (entry) => keeper.giveAway(entry),
  split: (entry, ratio) => keeper.split(entry, ratio)
})
