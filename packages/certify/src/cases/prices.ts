/** What an adapter promises from whose exchange only prices come: public reads, every digit, and nothing that is not a price. */
import { type Adapter, Decimal, isMarketDataOnly, isPathOf, type Json, LosslessJson, type Manifest, type Reply } from "@caudal/exchange"
import { type Case, must, type Subject } from "../Case.ts"
import { type PricesRig, withPrices } from "../rig/PricesRig.ts"
import { trapped } from "../rig/trapped.ts"

const group = "prices"

const skip = (manifest: Manifest): string | null =>
  isMarketDataOnly(manifest) ? null : "the manifest declares books: prices are read with the accounts, and the cases of those tell"

const onePrice = (id: string, name: string, why: string, run: Case["run"]): Case => ({ id, group, name, why, skip, run })

const readingOf = ({ reading }: PricesRig): NonNullable<PricesRig["reading"]> => {
  must(reading !== null, "no price was read: a call failed")
  return reading
}

/** Every decimal that stands in a document, as a text or as a number. */
const decimalsIn = (json: Json | undefined): ReadonlySet<string> => {
  const found = new Set<string>()
  const look = (value: unknown): void => {
    if (typeof value === "object" && value !== null) for (const part of Object.values(value)) look(part)
    const decimal = Decimal.parse(value)
    if (decimal !== undefined) found.add(decimal)
  }
  look(json)
  return found
}

const replyOf = (text: string, status: number): Reply => {
  try {
    return { status, contentType: "application/json", text, json: LosslessJson.parsePage(text) }
  } catch {
    return { status, contentType: "text/html", text }
  }
}

/** What exchanges answer with when they do not answer: status and text. */
const noAnswers: ReadonlyArray<readonly [status: number, text: string]> = [
  [200, "<html><body>maintenance</body></html>"],
  [200, '{"half":['],
  [200, ""],
  [200, "null"],
  [200, "{}"],
  [200, "[]"],
  [200, '"unavailable"'],
  [200, '{"error":"unavailable","code":-1}'],
  [403, "{}"],
  [429, "{}"],
  [503, "<html></html>"]
]

/** Twins of the adapter that ask for what they may not have. */
const hostile = ({ adapter }: Subject): ReadonlyArray<Adapter> => {
  const { manifest, documents } = adapter
  const ticker = documents.ticker!
  const known = manifest.endpoints[ticker.call.endpoint]!
  const asking = (endpoint: string, stray: Partial<typeof known>, hosts: Manifest["hosts"] = manifest.hosts): Adapter => ({
    ...adapter,
    manifest: { ...manifest, hosts, endpoints: { ...manifest.endpoints, stray: { ...known, ...stray } } },
    documents: { ...documents, ticker: { ...ticker, also: [], call: { endpoint } } }
  })
  return [
    asking("undeclared", {}),
    asking("stray", { method: "POST", path: "/stray" }),
    asking("stray", { host: "elsewhere", path: "/stray" }),
    asking("stray", { host: "plain", path: "/stray" }, { ...manifest.hosts, plain: "http://plain.example" }),
    asking("stray", { path: "/v1/../../stray" })
  ]
}

