/** The argument that every text for people takes. */
import { builder } from "../builder.ts"
import { LocaleEnum } from "./enums.ts"

export const localeArgs = builder.args((t) => ({
  locale: t.field({ type: LocaleEnum, description: "Language of the text. When omitted: the request's Accept-Language, else English." })
}))
