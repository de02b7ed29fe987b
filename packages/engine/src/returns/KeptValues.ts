/** What was made for one answer about a period, for the next one: only what depends on something that changed is made again. */
import { KeepLast } from "../portfolio/KeepLast.ts"
import type { Closes } from "./ClosePrices.ts"
import type { Asked } from "./DayCloses.ts"
import type { FlowAsset } from "./FlowProjection.ts"
import { FollowedDays } from "./FollowedDays.ts"
import type { ReturnScope } from "./ReturnScope.ts"

/** Scopes of a period: a screen shows a whole and one or two parts of it. */
const mostScopes = 3

/** Whoever asks for closes, and may say which. */
export interface Asking {
  readonly during: <A>(make: () => A) => { readonly made: A; readonly asked: Asked }
  readonly add: (asked: Asked) => void
}

/** Nobody wants to know. */
export const nobody: Asking = { during: (make) => ({ made: make(), asked: new Map() }), add: () => {} }

interface Made {
  readonly of: unknown
  readonly value: unknown
  readonly asked: Asked
}

class ScopeValues {
  readonly days: FollowedDays
  readonly made = new Map<string, Made>()
  readonly followed = new Map<string, unknown>()

  constructor(scope: ReturnScope) {
    this.days = new FollowedDays(scope)
  }
}

/** Of one portfolio, currency, zone and period, and of prices that do not change. */
export class KeptValues {
  readonly #closes = new Map<string, { readonly asset: FlowAsset; readonly closes: Closes; readonly asked: Asked }>()
  readonly #scopes = new KeepLast<ScopeValues>(mostScopes)

  /** Closes of an asset; the same ones as long as the same are needed. `make` is given those before. */
  closes(id: string, asset: FlowAsset, asking: Asking, make: (before: Closes | undefined) => Closes): Closes {
    const known = this.#closes.get(id)
    if (known?.asset === asset) {
      asking.add(known.asked)
      return known.closes
    }
    const { made, asked: own } = asking.during(() => make(known?.closes))
    this.#closes.set(id, { asset, closes: made, asked: own })
    return made
  }

  #of(scope: ReturnScope): ScopeValues {
    return this.#scopes.orMake(JSON.stringify(scope), () => new ScopeValues(scope))
  }

  days(scope: ReturnScope): FollowedDays {
    return this.#of(scope).days
  }

  /** Follows what it was at the last time; `make` is given that. Asks for no closes that are not asked for anyhow. */
  follow<A>(scope: ReturnScope, name: string, make: (before: A | undefined) => A): A {
    const { followed } = this.#of(scope)
    const made = make(followed.get(name) as A | undefined)
    followed.set(name, made)
    return made
  }

  /** `make` is run again once `of` is another: what it gives depends on that alone, and on closes. */
  once<A>(scope: ReturnScope, name: string, of: unknown, asking: Asking, make: () => A): A {
    const { made: all } = this.#of(scope)
    const known = all.get(name)
    if (known !== undefined && known.of === of) {
      asking.add(known.asked)
      return known.value as A
    }
    const { made, asked: own } = asking.during(make)
    all.set(name, { of, value: made, asked: own })
    return made
  }
}
