/** How much of a list one question may ask for. */
import { badInput } from "./errors.ts"

export const defaultPageSize = 25
export const maxPageSize = 100

export const pageSize = (asked: number | null | undefined): number => {
  const size = asked ?? defaultPageSize
  if (size < 1 || size > maxPageSize)
    throw badInput(`Ask for 1 to ${maxPageSize} rows at a time, not ${size}; go on with the page's cursor.`)
  return size
}
