import { readFileSync } from "node:fs"
import { Decimal } from "@caudal/exchange"
import { Effect } from "effect"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import {
  AssetNotFound,
  ImportNotFound,
  MalformedFile,
  MalformedPrice,
  OwnPriceNotFound,
  OwnPrices,
  PriceBook,
  type PriceImport,
  SuspectPrices
} from "../../src/index.ts"
import { ToyExchange } from "../../src/testing/index.ts"
import { newPlace, owner, type Place, removePlace, ToyEngine } from "../toyEngine.ts"
import { day } from "./series.ts"

const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), "utf8")
const crypto = fixture("crypto-usd-2017.csv")

let place: Place
let engine: ToyEngine
beforeEach(async () => {
  place = newPlace()
  engine = await new ToyEngine(place, new ToyExchange()).start()
})
afterEach(async () => {
  await engine.stop()
  removePlace(place)
})

const own = <A, E>(use: (prices: typeof OwnPrices.Service) => Effect.Effect<A, E>) => engine.run(OwnPrices.use(use))
const file = (over: Partial<PriceImport>): PriceImport => ({
  name: "closes",
  kind: "market",
  format: "rows",
  text: crypto,
  force: false,
  ...over
})
const importFile = (over: Partial<PriceImport> = {}) => own((prices) => prices.importFile(owner, file(over)))
const refused = (over: Partial<PriceImport>) => own((prices) => Effect.flip(prices.importFile(owner, file(over))))
const lookup = (currency: string, asset: string) =>
  engine.run(PriceBook.use((book) => book.load(owner, { currency, assets: [asset], from: day("2017-01-01"), to: day("2027-01-01") })))
const priceOf = async (asset: string, currency: string, at: string) => (await lookup(currency, asset)).at(asset, day(at))
const money = (text: string) => Decimal.make(text)

describe("a file of prices", () => {
  it("is a source like any other, by its name, and closes the gap", async () => {
    expect(await priceOf("bitcoin", "usd", "2017-06-01")).toBeNull()
    expect(await importFile()).toEqual({ name: "closes", prices: 368, from: "2017-03-01", to: "2017-08-31", findings: [] })
    expect(await priceOf("bitcoin", "usd", "2017-03-02")).toMatchObject({
      amount: "1251.01",
      source: "closes",
      kind: "market",
      at: day("2017-03-02")
    })
    // In pesos through the reference rates of that day.
    const pesos = await priceOf("bitcoin", "mxn", "2017-03-02")
    expect(pesos).toMatchObject({
      kind: "official",
      source: "closes × ECB reference rate × ECB reference rate",
      path: [{ to: "usd" }, { to: "eur", inverted: true }, { to: "mxn" }]
    })
    const [source] = (await own((prices) => prices.sources(owner))).filter(({ base }) => base === "bitcoin")
    expect(source).toMatchObject({
      imported: "closes",
      exchange: null,
      quote: "usd",
      prices: 184,
      from: day("2017-03-01"),
      to: day("2017-09-01")
    })
  })

  it("again adds to what there is, and under its name is taken away whole", async () => {
    await importFile()
    await importFile({ text: "date,base,quote,rate\n2017-03-02,BTC,USD,1300\n2017-09-01,BTC,USD,4900\n" })
    expect((await priceOf("bitcoin", "usd", "2017-03-02"))?.amount).toBe("1300")
    expect((await priceOf("bitcoin", "usd", "2017-09-01"))?.amount).toBe("4900")
    expect((await priceOf("bitcoin", "usd", "2017-03-03"))?.source).toBe("closes")
    await own((prices) => prices.removeImport(owner, "closes"))
    expect(await priceOf("bitcoin", "usd", "2017-03-02")).toBeNull()
    expect(await own((prices) => Effect.flip(prices.removeImport(owner, "closes")))).toBeInstanceOf(ImportNotFound)
  })

  it("of the ECB goes on where the rates that come with Caudal end", async () => {
    expect(await importFile({ name: "ECB", format: "ecb", kind: "official", text: fixture("eurofxref-hist-2017.csv") })).toMatchObject({
      findings: []
    })
    await importFile({ name: "ECB", format: "ecb", kind: "official", text: "Date,USD,MXN,XYZ,\n2026-11-24,1.1525,21.2,5,\n" })
    expect(await priceOf("usd", "mxn", "2026-11-24")).toMatchObject({ kind: "official", path: [{ stated: "1.1525" }, { stated: "21.2" }] })
    expect(await priceOf("usd", "mxn", "2026-04-13")).toMatchObject({ source: "ECB reference rate × ECB reference rate" })
  })

  it("of a money without any rate closes what was unavailable, by the kind asked for", async () => {
    const before = await lookup("ars", "usd")
    expect(before.at("usd", day("2024-03-01"))).toBeNull()
    expect(before.gaps).toMatchObject([{ reason: "no-source", closedBy: expect.stringContaining("rates of ars") }])
    await importFile({
      name: "dólar",
      text: "date,base,quote,rate,kind\n2024-03-01,USD,ARS,842.25,official\n2024-03-01,USD,ARS,1015,blue\n"
    })
    const blue = await engine.run(
      PriceBook.use((book) => book.load(owner, { currency: "ars", assets: ["usd"], from: 0, to: day("2027-01-01"), moneyRate: "blue" }))
    )
    expect(blue.at("usd", day("2024-03-01"))).toMatchObject({ amount: "1015", kind: "blue" })
    expect(await priceOf("usd", "ars", "2024-03-01")).toMatchObject({ amount: "842.25", kind: "official" })
  })

  it("that is shifted, or of another asset, is refused with the evidence, and nothing of it is kept, unless forced", async () => {
    await importFile()
    const shift = (text: string) =>
      text.replaceAll(/^(\d{4}-\d\d-\d\d)/gm, (date) => new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10))
    const wrong = { name: "shifted", text: shift(crypto) }
    const error = await refused(wrong)
    expect(error).toBeInstanceOf(SuspectPrices)
    expect(error instanceof SuspectPrices && error.findings.map(({ code, base }) => [code, base])).toEqual([
      ["shifted", "bitcoin"],
      ["shifted", "ethereum"]
    ])
    expect(error.message).toContain("day before")
    expect(
      await refused({ name: "reused", text: crypto.replaceAll("ETH", "XXX").replaceAll("BTC", "ETH").replaceAll("XXX", "BTC") })
    ).toMatchObject({
      findings: [{ code: "another-asset" }, { code: "another-asset" }]
    })
    expect((await own((prices) => prices.sources(owner))).some(({ imported }) => imported === "shifted" || imported === "reused")).toBe(
      false
    )
    expect(await importFile({ ...wrong, force: true })).toMatchObject({ prices: 368, findings: [{ code: "shifted" }, { code: "shifted" }] })
    // Its own earlier prices do not judge it.
    expect(await refused(wrong)).toBeInstanceOf(SuspectPrices)
  })

  it.each([
    ["a code that nobody knows for sure", "date,base,quote,rate\n2024-03-01,NOSUCH,USD,1\n", 2, "NOSUCH"],
    ["an asset in itself", "date,base,quote,rate\n2024-03-01,USD,USD,1\n", 2, "the same asset"],
    ["two rates of one day", "date,base,quote,rate\n2024-03-01,EUR,USD,1\n2024-03-01,eur,usd,2\n", 3, "two rates"],
    ["a line that cannot be read", "date,base,quote,rate\n2024-03-01,EUR,USD,1\nsoon,EUR,USD,2\n", 3, "not a day"]
  ])("with %s is refused by its line", async (_what, text, line, reason) => {
    const error = await refused({ text })
    expect(error).toBeInstanceOf(MalformedFile)
    expect(error).toMatchObject({ line, reason: expect.stringContaining(reason) })
  })

  it("may name assets by id, where a symbol means more than one", async () => {
    expect(await importFile({ text: "date,base,quote,rate\n2024-03-01,bitcoin,mxn,1000000\n" })).toMatchObject({ prices: 1 })
    expect(await priceOf("bitcoin", "mxn", "2024-03-01")).toMatchObject({ amount: "1000000" })
  })
})

