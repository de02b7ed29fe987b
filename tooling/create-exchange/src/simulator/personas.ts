/** Invented accounts to try everything against, told in acts. To do: `beginner` in place of `newcomer`, and more, once `rowsOf` writes acts down. */
import type { Act } from "@caudal/exchange/simulator"

export const personas: Readonly<Record<string, () => ReadonlyArray<Act>>> = {
  newcomer: () => []
}
