/** The Binance simulator: the signed reads of one account, the catalogue and book tickers, as the exchange answers them. */
import { accountOf, type OpenOptions, type Simulator, type SimulatorPackage } from "@caudal/exchange/simulator"
import { parseAccount } from "./Account.ts"
import { makeBinanceSimulator } from "./BinanceSimulator.ts"
import { personaNames, personas } from "./personas/index.ts"
import { rowsOf } from "./rowsOf.ts"

export { accountFile, parseAccount, type Account } from "./Account.ts"
export { makeBinanceSimulator, type BinanceSimulatorOptions } from "./BinanceSimulator.ts"
export { personaNames, personas, type PersonaName } from "./personas/index.ts"

export const id = "binance"

export const open = ({ account, ...options }: OpenOptions): Simulator =>
  makeBinanceSimulator({ account: accountOf(account, personas, parseAccount), ...options })

/** For programs that know exchanges only by name. */
export const simulatorPackage: SimulatorPackage = { id, personas: personaNames, rowsOf, open }
