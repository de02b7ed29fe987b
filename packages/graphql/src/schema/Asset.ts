/** An asset as an exchange names it. */
import { builder } from "../builder.ts"

export const Asset = builder.objectRef<string>("Asset").implement({
  description: "A currency or token, by the code that the exchange prints.",
  fields: (t) => ({
    code: t.string({ description: "The code exactly as the exchange prints it, such as `btc`.", resolve: (code) => code }),
    symbol: t.string({ description: "The same in upper case, for people: `BTC`.", resolve: (code) => code.toUpperCase() })
  })
})
