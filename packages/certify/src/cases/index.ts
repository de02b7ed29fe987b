/** Every case, in the order in which they are best read and run: the plainest promises first. */
import { ofAccounts } from "../accounts.ts"
import type { Case } from "../Case.ts"
import { assets } from "./assets.ts"
import { candles } from "./candles.ts"
import { compositions } from "./compositions.ts"
import { crash } from "./crash.ts"
import { failure } from "./failure.ts"
import { held } from "./held.ts"
import { identity } from "./identity.ts"
import { kinds } from "./kinds.ts"
import { lists } from "./lists.ts"
import { longCandles } from "./longCandles.ts"
import { manifest } from "./manifest.ts"
import { money } from "./money.ts"
import { paidPrices } from "./paid.ts"
import { oddRows } from "./oddRows.ts"
import { paging } from "./paging.ts"
import { prices } from "./prices.ts"
import { privacy } from "./privacy.ts"
import { readOnly } from "./readOnly.ts"
import { rights } from "./rights.ts"
import { time } from "./time.ts"
import { windows } from "./windows.ts"

export const cases: ReadonlyArray<Case> = [
  ...manifest,
  ...prices,
  ...readOnly,
  ...candles,
  ...longCandles,
  ...ofAccounts([
    ...rights,
    ...paging,
    ...time,
    ...lists,
    ...windows,
    ...identity,
    ...money,
    ...compositions,
    ...kinds,
    ...held,
    ...paidPrices,
    ...assets,
    ...failure,
    ...oddRows,
    ...crash,
    ...privacy
  ])
]
