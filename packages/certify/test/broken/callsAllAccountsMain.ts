/** Every account has a name, and it is always the same one. */
import type { Adapter } from "@caudal/exchange"
import { pond } from "../toy/src/index.ts"

const { identity } = pond.plans

export const callsAllAccountsMain: Adapter = {
  ...pond,
  plans: {
    ...pond.plans,
    identity: { ...identity, next: (_state, { reply }) => ({ done: { accountKey: reply === null ? null : "main" } }) }
  }
}