describe("an owner's own price", () => {
  const set = (over: Partial<Parameters<typeof OwnPrices.Service.set>[1]> = {}) => ({
    asset: "bitcoin",
    currency: "usd",
    day: "2017-03-02",
    amount: money("1200"),
    ...over
  })

  it("wins for its day, is replaced by the next, and is taken back", async () => {
    await importFile()
    const first = await own((prices) => prices.set(owner, set()))
    expect(await priceOf("bitcoin", "usd", "2017-03-02")).toMatchObject({ amount: "1200", kind: "manual", source: "your own price" })
    expect(await priceOf("bitcoin", "usd", "2017-03-03")).toMatchObject({ kind: "market" })
    const second = await own((prices) => prices.set(owner, set({ amount: money("1201") })))
    expect(second.id).toBe(first.id)
    expect(await own((prices) => prices.all(owner))).toMatchObject([{ id: first.id, amount: "1201" }])
    expect(await own((prices) => prices.withdraw(owner, first.id))).toMatchObject({ amount: "1201" })
    expect(await priceOf("bitcoin", "usd", "2017-03-02")).toMatchObject({ amount: "1251.01", kind: "market" })
    expect(await own((prices) => Effect.flip(prices.withdraw(owner, first.id)))).toBeInstanceOf(OwnPriceNotFound)
  })

  it.each([
    ["an asset that nobody knows", { asset: "nosuch" }, AssetNotFound],
    ["a currency that nobody knows", { currency: "nosuch" }, AssetNotFound],
    ["no day", { day: "2017-02-29" }, MalformedPrice],
    ["nothing", { amount: money("0") }, MalformedPrice],
    ["less than nothing", { amount: money("-1") }, MalformedPrice],
    ["itself", { currency: "bitcoin" }, MalformedPrice]
  ])("of %s is refused", async (_what, over, error) => {
    expect(await own((prices) => Effect.flip(prices.set(owner, set(over))))).toBeInstanceOf(error)
  })
})
