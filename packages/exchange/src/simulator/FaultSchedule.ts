/** Runs a fault plan: asked once per request, answers which faults fire. Same plan, same requests, same faults. */
import { noFaults, type FaultArgs, type FaultName, type FaultPlan, type FaultRule, type Nth } from "./FaultPlan.ts"
import { makeRandom, type Random } from "./Random.ts"

/** The faults that fire on one request, in the order of the rules. */
export interface ActiveFaults {
  readonly names: ReadonlyArray<FaultName>
  /** The arguments of a fault that fires, `undefined` when it does not. */
  readonly get: (name: FaultName) => FaultArgs | undefined
  /** A numeric argument. */
  readonly number: (name: FaultName, arg: string, fallback: number) => number
  readonly random: Random
}

export interface FaultSchedule {
  /** `route`: the read's name. A rule may also call it by its path. */
  readonly next: (route: string, path?: string) => ActiveFaults
  readonly replace: (plan: FaultPlan) => void
}

const quietRandom = makeRandom(0)
export const calm: ActiveFaults = { names: [], get: () => undefined, number: (_name, _arg, fallback) => fallback, random: quietRandom }

const matches = (rule: FaultRule, route: string): boolean =>
  rule.route.endsWith("*") ? route.startsWith(rule.route.slice(0, -1)) : rule.route === route

const isList = (nth: Nth): nth is ReadonlyArray<number> => Array.isArray(nth)

const fires = (nth: Nth | undefined, count: number, random: Random): boolean => {
  if (nth === undefined) return true
  if (typeof nth === "number") return count === nth
  if (isList(nth)) return nth.includes(count)
  if ("every" in nth) return count % nth.every === 0
  if ("probability" in nth) return random.next() < nth.probability
  return count >= nth.from && count <= (nth.to ?? Infinity)
}

const active = (fired: ReadonlyArray<FaultRule>, random: Random): ActiveFaults => {
  const get = (name: FaultName): FaultArgs | undefined => {
    const rule = fired.find((one) => one.fault === name)
    return rule === undefined ? undefined : (rule.args ?? {})
  }
  return {
    names: fired.map((rule) => rule.fault),
    get,
    number: (name, arg, fallback) => {
      const value = get(name)?.[arg]
      return typeof value === "number" ? value : fallback
    },
    random
  }
}

/** What stands before an endpoint's name in its path is forgiven: `/api/v3/ledger/` is `ledger`, `/0/private/Ledgers` is `Ledgers`. */
const plain = (path: string): string => path.replace(/^\/?(?:api\/|0\/(?:private|public)\/)?(?:v\d\/)?/, "").replace(/\/+$/, "")

export const makeFaultSchedule = (first: FaultPlan = noFaults): FaultSchedule => {
  const load = (plan: FaultPlan) =>
    plan.rules.map((rule, index) => ({
      rule: { ...rule, route: plain(rule.route) },
      count: 0,
      random: makeRandom(plan.seed + index * 7919)
    }))
  let states = load(first)
  return {
    next: (route, path) => {
      const names = path === undefined ? [route] : [route, plain(path)]
      const fired: Array<FaultRule> = []
      let random = quietRandom
      for (const state of states) {
        if (!names.some((name) => matches(state.rule, name))) continue
        state.count++
        if (!fires(state.rule.nth, state.count, state.random)) continue
        fired.push(state.rule)
        random = state.random
      }
      return fired.length === 0 ? calm : active(fired, random)
    },
    replace: (plan) => {
      states = load(plan)
    }
  }
}
