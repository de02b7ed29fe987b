/** The Bitso simulator: what a key may read, and what anybody may, as the exchange answers them. */
import { accountOf, type OpenOptions, type Simulator, type SimulatorPackage } from "@caudal/exchange/simulator"
import { parseAccount } from "./Account.ts"
import { makeBitsoSimulator } from "./BitsoSimulator.ts"
import { personaNames, personas } from "./personas/index.ts"
import { rowsOf } from "./rowsOf.ts"

export { parseAccount, type Account } from "./Account.ts"
export { type BalanceEntry } from "./Balances.ts"
export { makeBitsoSimulator, type BitsoSimulatorOptions } from "./BitsoSimulator.ts"
export { personaNames, personas, type PersonaName } from "./personas/index.ts"

export const id = "bitso"

export const open = ({ account, ...options }: OpenOptions): Simulator =>
  makeBitsoSimulator({ account: accountOf(account, personas, parseAccount), ...options })

/** For programs that know exchanges only by name. */
export const simulatorPackage: SimulatorPackage = { id, personas: personaNames, rowsOf, open }
