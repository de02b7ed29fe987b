/** What a tax report has to know beyond the ledger. */
import type { TaxSettings } from "@caudal/accounting"
import { builder } from "../builder.ts"
import { CustodyKind, Form1099, GainMethod } from "./accountingEnums.ts"
import { MethodFrom } from "./lotArguments.ts"
import { bounded } from "./TransactionList.ts"

const Choice = builder.inputType("TaxChoice", {
  description: "A choice on a contested point.",
  fields: (t) => ({
    point: t.string({ required: true, description: "Name of the point: see `taxRules`." }),
    choice: t.string({ required: true, description: "Name of the choice." })
  })
})

const Amount = builder.inputType("TaxAmount", {
  description: "An amount that only the taxpayer knows.",
  fields: (t) => ({
    name: t.string({ required: true, description: "Name of the amount: see `taxRules`." }),
    value: t.field({ type: "Decimal", required: true, description: "The amount, in the country's currency." })
  })
})

const Account = builder.inputType("TaxAccount", {
  description: "What a report has to know of an account. What is not said is not guessed: the report lists it.",
  fields: (t) => ({
    account: t.string({ required: true, description: "The account as reports name it: `exchange:account`." }),
    name: t.string({ description: "What to print instead." }),
    custody: t.field({ type: CustodyKind, description: "Who keeps the coins." }),
    country: t.string({ description: "Where the custodian is: two letters of ISO 3166." }),
    taxId: t.string({ description: "The custodian's own tax number." }),
    form1099: t.field({ type: Form1099, description: "United States: what the broker's Form 1099-DA says." })
  })
})

const Index = builder.inputType("TaxIndex", {
  description: "A consumer price index.",
  fields: (t) => ({
    month: t.string({ required: true, description: "The month, `2024-03`." }),
    value: t.field({ type: "Decimal", required: true, description: "The index." })
  })
})

export const TaxSettingsInput = builder.inputType("TaxSettingsInput", {
  description: "What is left out is what the country's rules hold usual.",
  fields: (t) => ({
    method: t.field({ type: GainMethod, description: "Which lots leave first." }),
    methodFrom: t.field({ type: [MethodFrom], description: "Other methods, each from a day on. Needs `method`." }),
    timeZone: t.string({ description: "Zone whose days count." }),
    choices: t.field({ type: [Choice], description: "Choices on contested points." }),
    amounts: t.field({ type: [Amount], description: "Amounts that the rules ask for." }),
    accounts: t.field({ type: [Account], description: "What there is to know of accounts." }),
    indices: t.field({ type: [Index], description: "Mexico: the consumer price index by month." })
  })
})

type Input = typeof TaxSettingsInput.$inferInput

const present = <A extends object>(fields: A): Partial<A> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null)) as Partial<A>

const methodOf = ({ method, methodFrom }: Input): TaxSettings["method"] | undefined => {
  if (methodFrom == null || methodFrom.length === 0 || method == null) return (method ?? undefined) as TaxSettings["method"]
  const later = methodFrom.map(({ from, method: value }) => ({ from, value }))
  return [{ from: "0001-01-01", value: method }, ...later] as TaxSettings["method"]
}

const record = <A, V>(
  name: string,
  list: ReadonlyArray<A> | null | undefined,
  entry: (each: A) => readonly [string, V]
): Readonly<Record<string, V>> | undefined => {
  const all = bounded(`TaxSettingsInput.${name}`, list)
  return all === undefined || all.length === 0 ? undefined : Object.fromEntries(all.map(entry))
}

export const taxSettingsOf = (year: number, input: Input | null | undefined): TaxSettings => {
  if (input == null) return { year }
  return {
    year,
    ...present({
      method: methodOf(input),
      zone: input.timeZone,
      choices: record("choices", input.choices, ({ point, choice }) => [point, choice]),
      amounts: record("amounts", input.amounts, ({ name, value }) => [name, value]),
      accounts: record("accounts", input.accounts, ({ account, ...facts }) => [account, present(facts)]),
      indices: record("indices", input.indices, ({ month, value }) => [month, value])
    })
  } as TaxSettings
}
