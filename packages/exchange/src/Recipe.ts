/**
 * Signing as data. An adapter describes how a request is signed; the vault evaluates the description. The adapter never
 * sees a key, so it cannot leak one, and asynchronous or hardware signing stays possible.
 */
export type Term =
  /** UTF-8 bytes of a literal. */
  | string
  | { readonly concat: ReadonlyArray<Term> }
  | { readonly bytes: string; readonly from: "hex" | "base64" }
  /** The value of a credential field. Only as an hmac key, or where the field's `appearsIn` allows it. */
  | { readonly secret: string; readonly from?: "utf8" | "base64" | "hex" }
  | { readonly hash: "sha256" | "sha512"; readonly of: Term }
  | { readonly hmac: "sha256" | "sha384" | "sha512"; readonly key: Term; readonly of: Term }
  | { readonly encode: "hex" | "base64" | "base64url"; readonly of: Term }
  /** So many bytes that nobody can guess, drawn anew for each request. */
  | { readonly random: number }
  /**
   * `by-key`: ES256 with a P-256 key, EdDSA with an Ed25519 key. Keys are PEM in any line breaking (also as `\n` in words),
   * or the 32 or 64 bytes of an Ed25519 key, raw or in base64. Values of header and claims are read as UTF-8.
   */
  | {
      readonly jwt: "ES256" | "EdDSA" | "by-key"
      readonly key: Term
      readonly header: Readonly<Record<string, Term>>
      readonly claims: Readonly<Record<string, Term | number>>
    }

/** Values that the vault evaluates and the host adds to the request before it is sent. */
export interface Recipe {
  readonly headers?: Readonly<Record<string, Term>>
  readonly query?: Readonly<Record<string, Term>>
  readonly body?: Term
}

/** The request as it will go over the wire: `target` is path and query, byte for byte. */
export interface Signable {
  readonly method: "GET" | "POST"
  readonly host: string
  readonly target: string
  readonly body: string
}
