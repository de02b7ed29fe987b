import { ConnectionId } from "@caudal/engine"
import { afterAll, describe, expect, it } from "vitest"
import { advice } from "../src/advice.ts"
import { locales, preferredLocale } from "../src/Locale.ts"
import { codeOf, serveFake } from "./fakeEngine.ts"

const { ask, runtime } = serveFake()
afterAll(() => runtime.dispose())

const id = (type: string, key: string | number) => btoa(`${type}:${key}`)

describe("what the graph answers", () => {
  it("serves the catalogue with everything a connect form needs, in the language asked for", async () => {
    const { data, errors } = await ask(`{
      exchanges { id slug name status
        credentials { fields { name kind label help(locale: PT) pattern } createKeyUrl steps tick neverTick ipAllowList { supported advice } rotateAfterDays }
        streams { name title(locale: ES) order pageSize historyDays synced permission } kinds } }`)
    expect(errors).toBeUndefined()
    expect(data.exchanges[0]).toMatchObject({
      id: id("Exchange", "bitso"),
      slug: "bitso",
      credentials: { fields: [{ name: "key", kind: "KEY", label: "English", help: "Português" }], neverTick: ["Withdrawals"] },
      streams: [{ name: "ledger", title: "Español", order: "NEWEST_FIRST", historyDays: null }],
      kinds: ["TRADE", "STAKING_IN"]
    })
  })

  it("serves a connection with streams, progress, coverage, failures and what to do", async () => {
    const { data, errors } = await ask(
      `query ($id: ID!) { viewer { connection(id: $id) {
        id label status keyFingerprint rotateBy exchange { slug }
        failure { __typename code who whatToDo retry exchangeCode }
        rights { trade { answer evidence } reads { name answer } }
        progress { running phase callsDone callsEstimated fraction eta streams { name state callsDone } }
        streams { name title state role watermark staleSince rows quarantined progress { callsDone }
          coverage { from to state reason } failure { __typename code whatToDo(locale: ES) } }
        quarantined(first: 1) { edges { cursor node { pointer reason } } pageInfo { hasNextPage endCursor } } openItems { edges { node { externalId } } }
        certificate { state reason lines { asset { code symbol } difference interval { from to precision } inFlight { amount } } } } } }`,
      { id: id("Connection", 1) },
      { "accept-language": "pt-BR,pt;q=0.9" }
    )
    expect(errors).toBeUndefined()
    const connection = data.viewer.connection
    expect(connection.failure).toEqual({
      __typename: "IpNotAllowed",
      code: "IP_NOT_ALLOWED",
      who: "USER",
      whatToDo: advice.IP_NOT_ALLOWED.pt,
      retry: "NO",
      exchangeCode: "0203"
    })
    expect(connection.quarantined).toEqual({
      edges: [{ cursor: "at /payload/0", node: { pointer: "/payload/0", reason: "no amount" } }],
      pageInfo: { hasNextPage: true, endCursor: "at /payload/0" }
    })
    const forged = await ask(`{ viewer { connections { quarantined(after: "forged") { edges { cursor } } } } }`)
    expect(codeOf(forged)).toBe("INVALID_CURSOR")
    expect(connection.rotateBy).toBe("2024-02-12T22:13:20.000Z")
    expect(connection.progress).toMatchObject({ phase: "HISTORY", fraction: 0.1 })
    expect(connection.streams[0]).toMatchObject({
      name: "ledger",
      state: "FAILED",
      role: "POSTS",
      progress: { callsDone: 1 },
      coverage: [{ from: null, to: "2023-11-14T22:13:20.000Z", state: "KNOWN" }],
      failure: { __typename: "PermissionMissing", whatToDo: advice.PERMISSION_MISSING.es }
    })
    expect(connection.certificate.lines[0]).toMatchObject({
      asset: { code: "btc", symbol: "BTC" },
      difference: "0.5",
      interval: { from: null, precision: "ASSERTION" }
    })
  })

  it("names what is counted although it is unknown, on the connection and on the portfolio, with what to do", async () => {
    const { data, errors } =
      await ask(`{ viewer { portfolio { notices { connection { label } code count names who retry message whatToDo(locale: ES) } }
      connections { notices { __typename ... on Problem { code } } } } }`)
    expect(errors).toBeUndefined()
    expect(data.viewer.portfolio.notices).toEqual([
      {
        connection: { label: "My Bitso" },
        code: "UNKNOWN_OPERATION",
        count: 2,
        names: ["quoted_order"],
        who: "ADAPTER",
        retry: "NO",
        message: "2 rows: quoted_order",
        whatToDo: advice.UNKNOWN_OPERATION.es
      }
    ])
    expect(data.viewer.connections[0].notices).toEqual([{ __typename: "Notice", code: "UNKNOWN_OPERATION" }])
  })

  it("serves the default portfolio: holdings, certificate and value; unknown is null with a reason, never zero", async () => {
    const { data, errors } = await ask(`{ viewer { id portfolios { edges { node { name } } } portfolio { id name connections { label }
      holdings { asset { symbol } total available locked parts { wallet source connection { label } } }
      certificate { state reason certificates { connection { label } } }
      gaps { connection { label } reason }
      value(currency: MXN) { currency { symbol } total complete gaps { reason } holdings { value reason } } } } }`)
    expect(errors).toBeUndefined()
    expect(data.viewer.portfolio).toMatchObject({
      id: id("Portfolio", 1),
      holdings: [{ asset: { symbol: "BTC" }, total: "1.5", parts: [{ source: "REPORTED", connection: { label: "My Bitso" } }] }],
      certificate: { state: "DIFFERS", reason: "btc differs" },
      gaps: [{ connection: { label: "My Bitso" }, reason: "the exchange did not report every balance" }],
      value: {
        currency: { symbol: "MXN" },
        total: null,
        complete: false,
        gaps: [{ reason: "the exchange did not report every balance" }],
        holdings: [{ value: null, reason: "no market leads from btc to it" }]
      }
    })
  })

  it("lists transactions as a Relay connection with exact decimals", async () => {
    const { data, errors } =
      await ask(`{ viewer { portfolio { transactions(first: 2, filter: { assets: ["BTC"], kinds: [TRADE], from: "2017-01-01T00:00:00Z" }) {
      totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      edges { cursor node { id kind at postings { asset { code } amount role } price { amount } refs { type value } witnesses { stream } } } } } } }`)
    expect(errors).toBeUndefined()
    const list = data.viewer.portfolio.transactions
    expect(list).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true, startCursor: "cursor-1", endCursor: "cursor-2" } })
    expect(list.edges[0].node).toMatchObject({
      id: id("Transaction", "1.1"),
      at: "2017-07-14T02:40:00.001Z",
      postings: [{ amount: "0.000000000000000000000000000001" }, { amount: "-15024.7800228" }]
    })
  })

  it.each([
    ["first: 0", "BAD_USER_INPUT"],
    ["first: 101", "BAD_USER_INPUT"],
    ["last: -1", "BAD_USER_INPUT"],
    ["first: 1, last: 1", "BAD_USER_INPUT"],
    [`filter: { text: "${"x".repeat(201)}" }`, "BAD_USER_INPUT"],
    ['filter: { text: "\\u0000" }', "BAD_USER_INPUT"],
    ['filter: { text: "a\\nb" }', "BAD_USER_INPUT"],
    ['filter: { assets: ["BTC\\u0000"] }', "BAD_USER_INPUT"],
    ['filter: { exchanges: ["\\u0000"] }', "BAD_USER_INPUT"],
    ['after: "forged"', "INVALID_CURSOR"]
  ])("refuses a page it cannot give: %s", async (args, code) => {
    const answer = await ask(`{ viewer { portfolio { transactions(${args}) { totalCount } } } }`)
    expect(codeOf(answer)).toBe(code)
    expect(answer.errors?.[0]?.message).not.toMatch(/went wrong/)
  })

  it("refuses a date without zone and a decimal number by what they should look like", async () => {
    const answer = await ask('{ viewer { portfolio { transactions(filter: { from: "2017-01-01" }) { totalCount } } } }')
    expect(answer.errors?.[0]?.message).toMatch(/ISO 8601/)
  })
})

