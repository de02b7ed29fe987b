/** The scalars that every Kraken payload is made of, exactly as strictly as the decoders read them. */
import { Decimal } from "@caudal/exchange"
import { Schema } from "effect"
import { readTime } from "../parse/time.ts"

/** An amount: text in lists, a JSON number in one documentation example. */
export const Amount = Schema.Union([Schema.String, Schema.Number]).check(
  Schema.makeFilter((value) => Decimal.parse(value) !== undefined, { expected: "an exact decimal" })
)

/** Unix seconds with a fraction of up to nine digits: a JSON number, or text where the lossless decoder kept it whole. */
export const Seconds = Schema.Union([Schema.String, Schema.Number]).check(
  Schema.makeFilter((value) => readTime(value) !== undefined, { expected: "Unix seconds" })
)

/** Codes and words: never empty. */
export const Word = Schema.String.check(Schema.makeFilter((value) => value.length > 0, { expected: "a word" }))

/** A key that may be missing or null. */
export const Absent = <S extends Schema.Top>(schema: S) => Schema.optionalKey(Schema.NullOr(schema))

/** The fields that a decoder reads, by the wire's own names, before anything is known about their values. */
export type Unread<S extends { readonly Encoded: object }> = { readonly [K in keyof S["Encoded"]]?: unknown }
