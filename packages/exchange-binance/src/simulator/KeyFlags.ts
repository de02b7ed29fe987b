/** What Binance tells about the key, flag by flag; and what else in its replies no client may keep. */
import { makeRandom } from "@caudal/exchange/simulator"

const readOnly = {
  enableReading: true,
  enableWithdrawals: false,
  enableInternalTransfer: false,
  enableMargin: false,
  enableFutures: false,
  permitsUniversalTransfer: false,
  enableVanillaOptions: false,
  enableFixApiTrade: false,
  enableFixReadOnly: true,
  enableSpotAndMarginTrading: false,
  enablePortfolioMarginTrading: false
}

const ofPower: Readonly<Record<string, string>> = { trade: "enableSpotAndMarginTrading", withdraw: "enableWithdrawals" }

const flagOf = (power: string): string => ofPower[power] ?? `enable${power.charAt(0).toUpperCase()}${power.slice(1)}`

export type Flags = Readonly<Record<string, boolean>>

export const flagsOf = (own: Flags, powers: ReadonlyArray<string> = []): Flags => ({
  ...readOnly,
  ...own,
  ...Object.fromEntries(powers.map((power) => [flagOf(power), true]))
})

export const apiRestrictions = (flags: Flags): string => JSON.stringify({ ipRestrict: false, createTime: 1_698_645_219_000, ...flags })

/** The other side of P2P orders, and the address that refusals quote. */
export const plantedOf = (uid: number): readonly [nick: string, address: string] => {
  const random = makeRandom(`person:${uid}`)
  return [`Vendedora_${random.hex(8)}`, `203.0.113.${random.int(2, 250)}`]
}