describe("global ids", () => {
  const types = { AssetCorrection: "1", Connection: "1", Exchange: "bitso", Portfolio: "1", Transaction: "1.2" }

  it("fetch every node again", async () => {
    const ids = Object.entries(types).map(([type, key]) => id(type, key))
    const { data } = await ask("query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }", { ids })
    expect(data.nodes).toEqual(Object.keys(types).map((type, index) => ({ __typename: type, id: ids[index] })))
  })

  it.each([
    ["foreign", id("Connection", 2)],
    ["of an unknown exchange", id("Exchange", "__proto__")],
    ["of an unknown type", id("Secret", 1)],
    ["of an inner type", id("Query", 1)],
    ["with a key that is none", id("Portfolio", "1 OR 1=1")],
    ["not base64", "***"],
    ["empty", ""],
    ["of a transaction half", id("Transaction", "1")],
    ["very long", "QUJD".repeat(200)]
  ])("answer null, and nothing else, when the id is %s", async (_what, foreign) => {
    expect(await ask("query ($id: ID!) { node(id: $id) { id } }", { id: foreign })).toEqual({ status: 200, data: { node: null } })
  })

  it("give byte-equal errors for somebody else's and for nobody's", async () => {
    const bodies = await Promise.all(
      [id("Connection", 2), id("Connection", 999), "garbage", id("Portfolio", 1)].map(async (foreign) =>
        JSON.stringify(await ask("query ($id: ID!) { viewer { connection(id: $id) { label } } }", { id: foreign }))
      )
    )
    expect(new Set(bodies).size).toBe(1)
    expect(bodies[0]).toContain("NOT_FOUND")
  })
})

