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
  | {
      readonly jwt: "ES256" | "EdDSA"
      readonly key: Term
      readonly header: Readonly<Record<string, string>>
      readonly claims: Readonly<Record<string, string | number>>
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
