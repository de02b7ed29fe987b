/** The JSON Schema of a fault plan, made from the table of faults so that the two cannot part. */
import { faultNames, faults } from "./FaultPlan.ts"

const count = { type: "integer", minimum: 1 }
const strict = (required: ReadonlyArray<string>, properties: Record<string, unknown>) => ({
  type: "object",
  required,
  properties,
  additionalProperties: false
})

const nth = {
  description: "Which requests of the route, counted from 1 since the plan was set; absent: all.",
  anyOf: [
    count,
    { type: "array", items: count },
    strict(["from"], { from: count, to: count }),
    strict(["every"], { every: count }),
    strict(["probability"], { probability: { type: "number", minimum: 0, maximum: 1 } })
  ]
}

const argsOf = (fault: keyof typeof faults) => ({
  if: { properties: { fault: { const: fault } } },
  then: {
    properties: { args: strict([], Object.fromEntries(Object.entries(faults[fault]).map(([name, type]) => [name, { type }]))) }
  }
})

export const faultPlanSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Fault plan of a simulator",
  ...strict(["rules"], {
    seed: { type: "integer", description: "Of the probabilities and shuffles; 0 if absent." },
    rules: {
      type: "array",
      items: {
        ...strict(["route", "fault"], {
          route: {
            type: "string",
            minLength: 1,
            description: "An endpoint's name (ledger, ledger/trades, user_trades …), a prefix ending in *, or *."
          },
          nth,
          fault: { enum: faultNames },
          args: { type: "object" }
        }),
        allOf: faultNames.map(argsOf)
      }
    }
  })
}
