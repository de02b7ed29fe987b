/** What a country's report is made from: its rules, the taxpayer's choices, and a few ways to read them. */
import type { Policy } from "../lots/Policy.ts"
import { add, compare, type Decimal, subtract } from "../number/Decimal.ts"
import type { Books, Disposed, Year } from "./Books.ts"
import { roundTo, share } from "./rounding.ts"
import type { TaxRules } from "./Rules.ts"
import { type AccountFacts, TaxError, type TaxInput, type TaxPrice } from "./TaxInput.ts"
import type { Cell, Section, Unresolved } from "./Section.ts"

export interface CountryReport<Parameters = unknown> {
  readonly rules: TaxRules<Parameters>
  readonly title: string
  readonly yearOf: (year: number) => Year
  readonly policy: (context: Context<Parameters>) => Partial<Policy>
  readonly sections: (context: Context<Parameters>, books: Books) => ReadonlyArray<Section>
  /** Where events have to be seen otherwise than they came (Brazil: custody instead of accounts). */
  readonly events?: (context: Context<Parameters>) => TaxInput["events"]
}

/** Units of a disposal from one lot. */
export interface SlicePart {
  readonly acquired: string | null
  readonly term: "short" | "long" | null
  readonly rule: string
  readonly quantity: Decimal
  /** Before the fee; rounded, as are the others. */
  readonly gross: Decimal | null
  readonly fee: Decimal
  readonly cost: Decimal | null
  /** `gross − fee − cost` of the rounded figures; null where one of them is unknown. */
  readonly gain: Decimal | null
}

export class Context<Parameters> {
  readonly rules: TaxRules<Parameters>
  readonly input: TaxInput
  readonly year: Year
  readonly unresolved: Array<Unresolved> = []
  readonly #said = new Set<string>()

  constructor(rules: TaxRules<Parameters>, input: TaxInput, year: Year) {
    this.rules = rules
    this.input = input
    this.year = year
  }

  choice(id: string): string {
    const point = this.rules.contested.find((each) => each.id === id)!
    const chosen = this.input.settings.choices?.[id] ?? point.usual
    if (!Object.hasOwn(point.choices, chosen))
      throw new TaxError(`${id} cannot be ${JSON.stringify(chosen)}`, `Choose one of: ${Object.keys(point.choices).join(", ")}.`)
    return chosen
  }

  /** Zero where the taxpayer gave none. */
  asked(id: string): Decimal {
    return (this.input.settings.amounts?.[id] ?? "0") as Decimal
  }

  facts(account: string): AccountFacts {
    return this.input.settings.accounts?.[account] ?? {}
  }

  nameOf(account: string): string {
    return this.facts(account).name ?? account
  }

  /** Says that something has to be settled; once. */
  lacks(what: string, event = "", asset = "", missing: Decimal | null = null): void {
    const key = JSON.stringify([what, event, asset])
    if (this.#said.has(key)) return
    this.#said.add(key)
    this.unresolved.push({ event, asset, what, missing })
  }

  price(asset: string, date: string): TaxPrice | null {
    const found = this.input.prices.find((each) => each.asset === asset && each.date === date)
    if (found === undefined) this.lacks(`no price on ${date}`, "", asset)
    return found ?? null
  }

  round(value: string): Decimal {
    return roundTo(value, this.choice("rounding") === "whole" ? 0 : 2)
  }

  cell(value: string | null): Cell {
    return value === null ? null : this.round(value)
  }

  /** A rate (percent) of an amount. */
  percent(value: string, rate: string): Decimal {
    return this.round(share(value, rate, "100", 12))
  }

  /** What each lot gave to a disposal, rounded so that the columns of each line, and the lines of each disposal's proceeds, add up. */
  slices({ allocations, quantity, gross, fee }: Disposed): ReadonlyArray<SlicePart> {
    const spread = (whole: Decimal | null): ((units: Decimal, last: boolean) => Decimal | null) => {
      let until = "0" as Decimal
      let given = "0" as Decimal
      return (units, last) => {
        if (whole === null) return null
        until = add(until, units)
        const upTo = last ? this.round(whole) : this.round(share(whole, until, quantity, 12))
        const part = subtract(upTo, given)
        given = upTo
        return part
      }
    }
    const grossOf = spread(gross)
    const feeOf = spread(fee)
    return allocations.map((allocation, i) => {
      const last = i === allocations.length - 1
      const part = { gross: grossOf(allocation.quantity, last), fee: feeOf(allocation.quantity, last)! }
      const cost = allocation.costBasis === null ? null : this.round(allocation.costBasis)
      const gain = part.gross === null || cost === null ? null : subtract(subtract(part.gross, part.fee), cost)
      return {
        acquired: allocation.acquired,
        term: allocation.term,
        rule: allocation.rule,
        quantity: allocation.quantity,
        ...part,
        cost,
        gain
      }
    })
  }
}

export const calendarYear = (year: number): Year => ({ label: String(year), from: `${year}-01-01`, until: `${year}-12-31` })

export const largest = (a: Decimal, b: Decimal): Decimal => (compare(a, b) >= 0 ? a : b)
export const smallest = (a: Decimal, b: Decimal): Decimal => (compare(a, b) <= 0 ? a : b)
export const isAbove = (a: string, b: string): boolean => compare(a, b) > 0
