/** What Kraken tells about the key: beside its rights, things that no client may keep. */
import { makeRandom } from "@caudal/exchange/simulator"
import type { Account } from "./Account.ts"

/** Every permission that only reads. */
const readOnly = ["query-funds", "query-open-trades", "query-closed-trades", "query-ledger", "export-data"]

const ofPower: Readonly<Record<string, string>> = { trade: "modify-trades", withdraw: "withdraw-funds" }

export const permissionsOf = ({ permissions = readOnly }: Account, powers: ReadonlyArray<string> = []): ReadonlyArray<string> => [
  ...permissions,
  ...powers.map((power) => ofPower[power] ?? power)
]

/** The key's name, which people give, and an address on its list. */
export const plantedOf = (iban: string): ReadonlyArray<string> => {
  const random = makeRandom(`person:${iban}`)
  return [`Llave de ${random.hex(8)}`, `203.0.113.${random.int(2, 250)}`]
}

export const keyInfo = (account: Account, apiKey: string, permissions: ReadonlyArray<string>, nonce: string): string => {
  const [name, address] = plantedOf(account.iban)
  return JSON.stringify({
    api_key_name: name,
    api_key: apiKey,
    nonce,
    nonce_window: "0",
    permissions,
    iban: account.iban,
    valid_until: "0",
    query_from: String(account.query_from ?? 0),
    query_to: String(account.query_to ?? 0),
    created_time: "1672531200",
    modified_time: "1672531200",
    ip_allowlist: [address],
    last_used: "1672531200"
  })
}
