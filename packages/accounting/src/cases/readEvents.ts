import type { Fee, LotEvent } from "../lots/Event.ts"
import { decimalText, type Fields, fieldsOf, oneOf, optionalText, rowsOf, textOf } from "./CaseReading.ts"

const types = ["buy", "sell", "income", "gift_out", "fork", "opening", "fee", "transfer", "conversion", "split"] as const

/** Leaves out what a case does not have: an absent field and an undefined one are not the same to the compiler. */
const given = <K extends string, A>(key: K, value: A | undefined): { readonly [P in K]?: A } =>
  (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: A }

const optionalDecimal = (value: unknown, at: string): string | undefined => (value == null ? undefined : decimalText(value, at))

const nullableDecimal = (value: unknown, at: string): string | null => optionalDecimal(value, at) ?? null

const feeOf = (value: unknown, at: string): Fee | undefined => {
  if (value == null) return undefined
  const fields = fieldsOf(value, at)
  return {
    asset: textOf(fields["asset"], `${at}.asset`),
    quantity: decimalText(fields["quantity"], `${at}.quantity`),
    value: decimalText(fields["value"], `${at}.value`)
  }
}

const sideOf = (value: unknown, at: string): { readonly asset: string; readonly quantity: string } => {
  const fields = fieldsOf(value, at)
  return { asset: textOf(fields["asset"], `${at}.asset`), quantity: decimalText(fields["quantity"], `${at}.quantity`) }
}

const eventOf = (fields: Fields, at: string): LotEvent => {
  const type = oneOf(fields["type"], types, `${at}.type`)
  const decimal = (key: string): string => decimalText(fields[key], `${at}.${key}`)
  const common = {
    id: textOf(fields["id"], `${at}.id`),
    time: textOf(fields["time"], `${at}.time`),
    ...given("account", optionalText(fields["account"], `${at}.account`)),
    ...given("subtype", optionalText(fields["subtype"], `${at}.subtype`))
  }
  const asset = (): string => textOf(fields["asset"], `${at}.asset`)
  const total = (): string | null => nullableDecimal(fields["total"], `${at}.total`)
  const fee = given("fee", feeOf(fields["fee"], `${at}.fee`))
  switch (type) {
    case "buy":
    case "income":
    case "fork":
    case "opening":
      return {
        ...common,
        type,
        asset: asset(),
        quantity: decimal("quantity"),
        total: total(),
        ...fee,
        ...given("acquired", optionalText(fields["acquired"], `${at}.acquired`)),
        ...given("unitKey", optionalDecimal(fields["unitKey"], `${at}.unitKey`))
      }
    case "sell":
    case "gift_out":
    case "fee":
      return {
        ...common,
        type,
        asset: asset(),
        quantity: decimal("quantity"),
        total: total(),
        ...fee,
        ...given(
          "lots",
          fields["lots"] == null
            ? undefined
            : rowsOf(fields["lots"], `${at}.lots`).map((row, i) => ({
                lot: textOf(row["lot"], `${at}.lots[${i}].lot`),
                quantity: decimalText(row["quantity"], `${at}.lots[${i}].quantity`)
              }))
        )
      }
    case "transfer":
      return {
        ...common,
        type,
        asset: asset(),
        quantity: decimal("quantity"),
        received: decimal("received"),
        ...given("toAccount", optionalText(fields["toAccount"], `${at}.toAccount`)),
        ...given("feeValue", optionalDecimal(fields["feeValue"], `${at}.feeValue`))
      }
    case "conversion":
      return {
        ...common,
        type,
        from: sideOf(fields["from"], `${at}.from`),
        to: sideOf(fields["to"], `${at}.to`),
        value: nullableDecimal(fields["value"], `${at}.value`),
        ...given("proceeds", optionalDecimal(fields["proceeds"], `${at}.proceeds`)),
        ...given("cost", optionalDecimal(fields["cost"], `${at}.cost`)),
        ...fee
      }
    case "split":
      return { ...common, type, asset: asset(), ratio: decimal("ratio") }
  }
}

export const readEvents = (value: unknown): ReadonlyArray<LotEvent> =>
  rowsOf(value, "events").map((fields, i) => eventOf(fields, `events[${i}]`))
