/**
 * A second, small program that knows nothing of Caudal but its graph: it works figures out again from their explanations
 * alone, and follows every input until only what rows moved and prices are left.
 */
import { expect } from "vitest"
import type { Answer, Server } from "./harness.ts"

interface Fraction {
  readonly n: bigint
  readonly d: bigint
}

const fraction = (text: string): Fraction => {
  const [, sign, whole, part = ""] = /^(-?)(\d+)\.?(\d*)$/.exec(text)!
  const n = BigInt(whole! + part)
  return { n: sign === "-" ? -n : n, d: 10n ** BigInt(part.length) }
}

/** Plain text; every figure here is a finite decimal. */
const text = ({ n, d }: Fraction): string => {
  let digits = 0
  while ((n * 10n ** BigInt(digits)) % d !== 0n) if (++digits > 400) throw new Error("no finite decimal")
  const units = (n * 10n ** BigInt(digits)) / d
  const plain = String(units < 0n ? -units : units).padStart(digits + 1, "0")
  const whole = plain.slice(0, plain.length - digits)
  const rest = plain.slice(plain.length - digits).replace(/0+$/, "")
  return `${units < 0n ? "-" : ""}${whole}${rest === "" ? "" : `.${rest}`}`
}

const add = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d })
const subtract = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.d - b.n * a.d, d: a.d * b.d })
const multiply = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.n, d: a.d * b.d })

const done = ({ op, decimals }: Answer, values: ReadonlyArray<Fraction>): Fraction => {
  const [a, b, c] = values as [Fraction, Fraction, Fraction]
  const scale = 10n ** BigInt(decimals ?? 0)
  switch (op) {
    case "ADD":
      return values.reduce(add, { n: 0n, d: 1n })
    case "SUBTRACT":
      return values.reduce(subtract)
    case "MULTIPLY":
      return values.reduce(multiply)
    case "LEAST":
      return values.reduce((least, each) => (each.n * least.d < least.n * each.d ? each : least))
    case "SHARE":
      return { n: (a.n * b.n * c.d * scale) / (a.d * b.d * c.n), d: scale }
    case "DIVIDE_UP": {
      const [over, under] = [a.n * b.d * scale, a.d * b.n]
      return { n: over > 0n ? (over + under - 1n) / under : over / under, d: scale }
    }
    default:
      throw new Error(`no exact operation: ${op}`)
  }
}

const recomputed = ({ steps }: Answer): string => {
  const known = new Map<string, Fraction>()
  let last: Fraction = { n: 0n, d: 1n }
  for (const { name, terms } of steps) {
    const stack: Array<Fraction> = []
    for (const term of terms) {
      if (term.op === "INPUT") stack.push(fraction(term.value))
      else if (term.op === "STEP") stack.push(known.get(term.name)!)
      else stack.push(done(term, stack.splice(stack.length - term.takes, term.takes)))
    }
    expect(stack).toHaveLength(1)
    last = stack[0]!
    known.set(name, last)
  }
  return text(last)
}

const query = `query ($figure: String!, $offset: Int!, $jurisdiction: TaxCountry, $method: GainMethod, $currency: Currency) { viewer { portfolio {
  explain(figure: $figure, first: 2, offset: $offset, jurisdiction: $jurisdiction, method: $method, currency: $currency) {
    figure value exact reason lots parts { offset count }
    steps { name terms { op takes name value decimals origin { kind figure subject posting transaction { id postings { amount asset { assetId } } } } } }
    prices { amount source asset { assetId } } events { event transactions { id } } } } } }`

export interface Explainer {
  /** The figure's value, after it and all that it rests on has been worked out again. */
  readonly check: (figure: string) => Promise<string | null>
  readonly figures: () => number
  readonly postings: () => number
}

export const explainerOf = (server: Server, settings: Readonly<Record<string, unknown>>): Explainer => {
  const seen = new Map<string, string | null>()
  let postings = 0
  const checkInput = async ({ value, origin }: Answer, prices: ReadonlyArray<Answer>): Promise<void> => {
    if (origin.figure !== null) expect([origin.figure, await check(origin.figure)]).toEqual([origin.figure, value])
    else if (origin.kind === "POSTING") {
      postings++
      expect(origin.transaction.postings[origin.posting].amount).toBe(value)
    } else if (origin.kind === "PRICE") {
      const named = prices.filter(({ asset }) => asset.assetId === origin.subject)
      expect(named.map(({ amount }) => amount)).toContain(value)
      for (const { source } of named) expect(source).not.toBe("")
    } else expect(["STATE", "GIVEN"]).toContain(origin.kind)
  }
  const check = async (figure: string): Promise<string | null> => {
    const known = seen.get(figure)
    if (known !== undefined) return known
    let value: string | null = null
    for (let offset = 0, count = 1; offset < count; offset += 2) {
      const { explain } = (await server.ask(query, { figure, offset, ...settings })).viewer.portfolio
      value = explain.value
      seen.set(figure, value)
      if (value === null) {
        expect(explain.reason).toBeTruthy()
        break
      }
      // Every page gives the whole sum.
      expect([figure, recomputed(explain)]).toEqual([figure, value])
      for (const { terms } of explain.steps) for (const term of terms) if (term.op === "INPUT") await checkInput(term, explain.prices)
      for (const { transactions } of explain.events) expect(transactions.length).toBeGreaterThan(0)
      count = explain.parts?.count ?? 1
    }
    return value
  }
  return { check, figures: () => seen.size, postings: () => postings }
}
