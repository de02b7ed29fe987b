/** Personal data in the replies of an account: what its owner calls the wallets, and the number of the user in fills. */
import type { JsonRow } from "@caudal/exchange/simulator"
import type { Account } from "./Account.ts"

const names = ({ wallets }: Account): ReadonlyArray<string> =>
  wallets.flatMap(({ name }) => (typeof name === "string" && !name.startsWith("Staked ") && !name.endsWith(" Wallet") ? [name] : []))

const users = (rows: ReadonlyArray<JsonRow>): ReadonlyArray<string> =>
  rows.flatMap(({ user_id: user }) => (typeof user === "string" && user !== "" ? [user] : []))

export const plantedOf = (account: Account): ReadonlyArray<string> => [...new Set([...names(account), ...users(account.fills)])]
