/** The rules that say what codes stand for, from the data files. Identity is never guessed from a ticker: no rule, no name. */
import { anyExchange, type AssetKind, type KnownAsset, spelling } from "./Asset.ts"
import { type AssetRelation, relations } from "./AssetRelation.ts"
import catalogue from "./data/catalogue.json" with { type: "json" }
import codes from "./data/codes.json" with { type: "json" }
import forms from "./data/forms.json" with { type: "json" }

/** From `from` (inclusive) to `to` (exclusive), the code means `asset`; `null`: something that we have no name for. */
export interface CodeRule {
  readonly exchange: string
  readonly code: string
  readonly from: number | null
  readonly to: number | null
  readonly asset: string | null
  readonly via: string
}

/** Codes that an exchange builds from another code: `LD` + `BTC`, `DOT` + `.S`. */
export interface CodeForm {
  readonly exchange: string
  readonly prefix: string
  readonly suffix: string
  /** Digits before the suffix may count days of a lock-up: `DOT28.S`. */
  readonly lockDays: boolean
  /** `hold`: the asset itself, held back for a while. */
  readonly kind: "receipt" | "hold"
}

export interface AssetRules {
  readonly assets: ReadonlyMap<string, KnownAsset>
  /** By exchange and spelling. */
  readonly codes: ReadonlyMap<string, ReadonlyArray<CodeRule>>
  readonly forms: ReadonlyArray<CodeForm>
  /** Assets that live on as another one. */
  readonly continuedAs: ReadonlyMap<string, string>
}

export const ruleKey = (exchange: string, code: string): string => `${exchange}\0${spelling(code)}`

export const rulesOf = (
  assets: ReadonlyArray<KnownAsset>,
  codeRules: ReadonlyArray<CodeRule>,
  codeForms: ReadonlyArray<CodeForm>,
  related: ReadonlyArray<AssetRelation>
): AssetRules => ({
  assets: new Map(assets.map((asset) => [asset.id, asset])),
  codes: Map.groupBy(codeRules, (rule) => ruleKey(rule.exchange, rule.code)),
  forms: codeForms,
  continuedAs: new Map(related.filter(({ continues }) => continues).map(({ from, to }) => [from, to]))
})

const known: ReadonlyArray<KnownAsset> = catalogue.map(({ id, symbol, name, kind }) => ({ id, symbol, name, kind: kind as AssetKind }))

/** A symbol that is nobody else's means its asset at every exchange whose own rules do not say otherwise. */
const common: ReadonlyArray<CodeRule> = catalogue
  .filter((asset) => !("ambiguous" in asset))
  .map(({ id, symbol }) => ({ exchange: anyExchange, code: symbol, from: null, to: null, asset: id, via: `${anyExchange}:${symbol}` }))

const dateOf = (seed: object, field: "from" | "to"): string | undefined => (seed as { readonly [key in typeof field]?: string })[field]
const instantOf = (date: string | undefined): number | null => (date === undefined ? null : Date.parse(`${date}T00:00:00Z`))

const dated: ReadonlyArray<CodeRule> = codes.map((seed) => {
  const from = dateOf(seed, "from")
  return {
    exchange: seed.exchange,
    code: seed.code,
    from: instantOf(from),
    to: instantOf(dateOf(seed, "to")),
    asset: seed.asset,
    via: `${seed.exchange}:${seed.code}${from === undefined ? "" : `@${from}`}`
  }
})

const built: ReadonlyArray<CodeForm> = forms.map((seed) => ({
  exchange: seed.exchange,
  prefix: "prefix" in seed ? (seed.prefix ?? "") : "",
  suffix: "suffix" in seed ? (seed.suffix ?? "") : "",
  lockDays: "lockDays" in seed,
  kind: seed.kind as CodeForm["kind"]
}))

export const codeRules: ReadonlyArray<CodeRule> = [...common, ...dated]

export const seedRules: AssetRules = rulesOf(known, codeRules, built, relations)
