import { createHmac, generateKeyPairSync, verify } from "node:crypto"
import type { CredentialField, Recipe, Term } from "@caudal/exchange"
import { describe, expect, it } from "vitest"
import { evaluateRecipe, RecipeRefused } from "../../src/vault/evaluate.ts"
import { KeyUnusable } from "../../src/vault/privateKey.ts"

const text = { en: "", es: "", pt: "" }
const field = (name: string, kind: CredentialField["kind"], appearsIn: CredentialField["appearsIn"] = []): CredentialField => ({
  name,
  kind,
  appearsIn,
  label: text,
  help: text,
  pattern: ".+"
})
const fields = [field("key", "key", ["header:authorization", "query:key", "body"]), field("secret", "secret")]
const secretsOf = (values: Record<string, string | Buffer>) =>
  new Map(Object.entries(values).map(([name, value]) => [name, Buffer.from(value as string)]))
const planted = { key: "the-key", secret: "planted-secret" }

const evaluate = (recipe: Recipe, values: Record<string, string | Buffer> = planted) => evaluateRecipe(recipe, fields, secretsOf(values))
const header = (term: Term, values?: Record<string, string | Buffer>) => evaluate({ headers: { X: term } }, values).headers["x"]!
const hmac = (of: Term, key: Term = { secret: "secret" }): Term => ({ encode: "hex", of: { hmac: "sha256", key, of } })

describe("a recipe sets no header", () => {
  it.each(["Host", "X-HTTP-Method-Override", "x-method-override", "X-Original-URL", "X-Forwarded-Host", "Cookie", "Content-Length"])(
    "such as %s, which makes a request another one than it looks",
    (name) => expect(() => evaluate({ headers: { [name]: "x" } })).toThrow(RecipeRefused)
  )

  it("but those, whatever they are called", () => {
    expect(evaluate({ headers: { "X-Auth-Method": "hmac", "content-type": "text/plain" } }).headers).toEqual({
      "x-auth-method": "hmac",
      "content-type": "text/plain"
    })
  })
})

