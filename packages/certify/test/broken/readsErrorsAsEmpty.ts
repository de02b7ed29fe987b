/** Looks at the HTTP status only: an error inside a 200 is a list without rows. */
import { withClassify } from "./change.ts"

export const readsErrorsAsEmpty = withClassify((failure, { status }) => (status === 200 && failure?.exchangeCode ? null : failure))
