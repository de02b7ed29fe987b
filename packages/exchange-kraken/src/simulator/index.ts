/** The Kraken simulator: private reads, AssetPairs and Ticker, as the exchange answers them. */
import { accountOf, type OpenOptions, type Simulator, type SimulatorPackage } from "@caudal/exchange/simulator"
import { parseAccount } from "./Account.ts"
import { makeKrakenSimulator } from "./KrakenSimulator.ts"
import { personaNames, personas } from "./personas/index.ts"
import { codeOf, rowsOf } from "./rowsOf.ts"

export { parseAccount, type Account } from "./Account.ts"
export { type BalanceEntry } from "./Balances.ts"
export { makeKrakenSimulator, type KrakenSimulatorOptions } from "./KrakenSimulator.ts"
export { personaNames, personas, type PersonaName } from "./personas/index.ts"

export const id = "kraken"

export const open = ({ account, ...options }: OpenOptions): Simulator =>
  makeKrakenSimulator({ account: accountOf(account, personas, parseAccount), ...options })

/** For programs that know exchanges only by name. */
export const simulatorPackage: SimulatorPackage = { id, personas: personaNames, rowsOf, codeOf, open }
