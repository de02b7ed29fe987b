/** A pretended Quetzal: what the kit, tests and `caudal sandbox` read instead of the real one. */
import { readFileSync } from "node:fs"
import { isRow, parseWire, type Activity, type SimulatorPackage } from "@caudal/exchange/simulator"
import { personas } from "./personas.ts"
import { makeQuetzalSimulator } from "./QuetzalSimulator.ts"
import { rowsOf } from "./rowsOf.ts"

const named = (persona: string): Activity => {
  const account = personas[persona]
  if (account === undefined) throw new TypeError(`there is no persona ${persona}; there are ${Object.keys(personas).join(", ")}`)
  return account()
}

const inFile = (path: string): Activity => {
  const rows = parseWire(readFileSync(path, "utf8"))
  if (!isRow(rows)) throw new TypeError("account: an object of lists is expected")
  return rows
}

export const simulatorPackage: SimulatorPackage = {
  id: "quetzal",
  personas: Object.keys(personas),
  rowsOf,
  // `powers` is what the key may do besides reading; to be shown by the read that tells it, where there is one (`listsRights`).
  open: ({ account, powers: _powers, ...options }) =>
    makeQuetzalSimulator("rows" in account ? account.rows : "file" in account ? inFile(account.file) : named(account.persona), options)
}
