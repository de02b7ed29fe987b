/** A market is opened by what is bought in it, never by what is paid. */
import { inRiver } from "./change.ts"

export const opensByBaseOnly = inRiver("fills", ({ dimensions }) => ({
  dimensions: {
    start: dimensions!.start,
    next: (state, outcome) => {
      const step = dimensions!.next(state, outcome)
      return "done" in step ? { done: step.done.map(({ id, assets }) => ({ id, assets: assets?.slice(0, 1) ?? null })) } : step
    }
  }
}))
