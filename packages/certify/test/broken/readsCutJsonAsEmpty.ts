/** `try { JSON.parse } catch { return [] }`. */
import { withClassify } from "./change.ts"

export const readsCutJsonAsEmpty = withClassify((failure, { status, json, text }) =>
  status === 200 && json === undefined && text !== "" ? null : failure
)
