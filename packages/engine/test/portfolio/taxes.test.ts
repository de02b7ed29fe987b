import { type Country, taxCsv, taxHtml, taxRules } from "@caudal/accounting"
import { Decimal } from "@caudal/exchange"
import { Effect } from "effect"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { Gains, OwnPrices, SettingsRefused, type TaxRequest, Taxes, UnknownTimeZone } from "../../src/index.ts"
import { ToyExchange, type ToyRow } from "../../src/testing/index.ts"
import { newPlace, owner, type Place, portfolio, removePlace, ToyEngine } from "../toyEngine.ts"

const row = (id: string, at: string, kind: ToyRow["kind"], asset: string, amount: string, group: string | null = null): ToyRow => ({
  id,
  at: Date.parse(at),
  asset,
  amount,
  group,
  kind
})

/** A purchase, a sale of half, a withdrawal to nowhere known, a swap: all in 2023. */
const ledger: ReadonlyArray<ToyRow> = [
  row("7", "2023-11-02T12:00:00Z", "withdrawal", "btc", "-0.1"),
  row("6b", "2023-10-02T12:00:00Z", "trade", "eth", "0.1", "t:3"),
  row("6", "2023-10-02T12:00:00Z", "trade", "btc", "-0.01", "t:3"),
  row("5", "2023-09-04T12:00:00Z", "trade", "mxn", "300000", "t:2"),
  row("4", "2023-09-04T12:00:00Z", "trade", "btc", "-0.5", "t:2"),
  row("3", "2023-05-04T12:00:00Z", "trade", "mxn", "-500000", "t:1"),
  row("2", "2023-05-04T12:00:00Z", "trade", "btc", "1", "t:1"),
  row("1", "2023-05-02T12:00:00Z", "deposit", "mxn", "600000")
]

let places: Array<Place>
let engines: Array<ToyEngine>
const begin = async (): Promise<ToyEngine> => {
  const place = newPlace()
  const toy = new ToyExchange()
  toy.ledger = [...ledger]
  const engine = await new ToyEngine(place, toy).start()
  places.push(place)
  engines.push(engine)
  await engine.settled((await engine.connect()).id)
  return engine
}
beforeEach(() => {
  places = []
  engines = []
})
afterEach(async () => {
  for (const engine of engines) await engine.stop()
  for (const place of places) removePlace(place)
})

const countries = Object.keys(taxRules) as ReadonlyArray<Country>
const of = (engine: ToyEngine, country: Country, settings: Partial<TaxRequest["settings"]> = {}) =>
  engine.run(Taxes.use((taxes) => taxes.report(owner, portfolio, { country, settings: { year: 2023, ...settings } })))

describe("a tax report on the ledger", () => {
  it("of each country is the same bytes in two installations that know the same account", async () => {
    const [one, other] = [await begin(), await begin()]
    for (const country of countries) {
      const [a, b] = [await of(one, country), await of(other, country)]
      expect(taxCsv(a.report)).toBe(taxCsv(b.report))
      expect(taxHtml(a.report)).toBe(taxHtml(b.report))
      expect(a.report.country).toBe(country)
      expect(a.ledgerHash).toBe(b.ledgerHash)
    }
  })

  it("in the ledger's own currency has the gain that `gains` has, rounded", async () => {
    const engine = await begin()
    const { report } = await of(engine, "MX")
    const operations = report.sections.find(({ id }) => id === "operations")!
    expect(operations.rows).toMatchObject([
      { asset: "BTC", quantity: "0.5", sold: "2023-09-04", account: "toy:account-1" },
      { asset: "BTC", quantity: "0.01", sold: "2023-10-02", gain: null }
    ])
    const { totals } = await engine.run(Gains.use((gains) => gains.year(owner, portfolio, { jurisdiction: "MX", year: 2023 })))
    expect(totals.gain).toBe("50000")
    expect(operations.rows[0]).toMatchObject({ gain: "50000" })
  })

  it("in another currency takes the rates of the day, and says whose", async () => {
    const { report } = await of(await begin(), "GB")
    const [sale] = report.sections.find(({ id }) => id === "disposals")!.rows
    // 300,000 pesos at the rates of 4 September 2023: 18.4385 and 0.85615 to the euro.
    expect(Number(sale!["proceeds"])).toBeGreaterThan(13_000)
    expect(Number(sale!["proceeds"])).toBeLessThan(14_500)
    expect(report.settings.find(({ name }) => name === "Price sources")!.value).toContain("ECB")
  })

  it("lists every gap of the ledger up to the year's end, and nothing of later", async () => {
    const engine = await begin()
    const whats = ({ report }: Awaited<ReturnType<typeof of>>) => report.unresolved.map(({ what, asset }) => `${asset}: ${what}`)
    const found = whats(await of(engine, "MX"))
    expect(found).toContain("BTC: left for a place that is not known: if it was sold, a disposal is missing")
    expect(found).toContain("ETH: nobody has a price")
    expect(whats(await of(engine, "MX", { year: 2022 }))).toEqual([])
  })

  it("is made anew when a price is known: other bytes, other hash", async () => {
    const engine = await begin()
    const before = await of(engine, "MX")
    expect(await of(engine, "MX")).toBe(before)
    await engine.run(
      OwnPrices.use((prices) => prices.set(owner, { asset: "ethereum", currency: "mxn", day: "2023-10-02", amount: Decimal.make("60000") }))
    )
    const after = await of(engine, "MX")
    expect(after.report.inputHash).not.toBe(before.report.inputHash)
    expect(after.report.hashes.events).not.toBe(before.report.hashes.events)
    expect(after.report.hashes.settings).toBe(before.report.hashes.settings)
    expect(after.report.sections.find(({ id }) => id === "operations")!.rows[1]).toMatchObject({ asset: "BTC", gain: "1000" })
  })

  it("refuses settings that a country does not know, and says which it does", async () => {
    const engine = await begin()
    const refused = (settings: Partial<TaxRequest["settings"]>) =>
      engine.run(
        Effect.flip(Taxes.use((taxes) => taxes.report(owner, portfolio, { country: "US", settings: { year: 2023, ...settings } })))
      )
    for (const settings of [
      { choices: { nothing: "x" } },
      { method: "AVERAGE" as const },
      { year: 1999 },
      { amounts: { shortCarryover: "-1" } }
    ])
      expect(await refused(settings)).toBeInstanceOf(SettingsRefused)
    expect(await refused({ zone: "Mars/Olympus" })).toBeInstanceOf(UnknownTimeZone)
  })
})
