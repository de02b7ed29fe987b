/** Amounts that know which postings and which price they were made of: what an explanation lists. */
import { Decimal, type DecimalText } from "@caudal/exchange"
import type { Act, Moved } from "./Act.ts"
import type { UsedPrice } from "./LotProjection.ts"

/** All postings of one asset in an act, either its principals or its fees. */
export interface AmountPart {
  readonly act: Act
  readonly asset: string
  readonly of: "principal" | "fee"
  readonly sign: 1 | -1
}

/** `Σ sign × postings`, times the price where there is one. */
export interface Amount {
  readonly value: DecimalText
  readonly parts: ReadonlyArray<AmountPart>
  readonly price: UsedPrice | null
}

const signed = (amount: DecimalText, sign: 1 | -1): DecimalText => (sign === 1 ? amount : Decimal.negate(amount))

export const amountOf = (act: Act, moved: Moved, of: AmountPart["of"], sign: 1 | -1): Amount => ({
  value: signed(moved[of], sign),
  parts: [{ act, asset: moved.asset.id, of, sign }],
  price: null
})

/** Of amounts without a price. */
export const plus = (a: Amount, b: Amount): Amount => ({
  value: Decimal.add(a.value, b.value),
  parts: [...a.parts, ...b.parts],
  price: null
})

export const opposite = (amount: Amount): Amount => ({
  ...amount,
  value: Decimal.negate(amount.value),
  parts: amount.parts.map((part) => ({ ...part, sign: part.sign === 1 ? -1 : 1 }))
})

export const at = (amount: Amount, price: UsedPrice): Amount => ({ ...amount, value: Decimal.multiply(amount.value, price.amount), price })

export const sumOf = (amounts: ReadonlyArray<Amount>): DecimalText => Decimal.sum(amounts.map(({ value }) => value))
