/** Deposits, withdrawals and the like, with what each is for: which are two ends of one own transfer is known once all are there. */
import type { Act } from "../portfolio/Act.ts"
import { ownTransfers } from "../portfolio/ownTransfers.ts"
import { byText } from "./FlowLines.ts"

/** The deposit that a withdrawal became, or whether it is such a deposit itself. */
export interface Purpose {
  readonly received: Act | null
  readonly arrived: boolean
}

interface Movement {
  readonly act: Act
  /** Null: it is not known yet. */
  as: Purpose | null
}

export const placeOf = (a: Act, b: Act): number => a.at - b.at || byText(a.id, b.id)

export class Movements {
  readonly #byId = new Map<string, Movement>()
  readonly #settle: (act: Act, as: Purpose, sign: 1 | -1) => void
  #unmatched = false

  /** `settle`: an act is for that from now on (1), or no longer (-1). */
  constructor(settle: (act: Act, as: Purpose, sign: 1 | -1) => void) {
    this.#settle = settle
  }

  put(act: Act): void {
    this.#unmatched = true
    this.#byId.set(act.id, { act, as: null })
  }

  take({ id }: Act): void {
    this.#unmatched = true
    const { act, as } = this.#byId.get(id)!
    this.#byId.delete(id)
    if (as !== null) this.#settle(act, as, -1)
  }

  /** Once all that has changed is there. */
  match(): void {
    if (!this.#unmatched) return
    this.#unmatched = false
    const acts = Array.from(this.#byId.values(), ({ act }) => act).sort(placeOf)
    const transfers = ownTransfers(acts)
    const arrivals = new Set(transfers.values())
    const other: Array<readonly [Act, Purpose]> = []
    for (const act of acts) {
      const movement = this.#byId.get(act.id)!
      const received = transfers.get(act) ?? null
      const arrived = arrivals.has(act)
      const { as } = movement
      if (as !== null && as.received === received && as.arrived === arrived) continue
      if (as !== null) this.#settle(act, as, -1)
      movement.as = { received, arrived }
      other.push([act, movement.as])
    }
    for (const [act, as] of other) this.#settle(act, as, 1)
  }

  /** Those of some instants, and those whose other end is of one. */
  at(instants: ReadonlySet<number>): ReadonlyArray<{ readonly act: Act; readonly as: Purpose }> {
    this.match()
    return [...this.#byId.values()].flatMap(({ act, as }) =>
      as !== null && (instants.has(act.at) || (as.received !== null && instants.has(as.received.at))) ? [{ act, as }] : []
    )
  }
}
