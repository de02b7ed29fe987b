/** The Coinbase simulator: the app's wallets and Advanced Trade's reads, as the exchange answers them. */
import { accountOf, type OpenOptions, type Simulator, type SimulatorPackage } from "@caudal/exchange/simulator"
import { parseAccount } from "./Account.ts"
import { makeCoinbaseSimulator } from "./CoinbaseSimulator.ts"
import { personaNames, personas } from "./personas/index.ts"
import { rowsOf } from "./rowsOf.ts"

export { parseAccount, type Account } from "./Account.ts"
export { type Held } from "./AccountState.ts"
export { makeCoinbaseSimulator, type CoinbaseSimulatorOptions } from "./CoinbaseSimulator.ts"
export { personaNames, personas, type PersonaName } from "./personas/index.ts"

export const id = "coinbase"

export const open = ({ account, ...options }: OpenOptions): Simulator =>
  makeCoinbaseSimulator({ account: accountOf(account, personas, parseAccount), ...options })

/** For programs that know exchanges only by name. */
export const simulatorPackage: SimulatorPackage = { id, personas: personaNames, rowsOf, open }
