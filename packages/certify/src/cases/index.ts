/** Every case, in the order in which they are best read and run: the plainest promises first. */
import type { Case } from "../Case.ts"
import { assets } from "./assets.ts"
import { candles } from "./candles.ts"
import { crash } from "./crash.ts"
import { failure } from "./failure.ts"
import { identity } from "./identity.ts"
import { lists } from "./lists.ts"
import { manifest } from "./manifest.ts"
import { money } from "./money.ts"
import { paging } from "./paging.ts"
import { privacy } from "./privacy.ts"
import { readOnly } from "./readOnly.ts"
import { rights } from "./rights.ts"
import { time } from "./time.ts"
import { windows } from "./windows.ts"

export const cases: ReadonlyArray<Case> = [
  ...manifest,
  ...readOnly,
  ...rights,
  ...paging,
  ...time,
  ...lists,
  ...windows,
  ...identity,
  ...money,
  ...assets,
  ...candles,
  ...failure,
  ...crash,
  ...privacy
]