describe("languages", () => {
  it.each([
    [null, "en"],
    ["es-MX,es;q=0.9,en;q=0.8", "es"],
    ["de, pt;q=0.3, en;q=0.2", "pt"],
    ["fr", "en"],
    ["en;q=0.1, es;q=0", "en"],
    [";;;q=x,,", "en"]
  ])("Accept-Language %s is %s", (header, locale) => expect(preferredLocale(header)).toBe(locale))

  it("has a text in every language for every problem, and no two problems share theirs", () => {
    for (const locale of locales) {
      const texts = Object.values(advice).map((text) => text[locale])
      expect(texts.every((text) => text.length > 20)).toBe(true)
      expect(new Set(texts).size).toBe(texts.length)
    }
  })
})

describe("changes", () => {
  it.each([
    ["syncNow", id("Connection", 1), "ConnectSuccess"],
    ["disconnect", id("Connection", 1), "ConnectSuccess"],
    ["pauseSync", id("Connection", 1), "NotConnected"],
    ["cancelSync", id("Connection", 1), "ConnectSuccess"],
    ["cancelSync", id("Connection", ConnectionId(7)), "ConnectionNotFound"],
    ["syncNow", id("Connection", ConnectionId(7)), "ConnectionNotFound"],
    ["disconnect", "garbage", "ConnectionNotFound"]
  ])("%s answers by name", async (name, connection, type) => {
    const { data } = await ask(
      `mutation ($c: ID!) { ${name}(connection: $c) { __typename ... on ConnectSuccess { connection { id } } ... on Problem { code whatToDo } } }`,
      {
        c: connection
      }
    )
    expect(data[name].__typename).toBe(type)
  })

  it("replaceCredentials answers with the connection", async () => {
    const { data } = await ask(
      `mutation ($c: ID!) { replaceCredentials(input: { connection: $c, credentials: [{ name: "key", value: "abc" }] }) { ... on ConnectSuccess { connection { label } } } }`,
      { c: id("Connection", 1) }
    )
    expect(data.replaceCredentials.connection.label).toBe("My Bitso")
  })
})
