/** Names the account after the key's powers of the day. */
import type { Adapter } from "@caudal/exchange"
import { pond } from "../toy/src/index.ts"

let logins = 0

export const changesItsAccount: Adapter = {
  ...pond,
  plans: { ...pond.plans, identity: { ...pond.plans.identity, next: () => ({ done: { accountKey: `login-${logins++}` } }) } }
}
