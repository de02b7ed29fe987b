/**
 * Evaluates signing recipes. The only place where a secret meets an algorithm. A secret may key a signature anywhere;
 * its plain value may stand only where the manifest's `appearsIn` allows it.
 */
import { createHash, createHmac, type KeyObject, randomBytes, sign as signWith } from "node:crypto"
import type { CredentialField, Recipe, Term } from "@caudal/exchange"
import { algorithmOf, KeyUnusable, privateKey } from "./privateKey.ts"

export type Secrets = ReadonlyMap<string, Buffer>

export class RecipeRefused extends Error {}

const secretBytes = (secrets: Secrets, term: Extract<Term, { secret: string }>): Buffer => {
  const bytes = secrets.get(term.secret)
  if (bytes === undefined) throw new RecipeRefused(`the recipe names ${term.secret}, which is not a credential field`)
  return term.from === undefined || term.from === "utf8" ? bytes : Buffer.from(bytes.toString("latin1"), term.from)
}

const evaluate = (term: Term, secrets: Secrets, mayShow: (field: string) => boolean): Buffer => {
  const of = (inner: Term) => evaluate(inner, secrets, mayShow)
  /** Keys may be secrets whatever `appearsIn` says: they do not leave. */
  const key = (inner: Term) => evaluate(inner, secrets, () => true)
  if (typeof term === "string") return Buffer.from(term, "utf8")
  if ("concat" in term) return Buffer.concat(term.concat.map(of))
  if ("bytes" in term) return Buffer.from(term.bytes, term.from)
  if ("secret" in term) {
    if (!mayShow(term.secret)) throw new RecipeRefused(`the recipe would show ${term.secret} where the manifest does not allow it`)
    return secretBytes(secrets, term)
  }
  if ("random" in term) return randomBytes(term.random)
  if ("hash" in term) return createHash(term.hash).update(of(term.of)).digest()
  if ("hmac" in term) return createHmac(term.hmac, key(term.key)).update(of(term.of)).digest()
  if ("encode" in term) return Buffer.from(of(term.of).toString(term.encode), "latin1")
  return token(term, of, privateKey(key(term.key)))
}

const token = (term: Extract<Term, { jwt: unknown }>, of: (inner: Term) => Buffer, key: KeyObject): Buffer => {
  const alg = algorithmOf(key)
  if (alg === null || (term.jwt !== "by-key" && term.jwt !== alg)) throw new KeyUnusable()
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url")
  const read = (values: Readonly<Record<string, Term | number>>) =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, typeof value === "number" ? value : of(value).toString("utf8")])
    )
  const signed = `${part({ ...read(term.header), alg })}.${part(read(term.claims))}`
  const signature = signWith(alg === "ES256" ? "sha256" : null, Buffer.from(signed), { key, dsaEncoding: "ieee-p1363" })
  return Buffer.from(`${signed}.${signature.toString("base64url")}`)
}

export interface SignedParts {
  readonly headers: Readonly<Record<string, string>>
  readonly query: ReadonlyArray<readonly [string, string]>
  readonly body: string | null
}

/** Headers that say where a request goes, how long it is, or that it is another one than it looks: they are the host's alone. */
const reserved =
  /^(?:host|connection|content-length|transfer-encoding|upgrade|cookie|forwarded|x-forwarded-.*|x-(?:original|rewrite)-ur[il]|x-(?:http-)?method(?:-override)?)$/

export const evaluateRecipe = (recipe: Recipe, fields: ReadonlyArray<CredentialField>, secrets: Secrets): SignedParts => {
  const at = (place: string) => (field: string) =>
    fields.some((spec) => spec.name === field && (spec.appearsIn as ReadonlyArray<string>).includes(place))
  const text = (term: Term, place: string) => evaluate(term, secrets, at(place)).toString("utf8")
  const headers: Record<string, string> = {}
  for (const [printed, term] of Object.entries(recipe.headers ?? {})) {
    const name = printed.toLowerCase()
    if (reserved.test(name)) throw new RecipeRefused(`the recipe would set the header ${name}, which is not for adapters`)
    headers[name] = text(term, `header:${name}`)
  }
  return {
    headers,
    query: Object.entries(recipe.query ?? {}).map(([name, term]) => [name, text(term, `query:${name}`)] as const),
    body: recipe.body === undefined ? null : text(recipe.body, "body")
  }
}
