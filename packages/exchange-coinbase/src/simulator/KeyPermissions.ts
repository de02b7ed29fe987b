/** What Coinbase tells about the key. */
import type { Account } from "./Account.ts"

const ofPower: Readonly<Record<string, string>> = { trade: "can_trade", withdraw: "can_transfer" }

export const permissionsOf = ({ permissions = ["can_view"] }: Account, powers: ReadonlyArray<string> = []): ReadonlyArray<string> => [
  ...permissions,
  ...powers.map((power) => ofPower[power] ?? `can_${power}`)
]

export const keyPermissions = (portfolio: string, held: ReadonlyArray<string>): string =>
  JSON.stringify({
    ...Object.fromEntries(
      [...new Set(["can_view", "can_trade", "can_transfer", "can_receive", ...held])].map((name) => [name, held.includes(name)])
    ),
    portfolio_uuid: portfolio,
    portfolio_type: "DEFAULT"
  })
