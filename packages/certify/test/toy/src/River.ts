import {
  type Adapter,
  defineAdapter,
  type Dimension,
  type Json,
  LosslessJson,
  type Plan,
  type Reply,
  type StreamRequest
} from "@caudal/exchange"
import { riverManifest } from "./manifest.ts"
import { pond } from "./Pond.ts"
import { readPage, readTokenPage } from "./rows.ts"

type Query = ReadonlyArray<readonly [name: string, value: string]>

/** River's windows have inclusive ends. */
const windowOf = ({ window }: StreamRequest): Query =>
  window === null
    ? []
    : [
        ["from", String(window.from)],
        ["to", String(window.to - 1)]
      ]
const cursorOf = ({ cursor }: StreamRequest): Query => (cursor === null ? [] : [["after", cursor]])

const marketsIn = (reply: Reply): ReadonlyArray<Dimension> => {
  const rows = LosslessJson.isObject(reply.json) ? reply.json["rows"] : undefined
  return (Array.isArray(rows) ? (rows as ReadonlyArray<Json>) : []).flatMap((row) => {
    const { base, quote } = LosslessJson.isObject(row) ? row : {}
    return typeof base === "string" && typeof quote === "string" ? [{ id: `${base}-${quote}`, assets: [base, quote] }] : []
  })
}

/** Two lists of markets: those of today, and those that are no longer traded. */
const markets: Plan<ReadonlyArray<Dimension>> = {
  start: { call: { endpoint: "markets" }, state: null },
  next: (state, { reply }) => {
    const found = reply === null ? [] : marketsIn(reply)
    return state === null
      ? { call: { endpoint: "markets", query: [["gone", "true"]] }, state: found as unknown as Json }
      : { done: [...(state as unknown as ReadonlyArray<Dimension>), ...found] }
  }
}

const wallets: Plan<ReadonlyArray<Dimension>> = {
  start: { done: riverManifest.wallets.map((id) => ({ id, assets: null })) },
  next: () => wallets.start
}

const { candles: _none, ...withoutCandles } = pond

export const river: Adapter = defineAdapter({
  ...withoutCandles,
  documents: {},
  manifest: riverManifest,
  streams: {
    flows: {
      request: (request) => ({ endpoint: "flows", query: [...windowOf(request), ...cursorOf(request)] }),
      parse: (reply) => readPage("flows", reply)
    },
    rewards: {
      dimensions: wallets,
      request: (request) => ({
        endpoint: "rewards",
        query: [["wallet", request.dimension ?? ""], ...windowOf(request), ...cursorOf(request)]
      }),
      parse: (reply) => readTokenPage("rewards", reply)
    },
    fills: {
      dimensions: markets,
      request: (request) => ({ endpoint: "fills", query: [["market", request.dimension ?? ""], ...cursorOf(request)] }),
      parse: (reply) => readPage("fills", reply)
    }
  }
})
