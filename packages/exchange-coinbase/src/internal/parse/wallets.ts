/**
 * Coinbase keeps one wallet for each asset, vaults beside them, and for staked assets a wallet more that bears the asset's
 * own code. All of them are listed alike; these three kinds are what we sum by.
 *
 * A list of transactions does not say what kind of wallet it is of, so what names the list to the host carries it along:
 * `staked:<id>`.
 */
import { isWord } from "./fields.ts"

export type Wallet = "main" | "vault" | "staked"

/** The name that Coinbase gives to what is staked (“Staked ADA”); the only name that `redact` lets through. */
export const stakedName = /^Staked [A-Za-z0-9]{1,20}$/

/** `primary`: the first wallet of an asset, which an owner may call anything. */
export const walletOf = (account: { readonly type?: unknown; readonly name?: unknown; readonly primary?: unknown }): Wallet => {
  if (isWord(account.type) && /vault/i.test(account.type)) return "vault"
  return account.primary !== true && isWord(account.name) && stakedName.test(account.name) ? "staked" : "main"
}

/** A placeholder for an asset that the account never held bears its code as id, and has no list to read. */
export const hasList = (id: string): boolean => /^[0-9a-f]{8}-[0-9a-f-]{10,40}$/i.test(id)

export const listName = (wallet: Wallet, id: string): string => `${wallet}:${id}`

/** What a list's name says. Without one (an archived reply that is read by itself) all is taken for the main wallet's. */
export const listOf = (name: string | null): { readonly wallet: Wallet; readonly id: string } => {
  const match = name === null ? null : /^(main|vault|staked):(.+)$/.exec(name)
  return match === null ? { wallet: "main", id: "" } : { wallet: match[1] as Wallet, id: match[2]! }
}
