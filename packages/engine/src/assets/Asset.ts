/** What an exchange's code stands for. Ids are opaque and ours; codes and symbols are only what people see. */

/** `receipt`: a claim on another asset that an exchange keeps under a code of its own (staked, lent). */
export type AssetKind = "crypto" | "fiat" | "stablecoin" | "receipt"

/** An asset that we know by name. */
export interface KnownAsset {
  readonly id: string
  readonly symbol: string
  readonly name: string
  readonly kind: AssetKind
}

/** One printed code, resolved. */
export interface AssetRef {
  /** `unknown:<exchange>:<code>` where no rule names it. Equal ids are one line in holdings. */
  readonly id: string
  readonly symbol: string
  readonly name: string
  /** Of this code: `receipt` for `DOT28.S`, though its id is Polkadot's. `null` for unknown. */
  readonly kind: AssetKind | null
  readonly status: "known" | "unknown"
  /** The rules that decided, as `exchange:code` (`*` for any exchange), `correction:<id>`, or `none`. */
  readonly via: string
  /** Why it is unknown; `null` when it is known. */
  readonly reason: string | null
}

/** A code as printed, where and when. */
export interface PrintedCode {
  readonly exchange: string
  readonly code: string
  /** Epoch milliseconds. */
  readonly at: number
}

/** Names of exchanges never hold it: it stands for any of them. */
export const anyExchange = "*"

/**
 * Codes are compared in upper case, unless they mix cases: then the case says something (BitMEX's `XBt` is a
 * hundred-millionth of `XBT`), and only the exact spelling matches.
 */
export const spelling = (code: string): string => (code === code.toLowerCase() ? code.toUpperCase() : code)

export const unknownId = (exchange: string, code: string): string => `unknown:${exchange}:${code}`
