/** A pretended Bitstamp: what the kit, tests and `caudal sandbox` read instead of the real one. */
import { accountOf, activityOf, type SimulatorPackage } from "@caudal/exchange/simulator"
import { makeBitstampSimulator } from "./BitstampSimulator.ts"
import { personas } from "./personas/index.ts"
import { rowsOf } from "./rowsOf.ts"

export const simulatorPackage: SimulatorPackage = {
  id: "bitstamp",
  personas: Object.keys(personas),
  rowsOf,
  // Bitstamp does not tell what a key may do: powers go unnoticed.
  open: ({ account, powers: _powers, ...options }) => makeBitstampSimulator(accountOf(account, personas, activityOf), options)
}
