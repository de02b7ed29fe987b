import { defineAdapter, LosslessJson, type Stream } from "@caudal/exchange"
import { candles, parsePairs, parseTickers } from "./candles.ts"
import { classify } from "./classify.ts"
import { manifest } from "./manifest.ts"
import { plans } from "./plans.ts"
import { readPage } from "./rows.ts"

const stream = (id: string): Stream => ({
  request: ({ cursor }) => ({
    endpoint: id,
    query: [["limit", "5"], ...(cursor === null ? [] : [["before", cursor] as const])]
  }),
  parse: (reply) => readPage(id, reply)
})

/** People are not kept: neither the owner nor who sent the money. */
export const redact = (endpoint: string, text: string): string => {
  if (endpoint === "transfers" || endpoint === "flows" || endpoint === "account") {
    try {
      LosslessJson.parse(text)
    } catch {
      return text.trimStart().startsWith("<") ? "<html></html>" : ""
    }
    return text.replace(/"(person|name|email)":"(?:[^"\\]|\\.)*"/g, '"$1":null')
  }
  return text
}

export const pond = defineAdapter({
  manifest,
  sign: ({ method, target }, { nonce }) => ({
    headers: {
      "x-key": { secret: "apiKey" },
      "x-nonce": nonce,
      "x-signature": { encode: "hex", of: { hmac: "sha256", key: { secret: "apiSecret" }, of: nonce + method + target } }
    }
  }),
  classify,
  redact,
  streams: { ledger: stream("ledger"), trades: stream("trades"), transfers: stream("transfers") },
  documents: {
    market: { call: { endpoint: "pairs" }, parse: parsePairs },
    ticker: { call: { endpoint: "tickers" }, parse: parseTickers }
  },
  candles,
  plans
})
