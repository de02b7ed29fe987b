/** One text for one value: keys in order, no spaces, absent and undefined alike. */
export const canonicalText = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map((each) => canonicalText(each ?? null)).join(",")}]`
  if (typeof value !== "object" || value === null) return JSON.stringify(value)
  const fields = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([key, each]) => `${JSON.stringify(key)}:${canonicalText(each)}`).join(",")}}`
}
