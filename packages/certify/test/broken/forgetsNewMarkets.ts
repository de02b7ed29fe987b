/** Knows the markets of the day it was written. */
import { inRiver } from "./change.ts"

const known = ["btc-usd", "eth-usd", "eth-btc", "doge-usd"]
const done = { done: known.map((id) => ({ id, assets: id.split("-") })) }

export const forgetsNewMarkets = inRiver("fills", () => ({ dimensions: { start: done, next: () => done } }))
