/** Most faults are one case each: a history, what goes wrong with it, and the same book in the end. */
import type { Manifest } from "@caudal/exchange"
import type { Act, FaultName, FaultRule, Nth } from "@caudal/exchange/simulator"
import type { Case } from "../Case.ts"
import { type Disturbance, mustSurvive } from "../expect.ts"
import { longer, postingStreams, routesOf, syncedStreams } from "../histories.ts"

/** The fault on every list that is read. */
export const onLists = (manifest: Manifest, fault: FaultName, nth?: Nth, args?: FaultRule["args"]): ReadonlyArray<FaultRule> =>
  routesOf(manifest, syncedStreams(manifest)).map((route) => rule(route, fault, nth, args))

/** The fault on the lists that build the books. */
export const onBooks = (manifest: Manifest, fault: FaultName, nth?: Nth, args?: FaultRule["args"]): ReadonlyArray<FaultRule> =>
  routesOf(manifest, postingStreams(manifest)).map((route) => rule(route, fault, nth, args))

export const onAll = (fault: FaultName, args?: FaultRule["args"], nth?: Nth): ReadonlyArray<FaultRule> => [rule("*", fault, nth, args)]

const rule = (route: string, fault: FaultName, nth: Nth | undefined, args: FaultRule["args"]): FaultRule => ({
  route,
  fault,
  ...(nth === undefined ? {} : { nth }),
  ...(args === undefined ? {} : { args })
})

export const survival = (
  about: Omit<Case, "run">,
  faults: (manifest: Manifest) => ReadonlyArray<FaultRule>,
  more: Omit<Disturbance, "faults"> & { readonly acts?: (manifest: Manifest) => ReadonlyArray<Act> } = {}
): Case => ({
  ...about,
  run: (subject) => {
    const { acts = longer, ...rest } = more
    const { manifest } = subject.adapter
    return mustSurvive(subject, acts(manifest), { ...rest, faults: faults(manifest) })
  }
})
