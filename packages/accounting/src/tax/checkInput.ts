import { parseScaled } from "../number/Decimal.ts"
import type { TaxRules } from "./Rules.ts"
import { TaxError, type TaxInput } from "./TaxInput.ts"

/** Throws a {@link TaxError} for what the country does not know: nothing that somebody set is ever passed over. */
export const checkInput = (rules: TaxRules, { currency, settings }: TaxInput): void => {
  if (currency !== rules.currency)
    throw new TaxError(`${rules.name} wants ${rules.currency}, the events are in ${currency}`, `Value the events in ${rules.currency}.`)
  if (!Number.isInteger(settings.year) || settings.year < 2009 || settings.year > 9998)
    throw new TaxError(`not a tax year: ${settings.year}`, "Give a year from 2009 on.")
  const known = (given: object | undefined, ids: ReadonlyArray<string>, what: string): void => {
    for (const id of Object.keys(given ?? {}))
      if (!ids.includes(id))
        throw new TaxError(`${rules.name} knows no ${what} ${JSON.stringify(id)}`, `Known: ${ids.join(", ") || "none"}.`)
  }
  known(
    settings.choices,
    rules.contested.map(({ id }) => id),
    "choice"
  )
  known(
    settings.amounts,
    rules.asked.map(({ id }) => id),
    "amount"
  )
  for (const [id, amount] of Object.entries(settings.amounts ?? {})) {
    const read = parseScaled(amount)
    if (read === undefined || (read.units < 0n && id !== "otherPrivateSales"))
      throw new TaxError(`${id} is not an amount: ${JSON.stringify(amount)}`, "Give a decimal that is not below zero.")
  }
  const methods =
    settings.method === undefined ? [] : typeof settings.method === "string" ? [settings.method] : settings.method.map(({ value }) => value)
  for (const method of methods) {
    if (!rules.methods.includes(method))
      throw new TaxError(
        `${rules.name} does not know the method ${method}`,
        rules.methods.length === 0 ? "Its law lays the method down." : `Choose one of: ${rules.methods.join(", ")}.`
      )
  }
}
