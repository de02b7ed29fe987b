/** Its manifest is made anew whenever it is read. */
import { withManifest } from "./change.ts"

export const readsItselfAnew = withManifest((manifest) =>
  Object.defineProperty({ ...manifest }, "endpoints", { enumerable: true, get: () => manifest.endpoints })
)
