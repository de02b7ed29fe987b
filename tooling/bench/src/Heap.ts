/** Memory that a value holds, by what is left after the collector has run. */
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"

const collect = (): number => {
  setFlagsFromString("--expose-gc")
  const gc = runInNewContext("gc") as () => void
  gc()
  gc()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** Bytes of what `make` returns, over what was there before. Typed arrays count. */
export const heldBy = (make: () => unknown): number => {
  const before = collect()
  const kept = make()
  const bytes = collect() - before
  // Used after it is weighed, so that it is still there.
  if (kept === undefined) throw new TypeError("nothing to weigh")
  return bytes
}
