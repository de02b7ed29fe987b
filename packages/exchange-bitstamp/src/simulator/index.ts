/** A pretended Bitstamp: what the kit, tests and `caudal sandbox` read instead of the real one. */
import { readFileSync } from "node:fs"
import { isRow, parseWire, type Activity, type SimulatorPackage } from "@caudal/exchange/simulator"
import { makeBitstampSimulator } from "./BitstampSimulator.ts"
import { personas } from "./personas/index.ts"
import { rowsOf } from "./rowsOf.ts"

const named = (persona: string): Activity => {
  const make = personas[persona]
  if (make === undefined) throw new TypeError(`there is no persona ${persona}; there are ${Object.keys(personas).join(", ")}`)
  return make()
}

const inFile = (path: string): Activity => {
  const rows = parseWire(readFileSync(path, "utf8"))
  if (!isRow(rows)) throw new TypeError("account: an object of lists is expected")
  return rows
}

export const simulatorPackage: SimulatorPackage = {
  id: "bitstamp",
  personas: Object.keys(personas),
  rowsOf,
  // Bitstamp does not tell what a key may do: powers go unnoticed.
  open: ({ account, powers: _powers, ...options }) =>
    makeBitstampSimulator("rows" in account ? account.rows : "file" in account ? inFile(account.file) : named(account.persona), options)
}
