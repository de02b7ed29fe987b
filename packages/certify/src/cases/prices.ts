/** Prices of now: every digit, and nothing that is not a price; and what an adapter promises from whose exchange only prices come. */
import { type Adapter, Decimal, isMarketDataOnly, isPathOf, type Json, LosslessJson, type Manifest, type Reply } from "@caudal/exchange"
import { type Case, must, type Subject } from "../Case.ts"
import { type PricesRig, withPrices } from "../rig/PricesRig.ts"
import { readTickers } from "../rig/readTickers.ts"
import { trapped } from "../rig/trapped.ts"

const group = "prices"

const skip = (manifest: Manifest): string | null =>
  isMarketDataOnly(manifest) ? null : "the manifest declares books: its calls are judged by the cases about accounts"

const onePrice = (id: string, name: string, why: string, run: Case["run"]): Case => ({ id, group, name, why, skip, run })

/** A case about whatever has prices of now, with accounts or without. */
const anyPrice = (id: string, name: string, why: string, run: Case["run"]): Case => ({
  ...onePrice(id, name, why, run),
  skip: ({ market }) => (market.tickers ? null : "the manifest declares no tickers")
})

const mustHaveRead = ({ reading }: PricesRig): void => must(reading !== null, "no price was read: a call failed")

/** Every decimal that stands in a document, as a text or as a number; rows of long pages would have no properties to look through. */
const decimalsIn = (json: Json): ReadonlySet<string> => {
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

/** Of this pair everybody knows which of the two is worth more. */
const bitcoin = /^X?(?:BTC|XBT)$/i
const money = /^Z?(?:USD|USDT|USDC|EUR|GBP|MXN|BRL)$/i

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
        mustHaveRead(rig)
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
  anyPrice("Q-02", "prices come out with every digit that the exchange printed", "A rounded price is a wrong value.", async (subject) => {
    const { reply, also, read } = await readTickers(subject)
    must(read.items.length > 0, () => `no price could be read: ${read.quarantined[0]?.reason ?? "the list came out empty"}`)
    const printed = new Set([reply, ...also].flatMap(({ text }) => [...decimalsIn(LosslessJson.parse(text))]))
    must(
      read.items.some(({ bid, ask, last }) => bid !== null || ask !== null || last !== null),
      "markets are listed without any price"
    )
    for (const { market, bid, ask, last } of read.items) {
      for (const price of [bid, ask, last]) {
        if (price === null) continue
        must(printed.has(price), () => `${market} has the price ${price}, which the exchange did not print`)
        must(
          !Decimal.isZero(price) && !Decimal.isNegative(price),
          () => `${market} has the price ${price}: where nobody offers there is none`
        )
      }
      must(
        bid === null || ask === null || Decimal.compare(bid, ask) <= 0,
        () => `${market} is bought at ${bid} and sold at ${ask}: nobody sells for less than is offered; bid and ask are mixed up`
      )
    }
  }),
  {
    ...anyPrice(
      "Q-03",
      "each price is of a market that is listed, under its own two assets",
      "A price of something else would be taken for it.",
      async (subject) => {
        const { ask, read } = await readTickers(subject)
        const { market } = subject.adapter.documents
        must(market !== undefined, "the manifest says that it lists markets, and the adapter reads no such list")
        const listed = market.parse(await ask(market.call), await Promise.all((market.also ?? []).map(ask))).items
        const known = new Set(listed.map((one) => `${one.market} ${one.base} ${one.quote}`))
        for (const one of read.items)
          must(
            known.has(`${one.market} ${one.base} ${one.quote}`),
            () => `${one.market} (${one.base}/${one.quote}) is on no list of markets`
          )
      }
    ),
    skip: ({ market }) =>
      market.tickers && market.markets ? null : `the manifest declares no ${market.tickers ? "list of markets" : "tickers"}`
  },
  anyPrice("Q-08", "a price is that of the base, in the quote", "Everything would be worth one over what it is worth.", async (subject) => {
    const { read } = await readTickers(subject)
    for (const { market, base, quote, bid, ask, last } of read.items) {
      const price = last ?? bid ?? ask
      if (price === null) continue
      const dear = bitcoin.test(base) && money.test(quote)
      const cheap = money.test(base) && bitcoin.test(quote)
      must(
        !(dear && Number(price) < 1) && !(cheap && Number(price) > 1),
        () => `${market} says that one ${base} costs ${price} ${quote}: the two assets are mixed up`
      )
    }
  }),
  anyPrice(
    "Q-04",
    "asked the same again, the adapter answers the same, and it reaches for nothing outside",
    "A bug could not be repeated.",
    async (subject) => {
      const { reply, also, read } = await readTickers(subject)
      const { value, uses } = trapped(() => JSON.stringify(subject.adapter.documents.ticker!.parse(reply, also)))
      must(uses.length === 0, () => `the reader of prices reaches for ${uses.join(", ")}`)
      must(value === JSON.stringify(read), "the reader of prices answers differently when it is asked the same again")
    }
  ),
  anyPrice(
    "Q-05",
    "what is no list of prices is named, and no price is made of it",
    "A maintenance page would be a price of zero.",
    async (subject) => {
      const { also } = await readTickers(subject)
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
    }
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
