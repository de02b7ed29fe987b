/** Reads a case's JSON field by field; whatever is not as the format says ends in one clear line. */

/** The case cannot be run as it is written, or asks for something this package does not know. */
export class CaseError extends Error {
  override readonly name = "CaseError"
}

export type Fields = Readonly<Record<string, unknown>>

export const fieldsOf = (value: unknown, at: string): Fields => {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields
  throw new CaseError(`${at} is not an object`)
}

export const listOf = (value: unknown, at: string): ReadonlyArray<unknown> => {
  if (Array.isArray(value)) return value
  throw new CaseError(`${at} is not a list`)
}

export const rowsOf = (value: unknown, at: string): ReadonlyArray<Fields> => listOf(value, at).map((row, i) => fieldsOf(row, `${at}[${i}]`))

export const textOf = (value: unknown, at: string): string => {
  if (typeof value === "string") return value
  throw new CaseError(`${at} is not text`)
}

export const optionalText = (value: unknown, at: string): string | undefined => (value == null ? undefined : textOf(value, at))

/** A decimal; a JSON number only where it says the same. */
export const decimalText = (value: unknown, at: string): string => {
  const text = typeof value === "number" ? String(value) : value
  if (typeof text === "string" && /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) return text
  throw new CaseError(`${at} is not a decimal: ${JSON.stringify(value)}`)
}

export const numberOf = (value: unknown, at: string): number => Number(decimalText(value, at))

export const oneOf = <A extends string>(value: unknown, known: ReadonlyArray<A>, at: string): A => {
  const found = known.find((each) => each === value)
  if (found !== undefined) return found
  throw new CaseError(`unknown ${at} ${JSON.stringify(value)} (known: ${known.join(", ")})`)
}
