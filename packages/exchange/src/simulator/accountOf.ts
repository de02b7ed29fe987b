/** Which account a simulator is opened with. */
import { readFileSync } from "node:fs"
import type { Activity, OpenOptions } from "./Simulator.ts"
import { isRow, parseWire } from "./WireJson.ts"

/** An invented one, or what `parse` makes of rows or of a file, whose numbers keep their spelling and whose text it is given as well. */
export const accountOf = <Account>(
  asked: OpenOptions["account"],
  personas: Readonly<Record<string, () => Account>>,
  parse: (value: unknown, text?: string) => Account
): Account => {
  if ("rows" in asked) return parse(asked.rows)
  if ("file" in asked) {
    const text = readFileSync(asked.file, "utf8")
    return parse(parseWire(text), text)
  }
  const make = Object.hasOwn(personas, asked.persona) ? personas[asked.persona] : undefined
  if (make === undefined) throw new TypeError(`no persona ${asked.persona}; there are ${Object.keys(personas).join(", ")}`)
  return make()
}

/** For accounts that are lists of rows and no more. */
export const activityOf = (value: unknown): Activity => {
  if (!isRow(value)) throw new TypeError("account: an object of lists is expected")
  return value
}
