/**
 * What a code stands for, at an exchange and at a time. Pure: ledgers keep codes as printed, and whoever reads them
 * resolves them anew, so that a better rule or a correction holds for the past as well.
 */
import { anyExchange, type AssetRef, type KnownAsset, type PrintedCode, unknownId } from "./Asset.ts"
import { type AssetRules, type CodeForm, type CodeRule, ruleKey } from "./AssetRules.ts"

export type Resolve = (printed: PrintedCode) => AssetRef

/** What a code stands for during a time: half-open, epoch milliseconds, `null`: open on that side. */
export interface Meaning {
  readonly from: number | null
  readonly to: number | null
  readonly asset: AssetRef
}

/** Everything that a code of an exchange has ever stood for: oldest first, without gaps from the first day to the last. */
export type Meanings = (exchange: string, code: string) => ReadonlyArray<Meaning>

const holds = (rule: CodeRule, at: number): boolean => (rule.from === null || rule.from <= at) && (rule.to === null || at < rule.to)

/** What is left of a code without the form's affixes, likeliest reading first. */
const basesOf = (form: CodeForm, code: string): ReadonlyArray<string> => {
  const { prefix, suffix, lockDays } = form
  if (!code.startsWith(prefix) || !code.endsWith(suffix) || code.length <= prefix.length + suffix.length) return []
  const base = code.slice(prefix.length, code.length - suffix.length)
  const bare = base.replace(/\d+$/, "")
  return lockDays && bare !== base && bare !== "" ? [base, bare] : [base]
}

/** Corrections win over the exchange's rules, these over any exchange's, these over codes built from others. */
export const resolver = (rules: AssetRules, corrections: ReadonlyArray<CodeRule> = []): Resolve => {
  const corrected = Map.groupBy(corrections, (rule) => ruleKey(rule.exchange, rule.code))

  const ruleFor = ({ exchange, code, at }: PrintedCode): CodeRule | undefined => {
    const find = (from: ReadonlyMap<string, ReadonlyArray<CodeRule>>, key: string) => from.get(key)?.find((rule) => holds(rule, at))
    const own = ruleKey(exchange, code)
    return find(corrected, own) ?? find(rules.codes, own) ?? find(rules.codes, ruleKey(anyExchange, code))
  }

  const unknown = ({ exchange, code }: PrintedCode, via: string, reason: string): AssetRef => ({
    id: unknownId(exchange, code),
    symbol: code.toUpperCase(),
    name: code,
    kind: null,
    status: "unknown",
    via,
    reason
  })

  const known = (asset: KnownAsset, via: string): AssetRef => ({ ...asset, status: "known", via, reason: null })

  const named = (id: string, via: string): AssetRef | undefined => {
    const asset = rules.assets.get(id)
    const next = rules.continuedAs.get(id)
    const successor = next === undefined ? undefined : rules.assets.get(next)
    if (successor !== undefined) return known(successor, `${via} → ${next}`)
    return asset === undefined ? undefined : known(asset, via)
  }

  /** `undefined`: no rule speaks of this code. */
  const direct = (printed: PrintedCode): AssetRef | undefined => {
    const rule = ruleFor(printed)
    if (rule === undefined) return undefined
    const found = rule.asset === null ? undefined : named(rule.asset, rule.via)
    return (
      found ?? unknown(printed, rule.via, `${printed.code} at ${printed.exchange} is not what it is elsewhere, and has no name here yet`)
    )
  }

  const fromForm = (printed: PrintedCode): AssetRef | undefined => {
    for (const form of rules.forms) {
      if (form.exchange !== printed.exchange) continue
      for (const base of basesOf(form, printed.code)) {
        const found = direct({ ...printed, code: base })
        if (found?.status !== "known") continue
        const via = `${form.exchange}:${form.prefix}*${form.suffix} of ${found.via}`
        return form.kind === "hold" ? { ...found, via } : { ...found, kind: "receipt", via }
      }
    }
    return undefined
  }

  return (printed) =>
    direct(printed) ?? fromForm(printed) ?? unknown(printed, "none", `no rule says what ${printed.code} is at ${printed.exchange}`)
}

export const meaningsIn = (rules: AssetRules, corrections: ReadonlyArray<CodeRule> = []): Meanings => {
  const resolve = resolver(rules, corrections)
  return (exchange, code) => {
    const parts = [code, ...rules.forms.flatMap((form) => (form.exchange === exchange ? basesOf(form, code) : []))]
    const keys = new Set(parts.flatMap((part) => [ruleKey(exchange, part), ruleKey(anyExchange, part)]))
    const speaking = [
      ...[...keys].flatMap((key) => rules.codes.get(key) ?? []),
      ...corrections.filter((one) => keys.has(ruleKey(one.exchange, one.code)))
    ]
    const turns = [...new Set(speaking.flatMap(({ from, to }) => [from, to]))].filter((turn) => turn !== null).sort((a, b) => a - b)
    return [null, ...turns].map((from, i) => ({
      from,
      to: turns[i] ?? null,
      asset: resolve({ exchange, code, at: from ?? Number.NEGATIVE_INFINITY })
    }))
  }
}