export const prices: ReadonlyArray<Case> = [
  onePrice(
    "Q-01",
    "every call is a public read that the manifest declares, and nothing is signed",
    "A price is nobody's secret.",
    (subject) =>
      withPrices(subject, async (rig) => {
        const { endpoints, hosts } = subject.adapter.manifest
        readingOf(rig)
        must(rig.signed === 0, "a call of public prices was signed")
        for (const { method, url } of rig.wire.sent) {
          const declared = Object.values(endpoints).find(
            (one) => one.method === method && isPathOf(one, url.pathname) && new URL(hosts[one.host]!).origin === url.origin
          )
          must(declared !== undefined, () => `${method} ${url.origin}${url.pathname} was called, which the manifest does not declare`)
          must(!declared.signed, () => `${url.pathname} is declared as signed, and there is no key`)
        }
      })
  ),
  onePrice("Q-02", "prices come out with every digit that the exchange printed", "A rounded price is a wrong value.", (subject) =>
    withPrices(subject, async (rig) => {
      const { reply, also, read } = readingOf(rig)
      must(read.items.length > 0, () => `no price could be read: ${read.quarantined[0]?.reason ?? "the list came out empty"}`)
      const printed = new Set([reply, ...also].flatMap(({ json }) => [...decimalsIn(json)]))
      for (const { market, bid, ask, last } of read.items) {
        must(bid !== null || ask !== null || last !== null, () => `${market} is listed without any price`)
        for (const price of [bid, ask, last]) {
          if (price === null) continue
          must(printed.has(price), () => `${market} has the price ${price}, which the exchange did not print`)
          must(
            !Decimal.isZero(price) && !Decimal.isNegative(price),
            () => `${market} has the price ${price}: where nobody offers there is none`
          )
        }
      }
    })
  ),
  {
    ...onePrice(
      "Q-03",
      "each price is of a market that is listed, under its own two assets",
      "A price of something else would be taken for it.",
      (subject) =>
        withPrices(subject, async (rig) => {
          const { reply, also, read } = readingOf(rig)
          const { market, ticker } = subject.adapter.documents
          must(market !== undefined, "the manifest says that it lists markets, and the adapter reads no such list")
          const calls = [...(ticker!.also ?? []), ticker!.call]
          const replies = [...also, reply]
          const replyTo = (call: (typeof calls)[number]) => replies[calls.findIndex((one) => JSON.stringify(one) === JSON.stringify(call))]
          const [first, ...more] = [market.call, ...(market.also ?? [])].map(replyTo)
          must(first !== undefined, "the list of markets is not among the calls that prices are read with")
          const listed = market.parse(
            first,
            more.filter((one) => one !== undefined)
          ).items
          const known = new Set(listed.map((one) => `${one.market} ${one.base} ${one.quote}`))
          for (const one of read.items)
            must(
              known.has(`${one.market} ${one.base} ${one.quote}`),
              () => `${one.market} (${one.base}/${one.quote}) is on no list of markets`
            )
        })
    ),
    skip: (manifest) => skip(manifest) ?? (manifest.market.markets ? null : "the manifest declares no list of markets")
  },
  onePrice(
    "Q-04",
    "asked the same again, the adapter answers the same, and it reaches for nothing outside",
    "A bug could not be repeated.",
    (subject) =>
      withPrices(subject, async (rig) => {
        const { reply, also, read } = readingOf(rig)
        const { value, uses } = trapped(() => JSON.stringify(subject.adapter.documents.ticker!.parse(reply, also)))
        must(uses.length === 0, () => `the reader of prices reaches for ${uses.join(", ")}`)
        must(value === JSON.stringify(read), "the reader of prices answers differently when it is asked the same again")
      })
  ),
  onePrice(
    "Q-05",
    "what is no list of prices is named, and no price is made of it",
    "A maintenance page would be a price of zero.",
    (subject) =>
      withPrices(subject, async (rig) => {
        const { also } = readingOf(rig)
        const { classify, documents } = subject.adapter
        const { call, parse } = documents.ticker!
        for (const [status, text] of noAnswers) {
          const reply = replyOf(text, status)
          const failed = classify(reply, call.endpoint)
          must(
            failed !== null || (status === 200 && reply.json !== undefined),
            () => `HTTP ${status} ${JSON.stringify(text)} is taken for an answer`
          )
          if (failed !== null) continue
          const { items } = parse(reply, also)
          must(items.length === 0, () => `${JSON.stringify(text)} is taken for the price of ${items[0]?.market}`)
        }
      })
  ),
  onePrice("Q-06", "no account can be connected, and none is asked for", "Somebody would type in a key that nothing needs.", (subject) =>
    withPrices(subject, async ({ wire, connect }) => {
      const before = wire.sent.length
      const refused = await connect().then(
        () => null,
        (error: unknown) => (error as { readonly _tag?: string })._tag ?? "an error"
      )
      must(refused === "MarketDataOnly", () => `connecting ended with ${refused ?? "success"}, not with the refusal that says why`)
      must(wire.sent.length === before, "connecting sent something")
      const { fields, steps } = subject.adapter.manifest.credentials
      must(fields.length === 0 && steps.length === 0, "the manifest asks for credentials")
    })
  ),
  onePrice(
    "Q-07",
    "the host refuses what is not declared",
    "An adapter is somebody else's code: it must not be able to do harm.",
    async (subject) => {
      for (const twin of hostile(subject))
        await withPrices(
          subject,
          async ({ wire }) => {
            const [gone] = wire.sent
            must(gone === undefined, () => `the host let ${gone?.method} ${gone?.url.host}${gone?.url.pathname} through`)
          },
          twin
        )
    }
  )
]
