/** What reports are made by, for a page of settings: contested points, amounts asked for, sources. */
import { type AskedAmount, type Country, type ContestedPoint, taxRules, type TaxRules as RulesShape } from "@caudal/accounting"
import { gainMethods } from "@caudal/engine"
import { builder } from "../builder.ts"
import { GainMethod, TaxCountry, TaxStanding } from "./accountingEnums.ts"

const Choice = builder.objectRef<{ readonly id: string; readonly text: string }>("TaxPointChoice").implement({
  description: "One answer to a contested point.",
  fields: (t) => ({
    name: t.exposeString("id", { description: "Name of the choice." }),
    text: t.exposeString("text", { description: "What it means." })
  })
})

const Point = builder.objectRef<ContestedPoint>("TaxPoint").implement({
  description: "A point on which law, practice or taste differ.",
  fields: (t) => ({
    name: t.exposeString("id", { description: "Its name." }),
    question: t.exposeString("question", { description: "The question." }),
    usual: t.exposeString("usual", { description: "Name of the choice that holds where nobody chooses." }),
    standing: t.field({ type: TaxStanding, description: "How sure that is.", resolve: ({ standing }) => standing }),
    choices: t.field({
      type: [Choice],
      description: "The answers.",
      resolve: ({ choices }) => Object.entries(choices).map(([id, text]) => ({ id, text }))
    })
  })
})

const Asked = builder.objectRef<AskedAmount>("TaxAskedAmount").implement({
  description: "An amount that only the taxpayer knows, in the country's currency.",
  fields: (t) => ({
    name: t.exposeString("id", { description: "Its name." }),
    text: t.exposeString("text", { description: "What it is." })
  })
})

const TaxRules = builder.objectRef<RulesShape>("TaxRules").implement({
  description: "What a country's reports are made by.",
  fields: (t) => ({
    country: t.field({ type: TaxCountry, description: "The country.", resolve: ({ country }) => country }),
    title: t.exposeString("name", { description: "Its name." }),
    version: t.exposeString("version", { description: "Version of the rules." }),
    checkedOn: t.exposeString("checkedOn", { description: "The day on which their sources were last looked at." }),
    currency: t.exposeString("currency", { description: "Code of the currency." }),
    timeZone: t.exposeString("zone", { description: "Zone whose days count." }),
    methods: t.field({
      type: [GainMethod],
      description: "Methods that may be chosen, the usual one first; none where the law lays it down.",
      resolve: ({ methods }) => gainMethodsOf(methods)
    }),
    contested: t.field({ type: [Point], description: "Contested points.", resolve: ({ contested }) => [...contested] }),
    asked: t.field({ type: [Asked], description: "Amounts to ask the taxpayer for.", resolve: ({ asked }) => [...asked] })
  })
})

const gainMethodsOf = (methods: ReadonlyArray<string>) => methods.flatMap((method) => gainMethods.filter((known) => known === method))

builder.queryField("taxRules", (t) =>
  t.field({
    type: TaxRules,
    description: "What a country's tax reports are made by.",
    args: { country: t.arg({ type: TaxCountry, required: true, description: "The country." }) },
    resolve: (_root, { country }) => taxRules[country satisfies Country]
  })
)
