/** A web page has no rows either. */
import { withClassify } from "./change.ts"

export const readsPagesAsEmpty = withClassify((failure, { status, text }) => (status === 200 && text.startsWith("<") ? null : failure))
