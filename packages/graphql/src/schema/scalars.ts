/** Money and time as they cross the border: exact text. */
import { Decimal as DecimalText, Instant } from "@caudal/exchange"
import { builder } from "../builder.ts"
import { badInput } from "../errors.ts"

builder.scalarType("Decimal", {
  description: `An exact decimal number of any size, written as a JSON string, never as a JSON number.

Canonical form: optional \`-\`, digits without superfluous leading zeros, optionally \`.\` and digits that do not end in \`0\`. No exponent, no \`+\`, no grouping, no negative zero: \`"-15024.7800228"\`, \`"0"\`. Equal numbers are equal strings. Read it with a decimal library: a floating-point number cannot hold it.`,
  serialize: (value) => {
    const decimal = DecimalText.parse(value)
    if (decimal === undefined) throw new TypeError("a Decimal field was given something that is not a decimal")
    return decimal
  },
  parseValue: (value) => {
    const decimal = typeof value === "string" ? DecimalText.parse(value) : undefined
    if (decimal === undefined) throw badInput('A Decimal is written as a string of plain digits, such as "0.1".')
    return decimal
  }
})

builder.scalarType("DateTime", {
  description: `An instant, written as an ISO 8601 string in UTC with exactly three fraction digits: \`"2017-07-30T22:59:23.000Z"\`.

As an argument any ISO 8601 date and time with a zone is read (\`Z\`, \`-06:00\`), fractions beyond milliseconds are cut off.`,
  serialize: (value) => {
    if (typeof value !== "number" || !Number.isSafeInteger(value))
      throw new TypeError("a DateTime field was given something that is not an instant")
    return Instant.format(value)
  },
  parseValue: (value) => {
    const at = Instant.parse(value)
    if (at === undefined) throw badInput('A DateTime is written as ISO 8601 with a zone, such as "2017-07-30T22:59:23.000Z".')
    return at
  }
})