describe("a recipe signs", () => {
  // computed with HMAC-SHA256 over the documented message; the last one also comes from ccxt's own signer
  it.each([
    ["test-secret", "1731349200123123456GET/api/v3/balance", "0e28f70e7dd03ff1b0a62ed4f0a180f3f54f538e61de3f27c85c0861b1701011"],
    [
      "test-secret",
      "1731349200123123456GET/api/v3/ledger?limit=100&sort=asc",
      "28cc6f0174cddd87cdcb5419ce89459fd18ab461ef2f8bbdc27cd645efeb15f8"
    ],
    ["test-secret", "1731349200123123456GET/v3/balance/", "dd7e65e6d634d8a36acd57fc8c10ca89a62e5a86d78098cf1f9d6752591e1306"],
    ["S", "1795365639782GET/api/v3/ledger?limit=100", "895b2cbcdd4da2345fa2e0b42baf50e99082d4774288d4a279bb5d4e8a7b49ea"]
  ])("Bitso's published vectors (%s, %s)", (secret, message, signature) => {
    expect(header(hmac(message), { ...planted, secret })).toBe(signature)
    expect(header(hmac({ concat: Array.from(message) }), { ...planted, secret })).toBe(signature)
  })

  it.each([
    [
      "symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559",
      "c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71"
    ],
    // Half of it in the query, half in the body, nothing between them.
    [
      "symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTCquantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559",
      "0fd168b8ddb4876a0358a8d14d0c9f3da0e9b20c5d52b2a00fcf7d1c602f9a77"
    ],
    // A name that is no ASCII, as it is sent.
    [
      "symbol=%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%95%EF%BC%96&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559",
      "e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3"
    ]
  ])("Binance's published vectors (%s)", (message, signature) => {
    const secret = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"
    expect(header(hmac(message), { ...planted, secret })).toBe(signature)
  })

  // RFC 4231, test case 2
  it.each([
    ["sha256", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"],
    ["sha384", "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649"],
    [
      "sha512",
      "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
    ]
  ] as const)("with HMAC-%s as RFC 4231 says", (algorithm, digest) => {
    const term: Term = { encode: "hex", of: { hmac: algorithm, key: { secret: "secret" }, of: "what do ya want for nothing?" } }
    expect(header(term, { ...planted, secret: "Jefe" })).toBe(digest)
  })

  it("Kraken's way: HMAC-SHA512 of path and a hash, keyed by a base64 secret", () => {
    const secret = "kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg=="
    const term: Term = {
      encode: "base64",
      of: {
        hmac: "sha512",
        key: { secret: "secret", from: "base64" },
        of: {
          concat: [
            "/0/private/AddOrder",
            { hash: "sha256", of: "1616492376594nonce=1616492376594&ordertype=limit&pair=XBTUSD&price=37500&type=buy&volume=1.25" }
          ]
        }
      }
    }
    expect(header(term, { ...planted, secret })).toBe(
      "4/dpxb3iT4tp/ZCVEwSnEsLxx0bqyhLpdfOpc6fn7OR8+UClSV5n9E6aSS8MPtnRfp32bAb0nmbRn6H8ndwLUQ=="
    )
  })

  it("bytes, hashes and encodings as they are", () => {
    expect(header({ encode: "hex", of: { bytes: "00ff10", from: "hex" } })).toBe("00ff10")
    expect(header({ encode: "base64url", of: { bytes: "+/8=", from: "base64" } })).toBe("-_8")
    expect(header({ encode: "hex", of: { hash: "sha256", of: "abc" } })).toBe(
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )
    expect(header({ hmac: "sha256", key: "k", of: "m" }, planted)).toBe(createHmac("sha256", "k").update("m").digest().toString("utf8"))
    expect(header("ñ")).toBe("ñ")
  })

  const { privateKey: ec, publicKey: ecPublic } = generateKeyPairSync("ec", { namedCurve: "P-256" })
  const { privateKey: ed, publicKey: edPublic } = generateKeyPairSync("ed25519")
  const pem = (key: typeof ec) => key.export({ type: "pkcs8", format: "pem" }) as string
  const seed = Buffer.from(ed.export({ format: "jwk" }).d!, "base64url")

  it.each([
    ["ES256", pem(ec), ecPublic, undefined],
    ["EdDSA", pem(ed), edPublic, undefined],
    ["EdDSA", seed.toString("base64"), edPublic, "base64"],
    ["EdDSA", seed.toString("base64"), edPublic, undefined]
  ] as const)("a %s token that the other side can verify", (jwt, secret, publicKey, from) => {
    const key = from === undefined ? { secret: "secret" } : { secret: "secret", from }
    const token = header(
      { jwt, key, header: { kid: "k1", alg: "none" }, claims: { sub: "k1", exp: 1_700_000_000 } },
      { ...planted, secret }
    )
    const [head, claims, signature] = token.split(".") as [string, string, string]
    const read = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString()) as unknown
    expect(read(head)).toEqual({ kid: "k1", alg: jwt })
    expect(read(claims)).toEqual({ sub: "k1", exp: 1_700_000_000 })
    const ok = (message: string) =>
      verify(
        jwt === "ES256" ? "sha256" : null,
        Buffer.from(message),
        { key: publicKey, dsaEncoding: "ieee-p1363" },
        Buffer.from(signature, "base64url")
      )
    expect(ok(`${head}.${claims}`)).toBe(true)
    expect(ok(`${head}.${claims}x`)).toBe(false)
  })

  const sec1 = ec.export({ type: "sec1", format: "pem" }) as string
  const whole = Buffer.concat([seed, Buffer.from(edPublic.export({ format: "jwk" }).x!, "base64url")])
  it.each([
    ["ES256", "P-256 in PKCS #8", pem(ec)],
    ["ES256", "P-256 in SEC 1", sec1],
    ["ES256", "PEM whose line breaks a JSON file spells", sec1.replaceAll("\n", "\\n")],
    ["ES256", "PEM in one line", sec1.replaceAll("\n", "")],
    ["ES256", "PEM with line breaks of Windows and blanks around it", ` ${sec1.replaceAll("\n", "\r\n")} `],
    ["EdDSA", "Ed25519 in PKCS #8", pem(ed)],
    ["EdDSA", "the 64 bytes of Ed25519 in base64", whole.toString("base64")],
    ["EdDSA", "base64 with a line break after it", `${whole.toString("base64")}\n`],
    ["EdDSA", "the seed alone in base64", seed.toString("base64")]
  ])("the algorithm follows from the key: %s for %s", (alg, _form, secret) => {
    const term: Term = {
      jwt: "by-key",
      key: { secret: "secret" },
      header: { kid: { secret: "key" }, nonce: { encode: "hex", of: { random: 16 } } },
      claims: { sub: { secret: "key" }, exp: 1 }
    }
    const spec = fields.map((field) => (field.name === "key" ? { ...field, appearsIn: ["header:x" as const] } : field))
    const made = () => {
      const values = new Map(Object.entries({ ...planted, secret }).map(([name, value]) => [name, Buffer.from(value)]))
      return evaluateRecipe({ headers: { x: term } }, spec, values).headers["x"]!
    }
    const token = made()
    const [head, claims, signature] = token.split(".") as [string, string, string]
    const read = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString())
    expect(read(head)).toEqual({ kid: planted.key, nonce: expect.stringMatching(/^[0-9a-f]{32}$/), alg })
    expect(read(claims)).toEqual({ sub: planted.key, exp: 1 })
    expect(read(made().split(".")[0]!).nonce).not.toBe(read(head).nonce)
    const publicKey = alg === "ES256" ? ecPublic : edPublic
    const signed = verify(
      alg === "ES256" ? "sha256" : null,
      Buffer.from(`${head}.${claims}`),
      { key: publicKey, dsaEncoding: "ieee-p1363" },
      Buffer.from(signature, "base64url")
    )
    expect(signed).toBe(true)
  })

  const other = generateKeyPairSync("ec", { namedCurve: "secp256k1" }).privateKey
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey
  it.each([
    ["no key at all", "by-key", "hunter2"],
    ["half a key", "by-key", sec1.slice(0, 90)],
    ["a key that was altered", "by-key", sec1.replace("MH", "AA")],
    ["a key of another curve", "by-key", pem(other)],
    ["a key of RSA", "by-key", pem(rsa)],
    ["a P-256 key for EdDSA", "EdDSA", sec1],
    ["an Ed25519 key for ES256", "ES256", pem(ed)]
  ] as const)("%s signs nothing, and is not quoted", (_what, jwt, secret) => {
    const made = () => header({ jwt, key: { secret: "secret" }, header: {}, claims: {} }, { ...planted, secret })
    expect(made).toThrow(KeyUnusable)
    expect(made).toThrow(/^The private key cannot be read\. Paste it whole/)
  })

  it("a token shows no secret that its place does not allow", () => {
    const shows = (part: "header" | "claims") =>
      header(
        { jwt: "by-key", key: { secret: "secret" }, header: {}, claims: {}, [part]: { kid: { secret: "secret" } } },
        { ...planted, secret: pem(ec) }
      )
    expect(() => shows("header")).toThrow(RecipeRefused)
    expect(() => shows("claims")).toThrow(RecipeRefused)
  })
})

