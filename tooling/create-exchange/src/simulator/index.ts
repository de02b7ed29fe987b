/** A pretended Quetzal: what the kit, tests and `caudal sandbox` read instead of the real one. */
import { accountOf, activityOf, type SimulatorPackage } from "@caudal/exchange/simulator"
import { personas } from "./personas.ts"
import { makeQuetzalSimulator } from "./QuetzalSimulator.ts"
import { rowsOf } from "./rowsOf.ts"

export const simulatorPackage: SimulatorPackage = {
  id: "quetzal",
  personas: Object.keys(personas),
  rowsOf,
  // `powers` is what the key may do besides reading; to be shown by the read that tells it, where there is one (`listsRights`).
  open: ({ account, powers: _powers, ...options }) => makeQuetzalSimulator(accountOf(account, personas, activityOf), options)
}
