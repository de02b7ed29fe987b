/** Quetzal, put together, and what its lists are asked for. Facts and their sources: README.md and the SOURCE.md of the fixtures. */
import { defineAdapter } from "@caudal/exchange"
import { classify } from "./internal/classify.ts"
import { parseBalance } from "./internal/parse/balance.ts"
import { pageSize, parseLedger } from "./internal/parse/ledger.ts"
import { balances, identity, keyRights } from "./internal/plans.ts"
import { redact } from "./internal/redact.ts"
import { sign } from "./internal/sign.ts"
import { manifest } from "./manifest.ts"

export const quetzal = defineAdapter({
  manifest,
  sign,
  classify,
  redact,
  streams: {
    ledger: {
      request: ({ cursor }) => ({
        endpoint: "ledger",
        query: [["limit", String(pageSize)], ...(cursor === null ? [] : [["before", cursor] as const])]
      }),
      parse: parseLedger
    }
  },
  documents: {
    balance: { call: { endpoint: "balances" }, parse: parseBalance }
  },
  plans: { keyRights, identity, balances }
})
