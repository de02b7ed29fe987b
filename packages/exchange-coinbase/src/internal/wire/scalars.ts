/** The scalars that every Coinbase payload is made of, exactly as strictly as the decoders read them. */
import { Decimal, Instant } from "@caudal/exchange"
import { Schema } from "effect"

/** An amount: text everywhere; a JSON number is read as well. */
export const Amount = Schema.Union([Schema.String, Schema.Number]).check(
  Schema.makeFilter((value) => Decimal.parse(value) !== undefined, { expected: "an exact decimal" })
)

/** ISO 8601 with a zone: whole seconds in wallets, microseconds in fills, an offset in old examples. */
export const Moment = Schema.String.check(Schema.makeFilter((value) => Instant.parse(value) !== undefined, { expected: "an instant" }))

/** Codes and words: never empty. */
export const Word = Schema.String.check(Schema.makeFilter((value) => value.length > 0, { expected: "a word" }))

/** A key that may be missing or null. */
export const Absent = <S extends Schema.Top>(schema: S) => Schema.optionalKey(Schema.NullOr(schema))

/** v2 writes `{amount, currency}`, v3 `{value, currency}`. */
export const Money = Schema.Struct({ amount: Amount, currency: Word })
export const Value = Schema.Struct({ value: Amount, currency: Word })

/** The fields that a decoder reads, by the wire's own names, before anything is known about their values. */
export type Unread<S extends { readonly Encoded: object }> = { readonly [K in keyof S["Encoded"]]?: unknown }
