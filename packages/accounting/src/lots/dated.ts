import { parseDay } from "../time/CivilDay.ts"
import { type Dated, PolicyError } from "./Policy.ts"

/** What holds on a day. */
export const on = <A extends string>(dated: Dated<A>): ((day: number) => A) => {
  if (typeof dated === "string") return () => dated
  const steps = (dated as Exclude<Dated<A>, A>).map(({ from, value }) => ({ from: parseDay(from), value })).sort((a, b) => a.from - b.from)
  const [first, ...later] = steps
  if (first === undefined) throw new PolicyError("a dated choice without a date")
  return (day) => later.findLast(({ from }) => from <= day)?.value ?? first.value
}
