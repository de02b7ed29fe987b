/** The scalars that every Binance payload is made of, exactly as strictly as the decoders read them. */
import { Decimal } from "@caudal/exchange"
import { Schema } from "effect"
import { readId, readNumber } from "../parse/fields.ts"
import { readMillis, readUtc } from "../parse/time.ts"

const TextOrNumber = Schema.Union([Schema.String, Schema.Number])

/** An amount: text as a rule, a JSON number now and then. */
export const Amount = TextOrNumber.check(Schema.makeFilter((value) => Decimal.parse(value) !== undefined, { expected: "an exact decimal" }))

/** Ids: text, or numbers that may be longer than a double holds. */
export const Id = TextOrNumber.check(Schema.makeFilter((value) => readId(value) !== undefined, { expected: "an id" }))

/** A small whole number that says which. */
export const Choice = TextOrNumber.check(Schema.makeFilter((value) => readNumber(value) !== undefined, { expected: "a whole number" }))

/** Epoch milliseconds: a number, or text in some lists. */
export const Millis = TextOrNumber.check(Schema.makeFilter((value) => readMillis(value) !== undefined, { expected: "epoch milliseconds" }))

/** `2019-10-12 11:12:02`, which is UTC. */
export const UtcSecond = Schema.String.check(Schema.makeFilter((value) => readUtc(value) !== undefined, { expected: "a UTC second" }))

/** Codes and words: never empty. */
export const Word = Schema.String.check(Schema.makeFilter((value) => value.length > 0, { expected: "a word" }))

/** A key that may be missing or null. */
export const Absent = <S extends Schema.Top>(schema: S) => Schema.optionalKey(Schema.NullOr(schema))

/** The fields that a decoder reads, by the wire's own names, before anything is known about their values. */
export type Unread<S extends { readonly Encoded: object }> = { readonly [K in keyof S["Encoded"]]?: unknown }
