/** The exchange's double, for either of its interfaces. It knows no personas: histories are told in acts. */
import type { SimulatorPackage } from "@caudal/exchange/simulator"
import { makePondSimulator } from "./PondSimulator.ts"
import { rowsOf } from "./rowsOf.ts"

export const packageFor = (id: string): SimulatorPackage => ({
  id,
  personas: [],
  rowsOf,
  open: ({ account, faults, rateScale = 1, powers = [] }) => {
    if (!("rows" in account)) throw new TypeError("Pond opens rows only")
    const simulator = makePondSimulator(id, account.rows, rateScale, powers, Date.now)
    if (faults !== undefined) simulator.setFaults(faults)
    return simulator
  }
})
