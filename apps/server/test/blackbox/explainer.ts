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

/** A decimal, or a double. */
type Value = Fraction | number

const add = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d })
const subtract = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.d - b.n * a.d, d: a.d * b.d })
const multiply = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.n, d: a.d * b.d })

const exactly = ({ op, decimals }: Answer, values: ReadonlyArray<Fraction>): Value => {
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
    case "DOUBLE":
      return Number(text(a))
    default:
      throw new Error(`no operation on decimals: ${op}`)
  }
}

const doubles: Readonly<Record<string, (a: number, b: number) => number>> = {
  PLUS: (a, b) => a + b,
  MINUS: (a, b) => a - b,
  TIMES: (a, b) => a * b,
  OVER: (a, b) => a / b,
  POWER: (a, b) => a ** b
}

const done = (term: Answer, values: ReadonlyArray<Value>): Value => {
  const double = doubles[term.op]
  return double === undefined ? exactly(term, values as ReadonlyArray<Fraction>) : (values as ReadonlyArray<number>).reduce(double)
}

/** Of every step by its name, the last is the figure: a decimal's text, or a double. */
export const workedOut = ({ steps }: Answer): ReadonlyMap<string, string | number> => {
  const known = new Map<string, Value>()
  for (const { name, terms } of steps) {
    const stack: Array<Value> = []
    for (const term of terms) {
      if (term.op === "INPUT") stack.push(fraction(term.value))
      else if (term.op === "STEP") stack.push(known.get(term.name)!)
      else stack.push(done(term, stack.splice(stack.length - term.takes, term.takes)))
    }
    expect(stack).toHaveLength(1)
    known.set(name, stack[0]!)
  }
  return new Map([...known].map(([name, value]) => [name, typeof value === "number" ? value : text(value)]))
}

export const recomputed = (explanation: Answer): string | number => [...workedOut(explanation).values()].at(-1)!

const explanation = `figure value exact reason lots parts { offset count }
  steps { name terms { op takes name value decimals origin { kind figure subject posting transaction { id postings { amount asset { assetId } } } } } }
  prices { amount source date asset { assetId } } events { event transactions { id } }`

/** Figures of one kind, so many parts a page. */
export interface Figures {
  readonly first: number
  readonly explain: (figure: string, offset: number) => Promise<Answer>
}

const lotQuery = `query ($figure: String!, $offset: Int!, $jurisdiction: TaxCountry, $method: GainMethod, $currency: Currency) { viewer { portfolio {
  explain(figure: $figure, first: 2, offset: $offset, jurisdiction: $jurisdiction, method: $method, currency: $currency) { ${explanation} } } } }`

/** Of lots and gains. */
export const lotFigures = (server: Server, settings: Readonly<Record<string, unknown>>): Figures => ({
  first: 2,
  explain: async (figure, offset) => (await server.ask(lotQuery, { figure, offset, ...settings })).viewer.portfolio.explain
})

/** Of performance; `args` are those of `performance`, as they are written in a query. */
export const performanceFigures = (server: Server, args: string, first: number): Figures => {
  const query = `query ($figure: String!, $offset: Int!) { viewer { portfolio {
    explainPerformance(figure: $figure, first: ${first}, offset: $offset, ${args}) { ${explanation} } } } }`
  return { first, explain: async (figure, offset) => (await server.ask(query, { figure, offset })).viewer.portfolio.explainPerformance }
}

export interface Explainer {
  /** The figure's value, after it and all that it rests on has been worked out again. */
  readonly check: (figure: string) => Promise<string | null>
  readonly figures: () => ReadonlyArray<string>
  readonly postings: () => number
  readonly prices: () => number
  /** Names of the inputs that lead no further and are neither postings nor prices nor numbers of a formula. */
  readonly loose: () => ReadonlyArray<string>
}

/** An exact figure to the last digit, a double to its last bit. */
const expectSame = (figure: string, exact: boolean, found: string | number | null, value: string | null): void => {
  const read = (each: string | number | null) => (exact || each === null ? each : Number(each))
  expect([figure, read(found)]).toEqual([figure, read(value)])
}

export const explainerOf = ({ first, explain }: Figures): Explainer => {
  const seen = new Map<string, { readonly value: string | null; readonly exact: boolean }>()
  const loose = new Set<string>()
  let postings = 0
  let prices = 0
  const checkInput = async (figure: string, { name, value, origin }: Answer, page: Answer): Promise<void> => {
    if (origin.figure !== null) {
      const named = await checked(origin.figure)
      expectSame(origin.figure, named.exact, named.value, value)
    } else if (origin.kind === "POSTING") {
      postings++
      const { amount, asset } = origin.transaction.postings[origin.posting]
      expect(amount).toBe(value)
      if (figure.startsWith("units/")) expect(figure).toContain(`units/${asset.assetId as string}/`)
    } else if (origin.kind === "PRICE") {
      prices++
      const ofDay = ({ date }: Answer) => date === null || name.endsWith(` on ${date as string}`)
      const named = page.prices.filter((price: Answer) => price.asset.assetId === origin.subject && ofDay(price))
      expect(named.map(({ amount }: Answer) => amount)).toContain(value)
      for (const { source } of named) expect(source).not.toBe("")
    } else {
      expect(["STATE", "GIVEN"]).toContain(origin.kind)
      if (Number(name) !== Number(value)) loose.add(name)
    }
  }
  const checked = async (figure: string) => {
    const known = seen.get(figure)
    if (known !== undefined) return known
    let found: { value: string | null; exact: boolean } | undefined
    for (let offset = 0, count = 1; offset < count; offset += first) {
      const page = await explain(figure, offset)
      expect(page.figure).toBe(figure)
      // Every page has the whole.
      if (found !== undefined) expect([figure, offset, page.value]).toEqual([figure, offset, found.value])
      found = { value: page.value, exact: page.exact }
      seen.set(figure, found)
      if (page.value === null) {
        expect(page.reason).toBeTruthy()
        break
      }
      expectSame(figure, page.exact, recomputed(page), page.value)
      const inputs = page.steps.flatMap(({ terms }: Answer) => terms.filter(({ op }: Answer) => op === "INPUT"))
      for (const input of inputs) await checkInput(figure, input, page)
      for (const { transactions } of page.events) expect(transactions.length).toBeGreaterThan(0)
      count = page.parts?.count ?? 1
    }
    return found!
  }
  return {
    check: async (figure) => (await checked(figure)).value,
    figures: () => [...seen.keys()],
    postings: () => postings,
    prices: () => prices,
    loose: () => [...loose].sort()
  }
}