describe("a secret leaves only where the manifest lets it (P4)", () => {
  const key: Term = { secret: "key" }
  const secret: Term = { secret: "secret" }

  it("in the declared header, query parameter or body", () => {
    expect(evaluate({ headers: { Authorization: { concat: ["Bitso ", key] } }, query: { key }, body: { concat: ["key=", key] } })).toEqual({
      headers: { authorization: "Bitso the-key" },
      query: [["key", "the-key"]],
      body: "key=the-key"
    })
  })

  it.each<[string, Recipe]>([
    ["a header", { headers: { authorization: secret } }],
    ["another header", { headers: { "x-debug": key } }],
    ["another parameter", { query: { debug: key } }],
    ["the query", { query: { key: secret } }],
    ["the body", { body: secret }],
    ["an encoding", { headers: { authorization: { encode: "hex", of: secret } } }],
    ["the middle of a text", { headers: { authorization: { concat: ["a", { concat: [secret] }, "b"] } } }],
    ["a plain hash, which can be guessed at", { headers: { authorization: { hash: "sha256", of: secret } } }],
    ["the signed text of an HMAC", { headers: { authorization: { hmac: "sha256", key: "known", of: secret } } }],
    ["other bytes of it", { headers: { authorization: { secret: "secret", from: "base64" } } }]
  ])("never in %s", (_, recipe) => {
    expect(() => evaluate(recipe)).toThrow(RecipeRefused)
    let message = ""
    try {
      evaluate(recipe)
    } catch (error) {
      message = String(error)
    }
    expect(message).not.toContain("planted")
    expect(message).not.toContain("the-key")
  })

  it("may key a signature anywhere", () => {
    expect(header(hmac("m"))).toBe(createHmac("sha256", "planted-secret").update("m").digest("hex"))
    expect(header(hmac("m", { hash: "sha256", of: secret }))).toMatch(/^[0-9a-f]{64}$/)
  })

  it("does not exist under a name that is no credential field", () => {
    for (const name of ["passphrase", "constructor", "__proto__"])
      expect(() => evaluate({ headers: { authorization: { secret: name } } })).toThrow(RecipeRefused)
    expect(() => header(hmac("m", { secret: "passphrase" }))).toThrow(RecipeRefused)
  })

  it("is not given to a field that the manifest no longer lists, even where its row is still there", () => {
    expect(() => evaluateRecipe({ headers: { authorization: { secret: "old" } } }, fields, secretsOf({ ...planted, old: "x" }))).toThrow(
      RecipeRefused
    )
  })
})
