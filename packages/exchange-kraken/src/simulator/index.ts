/** The Kraken simulator: private reads, AssetPairs and Ticker, as the exchange answers them. */
import type { OpenOptions, Simulator, SimulatorPackage } from "@caudal/exchange/simulator"
import { parseAccount, readAccountFile, type Account } from "./Account.ts"
import { makeKrakenSimulator } from "./KrakenSimulator.ts"
import { isPersona, personaNames, personas } from "./personas/index.ts"
import { codeOf, rowsOf } from "./rowsOf.ts"

export { parseAccount, readAccountFile, type Account } from "./Account.ts"
export { type BalanceEntry } from "./Balances.ts"
export { makeKrakenSimulator, type KrakenSimulatorOptions } from "./KrakenSimulator.ts"
export { personaNames, personas, type PersonaName } from "./personas/index.ts"

export const id = "kraken"

const accountOf = (account: OpenOptions["account"]): Account => {
  if ("file" in account) return readAccountFile(account.file)
  if ("rows" in account) return parseAccount(account.rows)
  if (!isPersona(account.persona)) throw new TypeError(`no persona ${account.persona}; there are ${personaNames.join(", ")}`)
  return personas[account.persona]()
}

export const open = ({ account, powers, faults, rateScale }: OpenOptions): Simulator =>
  makeKrakenSimulator({
    account: accountOf(account),
    ...(powers === undefined ? {} : { powers }),
    ...(faults === undefined ? {} : { faults }),
    ...(rateScale === undefined ? {} : { rateScale })
  })

/** For programs that know exchanges only by name. */
export const simulatorPackage: SimulatorPackage = { id, personas: personaNames, rowsOf, codeOf, open }
