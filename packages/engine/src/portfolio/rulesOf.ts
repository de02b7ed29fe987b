import { Effect } from "effect"
import { type LotRules, lotRules } from "./LotRules.ts"
import { type LotSettings, SettingsRefused, UnknownTimeZone } from "./LotSettings.ts"

/** The rules of a question, or why they do not go together. */
export const rulesOf = (asked: LotSettings): Effect.Effect<LotRules, UnknownTimeZone | SettingsRefused> =>
  Effect.try({
    try: () => lotRules(asked),
    catch: (error) => {
      if (error instanceof UnknownTimeZone || error instanceof SettingsRefused) return error
      throw error
    }
  })
