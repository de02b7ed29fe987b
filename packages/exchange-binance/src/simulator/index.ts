/** The Binance simulator: the signed reads of one account, the catalogue and book tickers, as the exchange answers them. */
import type { OpenOptions, Simulator, SimulatorPackage } from "@caudal/exchange/simulator"
import { parseAccount, readAccountFile, type Account } from "./Account.ts"
import { makeBinanceSimulator } from "./BinanceSimulator.ts"
import { isPersona, personaNames, personas } from "./personas/index.ts"
import { rowsOf } from "./rowsOf.ts"

export { accountFile, parseAccount, readAccountFile, type Account } from "./Account.ts"
export { makeBinanceSimulator, type BinanceSimulatorOptions } from "./BinanceSimulator.ts"
export { personaNames, personas, type PersonaName } from "./personas/index.ts"

export const id = "binance"

const accountOf = (account: OpenOptions["account"]): Account => {
  if ("file" in account) return readAccountFile(account.file)
  if ("rows" in account) return parseAccount(account.rows)
  if (!isPersona(account.persona)) throw new TypeError(`no persona ${account.persona}; there are ${personaNames.join(", ")}`)
  return personas[account.persona]()
}

export const open = ({ account, powers, faults, rateScale }: OpenOptions): Simulator =>
  makeBinanceSimulator({
    account: accountOf(account),
    ...(powers === undefined ? {} : { powers }),
    ...(faults === undefined ? {} : { faults }),
    ...(rateScale === undefined ? {} : { rateScale })
  })

/** For programs that know exchanges only by name. */
export const simulatorPackage: SimulatorPackage = { id, personas: personaNames, rowsOf, open }
