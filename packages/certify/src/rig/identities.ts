/** What an adapter takes for the name of an account, and what it would take if the exchange's replies were another account's. */
import { type Adapter, type Json, LosslessJson, type PlanOutcome } from "@caudal/exchange"

/** The adapter, with the outcomes remembered that its plan of the identity was given. */
export const observeIdentity = (adapter: Adapter): { readonly adapter: Adapter; readonly outcomes: ReadonlyArray<PlanOutcome> } => {
  const outcomes: Array<PlanOutcome> = []
  const { identity } = adapter.plans
  const next: typeof identity.next = (state, outcome) => {
    outcomes.push(outcome)
    return identity.next(state, outcome)
  }
  return { adapter: { ...adapter, plans: { ...adapter.plans, identity: { ...identity, next } } }, outcomes }
}

/** The plan run with these outcomes, one after another; `null`: it names nobody. */
export const accountOf = ({ plans: { identity } }: Adapter, outcomes: ReadonlyArray<PlanOutcome>): string | null => {
  let step = identity.start
  for (const outcome of outcomes) {
    if ("done" in step) break
    step = identity.next(step.state, outcome)
  }
  return "done" in step ? step.done.accountKey : null
}

/** Of the same length and kind, and another one: letters and digits each become the next. */
const otherText = (text: string): string =>
  text.replace(/[0-8a-yA-Y]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 1)).replace(/9(?=\D|$)/g, "1")

/** The document with one of its values changed, for each of them. */
const changed = (json: Json): ReadonlyArray<Json> => {
  if (typeof json === "string") return [otherText(json)]
  if (typeof json === "number") return [json + 1]
  if (typeof json !== "object" || json === null) return []
  return Object.entries(json).flatMap(([key, value]) =>
    changed(value).map((other): Json => {
      const copy = structuredClone(json) as Record<string, Json>
      copy[key] = other
      return copy as Json
    })
  )
}

/** The same outcomes with one value of one reply changed, for each of them. */
export const otherOutcomes = (outcomes: ReadonlyArray<PlanOutcome>): ReadonlyArray<ReadonlyArray<PlanOutcome>> =>
  [...outcomes].flatMap(({ reply }, i) =>
    reply === null
      ? []
      : changed(LosslessJson.parse(reply.text)).map((json) =>
          outcomes.map((one, at) => (at === i ? { reply: { ...reply, json, text: JSON.stringify(json) }, failure: null } : one))
        )
  )
