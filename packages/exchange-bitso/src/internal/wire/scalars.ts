/** The scalars that every Bitso payload is made of, exactly as strictly as the decoders read them. */
import { Decimal, Instant } from "@caudal/exchange"
import { Schema } from "effect"

/** An amount: a string (padded, signed, with an exponent) or a JSON number. */
export const Amount = Schema.Union([Schema.String, Schema.Number]).check(
  Schema.makeFilter((value) => Decimal.parse(value) !== undefined, { expected: "an exact decimal" })
)

/** A UTC instant: `…+0000` in lists, `…+00:00` in tickers, with milliseconds in old documentation. */
export const Timestamp = Schema.String.check(
  Schema.makeFilter((value) => Instant.parse(value) !== undefined, { expected: "an instant with a zone" })
)

/** Codes (`btc`) and words (`complete`): never empty. */
export const Word = Schema.String.check(Schema.makeFilter((value) => value.length > 0, { expected: "a word" }))

/** The longest id that is believed; Bitso's have at most 64 characters. */
const longestId = 200

/** Ids are strings, but a trade id has also been a JSON number. An empty string stands for no id. */
export const Id = Schema.Union([Schema.String, Schema.Number]).check(
  Schema.makeFilter((value) => (typeof value === "number" ? Number.isSafeInteger(value) : value.length <= longestId), {
    expected: "an id"
  })
)

/** A key that may be missing or null. */
export const Absent = <S extends Schema.Top>(schema: S) => Schema.optionalKey(Schema.NullOr(schema))

/** The fields that a decoder reads, by the wire's own names, before anything is known about their values. */
export type Unread<S extends { readonly Encoded: object }> = { readonly [K in keyof S["Encoded"]]?: unknown }
