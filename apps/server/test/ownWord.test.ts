import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Browsing, browsing, isWithoutBrowser } from "./browser.ts"
import { running, type Running, serving, type Serving, settings, tempFolder } from "./caudal.ts"

const recorded = (list: string) =>
  JSON.parse(readFileSync(new URL(`../../../packages/exchange-bitso/fixtures/get_${list}_2017.json`, import.meta.url), "utf8")).payload

/** In no list of assets. */
const unnamed = {
  eid: "c0ffee00000000000000000000000001",
  operation: "funding",
  created_at: "2024-05-01T12:00:00+0000",
  balance_updates: [{ currency: "zzq", amount: "12.5" }],
  details: { fid: "c0ffee", method: "zzq" }
}

describe.skipIf(isWithoutBrowser)("what only its owner knows of an account, said in a browser", () => {
  const folder = tempFolder()
  let exchange: Running
  let server: Serving
  let browser: Browsing
  let page: Page

  beforeAll(async () => {
    const account = join(folder.path, "account.json")
    const balance = { balances: [...recorded("balance").balances, { currency: "zzq", total: "12.5", available: "12.5", locked: "0" }] }
    const lists = {
      user_trades: recorded("user_trades"),
      fundings: recorded("fundings"),
      withdrawals: recorded("withdrawals"),
      balance
    }
    writeFileSync(account, JSON.stringify({ ledger: [unnamed, ...recorded("ledger")], ...lists }))
    exchange = running(["sandbox", "--exchange", "bitso", "--port", "0", "--account", account], settings(folder.path))
    const { url, ...credentials } = JSON.parse(await exchange.firstLine)
    const tokenFile = join(folder.path, "token")
    server = await serving(settings(folder.path, { CAUDAL_OWNER_TOKEN_FILE: tokenFile, CAUDAL_EXCHANGE_BITSO_URL: url }))
    const token = readFileSync(tokenFile, "utf8").trim()
    await fetch(`${server.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({
        query: "mutation ($input: ConnectExchangeInput!) { connectExchange(input: $input) { __typename } }",
        variables: {
          input: {
            exchange: "bitso",
            credentials: Object.entries(credentials).map(([name, value]) => ({ name, value })),
            acceptUnverifiedRights: true
          }
        }
      })
    })
    browser = await browsing(folder.path, server.url, "es-MX")
    page = await browser.open("")
    await page.fill("#token", token)
    await page.click("#token-form button")
    await page.locator("article .seal.unproved").waitFor()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await exchange?.stop()
    folder[Symbol.dispose]()
  })

  const line = (text: string) => page.locator("article .parts li", { hasText: text })
  const dialog = () => page.locator("dialog.own-word")
  const say = () => dialog().getByRole("button", { name: "Decirlo" }).click()

  it("is refused where it cannot be, and stays in the dialog", async () => {
    await line("BTC spot").getByText("Ya lo tenía antes").click()
    expect(await dialog().locator("h2").textContent()).toMatch(/^¿Cuánto BTC tenía Bitso antes del 26 jul 2017/)
    await dialog().locator('[name="cost"]').fill("-5")
    await say()
    await dialog().locator(".problem").waitFor()
    expect(await dialog().locator('[name="cost"]').inputValue()).toBe("-5")
    await dialog().getByText("Cerrar").click()
    await dialog().waitFor({ state: "detached" })
  })

  it("proves the account, line by line, and can be taken back", async () => {
    const seal = page.locator("article .seal")
    expect(await seal.textContent()).toContain("Sin prueba todavía")
    expect(await line("BTC spot").textContent()).toMatch(
      /: la historia empieza el 26 jul 2017, .*: o antes había 3.20690715 BTC, o faltan movimientos/
    )
    for (let left = await page.getByText("Ya lo tenía antes").count(); left > 0; left--) {
      await page.getByText("Ya lo tenía antes").first().click()
      await dialog().locator('[name="note"]').fill("estado de cuenta de julio de 2017")
      await say()
      await dialog().waitFor({ state: "detached" })
      await expect.poll(() => page.getByText("Ya lo tenía antes").count(), { timeout: 10_000 }).toBe(left - 1)
    }
    await page.locator("article .seal.proved").waitFor()
    expect(await line("BTC spot").textContent()).toMatch(/Por tu palabra: [\d.]+ antes del 26 jul 2017/)
    await line("BTC spot").getByText("Retirarlo").click()
    await page.locator("article .seal.unproved").waitFor()
    await line("BTC spot").getByText("Ya lo tenía antes").waitFor()
  })

  it("names an asset whose code nothing knows, its past rows as well", async () => {
    const holding = page.locator(".holding", { hasText: "ZZQ" })
    await holding.locator("summary").click()
    await holding.getByText("nada aquí conoce este código").waitFor()
    await holding.getByText("¿Qué activo es?").click()
    expect(await dialog().locator("h2").textContent()).toBe("¿Qué es zzq en bitso?")
    await dialog().locator('[type="search"]').fill("litecoin")
    await dialog().locator("option", { hasText: /^LTC/ }).waitFor()
    await dialog().locator("select").selectOption({ index: 0 })
    await say()
    await page.locator(".holding b", { hasText: "LTC" }).waitFor()
    expect(await page.locator(".holding b", { hasText: "ZZQ" }).count()).toBe(0)
    const litecoin = page.locator(".holding", { hasText: "LTC" })
    await litecoin.locator("summary").click()
    expect(await litecoin.locator(".parts li").textContent()).toMatch(/zzq por tu palabra · /)
    await litecoin.getByText("Retirarlo").click()
    await page.locator(".holding b", { hasText: "ZZQ" }).waitFor()
    expect(browser.wrong).toEqual([])
  })

  it("fits a phone", async () => {
    await page.setViewportSize({ width: 360, height: 740 })
    await line("BTC spot").getByText("Ya lo tenía antes").click()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
    const box = await dialog().boundingBox()
    expect(box!.width).toBeLessThanOrEqual(360)
  })
})
