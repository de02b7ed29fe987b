/** The Bitso simulator: what a key may read, and what anybody may, as the exchange answers them. */
import type { OpenOptions, Simulator, SimulatorPackage } from "@caudal/exchange/simulator"
import { parseAccount, readAccountFile } from "./Account.ts"
import { makeBitsoSimulator } from "./BitsoSimulator.ts"
import { isPersona, personaNames, personas } from "./personas/index.ts"
import { rowsOf } from "./rowsOf.ts"

export { parseAccount, readAccountFile, type Account } from "./Account.ts"
export { type BalanceEntry } from "./Balances.ts"
export { makeBitsoSimulator, type BitsoSimulatorOptions } from "./BitsoSimulator.ts"
export { personaNames, personas, type PersonaName } from "./personas/index.ts"

export const id = "bitso"

export const open = ({ account, faults, rateScale }: OpenOptions): Simulator => {
  if ("persona" in account && !isPersona(account.persona)) {
    throw new TypeError(`no persona ${account.persona}; there are ${personaNames.join(", ")}`)
  }
  return makeBitsoSimulator({
    account:
      "file" in account
        ? readAccountFile(account.file)
        : "rows" in account
          ? parseAccount(account.rows)
          : personas[account.persona as keyof typeof personas](),
    ...(faults === undefined ? {} : { faults }),
    ...(rateScale === undefined ? {} : { rateScale })
  })
}

/** For programs that know exchanges only by name. */
export const simulatorPackage: SimulatorPackage = { id, personas: personaNames, rowsOf, open }
