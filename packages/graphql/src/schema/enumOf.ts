/** Enums from the engine's own words: `staking-in` is `STAKING_IN` outside and unchanged inside. */
import { builder } from "../builder.ts"

const outside = (value: string): string =>
  value
    .replaceAll(/([a-z])([A-Z])/g, "$1_$2")
    .toUpperCase()
    .replaceAll("-", "_")

export const enumOf = <V extends string>(name: string, description: string, values: Readonly<Record<V, string>>) =>
  builder.enumType(name, {
    description,
    values: Object.fromEntries(
      Object.entries<string>(values).map(([value, text]) => [outside(value), { value: value as V, description: text }])
    ) as Record<string, { value: V; description: string }>
  })
