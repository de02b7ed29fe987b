/** `traderAccount EXCHANGE FILE OWNER`: the exchange's trader as somebody else's account. In its own process for its memory. */
import { writeFileSync } from "node:fs"

const [exchange = "", file = "", owner = ""] = process.argv.slice(2)
/** What an exchange calls whose account it is. */
const identities: Readonly<Record<string, object>> = { bitso: { client_id: owner }, kraken: { iban: owner } }
/** Of each list, the newest: more than can be read while anybody measures. */
const most = 30_000

const { personas } = (await import(`../../../../packages/exchange-${exchange}/src/simulator/index.ts`)) as {
  readonly personas: { readonly trader: () => object }
}
const lists = Object.entries(personas.trader()).map(([name, value]) => [name, Array.isArray(value) ? value.slice(0, most) : value])
writeFileSync(file, JSON.stringify({ ...Object.fromEntries(lists), ...identities[exchange] }))
