/** How lots are to be kept: the same arguments wherever they are asked for. */
import type { LotSettings } from "@caudal/engine"
import { builder } from "../builder.ts"
import { GainMethod, LotScope, TaxCountry } from "./accountingEnums.ts"
import { Currency } from "./enums.ts"

export const MethodFrom = builder.inputType("MethodFrom", {
  description: "A method that holds from a day on.",
  fields: (t) => ({
    from: t.string({ required: true, description: "The civil date, `2025-01-01`." }),
    method: t.field({ type: GainMethod, required: true, description: "Which lots leave first from then on." })
  })
})

export const lotArguments = builder.args((t) => ({
  jurisdiction: t.field({
    type: TaxCountry,
    description: "Whose dated rules decide what is not given: method, scope, zone, currency, the tax year and every contested point."
  }),
  method: t.field({ type: GainMethod, description: "Which lots leave first; without a jurisdiction `FIFO`." }),
  methodFrom: t.field({ type: [MethodFrom], description: "Other methods, each from a day on." }),
  scope: t.field({ type: LotScope, description: "Whether the lots of all accounts are one stock; without a jurisdiction `GLOBAL`." }),
  perAccountFrom: t.string({ description: "One stock before this civil date, one for each account from it on." }),
  currency: t.field({ type: Currency, description: "What costs and proceeds are in. Needed where no jurisdiction is given." }),
  timeZone: t.string({
    description:
      "`UTC` or an IANA name such as `America/Mexico_City`: whose midnight begins a day, and a year. Without a jurisdiction `UTC`."
  })
}))

interface LotArguments extends Omit<LotSettings, "methodFrom"> {
  readonly methodFrom?: LotSettings["methodFrom"] | null
}

export const lotSettingsOf = ({
  jurisdiction,
  method,
  methodFrom,
  scope,
  perAccountFrom,
  currency,
  timeZone
}: LotArguments): LotSettings => ({
  jurisdiction,
  method,
  methodFrom: methodFrom ?? [],
  scope,
  perAccountFrom,
  currency,
  timeZone
})
