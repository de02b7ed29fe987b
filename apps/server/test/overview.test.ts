import { readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Browsing, browsing, isWithoutBrowser } from "./browser.ts"
import { running, type Running, serving, type Serving, settings, tempFolder } from "./caudal.ts"

const apiKey = "1GVfddoMGp"
const apiSecret = "72b02509012b4198c92dc166836edf37"

describe.skipIf(isWithoutBrowser)("the overview in a browser", () => {
  const folder = tempFolder()
  let exchange: Running
  let server: Serving
  let browser: Browsing
  let token = ""

  beforeAll(async () => {
    exchange = running(["sandbox", "--exchange", "bitso", "--port", "0", "--persona", "beginner"], settings(folder.path))
    const { url } = JSON.parse(await exchange.firstLine) as { readonly url: string }
    const tokenFile = join(folder.path, "token")
    server = await serving(settings(folder.path, { CAUDAL_OWNER_TOKEN_FILE: tokenFile, CAUDAL_EXCHANGE_BITSO_URL: url }))
    token = readFileSync(tokenFile, "utf8").trim()
    browser = await browsing(folder.path, server.url, "es-MX")
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await exchange?.stop()
    folder[Symbol.dispose]()
  })

  const enter = async (given: string) => {
    const page = await browser.open("")
    await page.fill("#token", given)
    await page.click("#token-form button")
    return page
  }

  it("says where the token is, and when it is another", async () => {
    const page = await browser.open("")
    await page.getByText("Escribe arriba el token del propietario").waitFor()
    await page.fill("#token", "not-the-token")
    await page.click("#token-form button")
    await page.getByText("Este no es el token del propietario.").waitFor()
    await page.close()
  })

  it("leads from nothing to an account that is proved complete, in the reader's language", async () => {
    const page = await enter(token)
    await page.selectOption(".connect select", "bitso")
    expect(await page.locator(".steps li").count()).toBeGreaterThan(3)
    expect(await page.locator(".steps").textContent()).toContain("Nunca marques: Place orders")

    const send = async (secret: string) => {
      await page.fill('[name="apiKey"]', apiKey)
      await page.fill('[name="apiSecret"]', secret)
      await page.click(".connect [type=submit]")
    }
    await send("00000000000000000000000000000000")
    await page.locator(".problem b").waitFor()
    expect(await page.locator(".problem b").textContent()).toMatch(/clave|secreto/)

    await send(apiSecret)
    await page.getByText("Revisé que esta clave no puede ni operar ni retirar.").waitFor()
    await page.check(".consent input")
    await page.click(".connect [type=submit]")

    await page.locator("article .seal.proved").waitFor()
    await page.locator(".summary .seal.proved").waitFor()
    expect(await page.locator(".worth").textContent()).toBe("41,220.65 MXN")
    expect(await page.locator(".holding b").allTextContents()).toEqual(["BTC", "MXN", "XRP", "ETH"])
    expect(await page.content()).not.toContain(apiSecret)
    expect(browser.wrong).toEqual([])
    await page.close()
  })

  it("shows where a holding lies, to its last digit", async () => {
    const page = await enter(token)
    await page.click(".holding summary")
    expect(await page.locator(".holding[open] .parts li").allTextContents()).toEqual(["Bitso · bitso spot0.00845663"])
    await page.selectOption(".choices select", "USD")
    await page.getByText("Precio (USD)").waitFor()
    await page.close()
  })

  it("draws what it was worth, and says why a figure is unknown and what closes the gap", async () => {
    const page = await enter(token)
    // Prices of the past are fetched after the account is read.
    const isDrawn = async () => {
      await page.click('.periods >> text="Todo"')
      await page.waitForFunction(() => document.querySelector(".periods [aria-pressed=true]")?.textContent === "Todo")
      return page.locator(".chart").count()
    }
    await expect.poll(isDrawn, { timeout: 60_000, interval: 1_000 }).toBe(1)
    /** What stands beside the point that so many keys lead to; it is drawn anew where prices arrive meanwhile. */
    const label = (key: string, times: number) => async () => {
      await page.focus(".chart")
      for (let i = 0; i < times; i++) await page.keyboard.press(key)
      return page.locator(".chart-label").textContent()
    }
    await expect.poll(label("ArrowRight", 1), { timeout: 60_000 }).toMatch(/2026 · [\d,.]+ MXN$/)
    await expect.poll(label("ArrowLeft", 60), { timeout: 60_000 }).toMatch(/2023 · [\d,.]+ MXN$/)
    expect(await page.locator(".history .left-out").count()).toBe(0)
    const scale = async () => (await page.locator(".chart text").allTextContents()).join().replaceAll(/\s/g, " ")
    await expect.poll(scale).toBe("0,20 k,40 k")
    // Nobody's prices are in Colombian pesos.
    await page.selectOption(".choices select", "COP")
    await page.locator(".history .left-out li").first().waitFor()
    expect(await page.locator(".history .left-out li").first().textContent()).toMatch(/^bitcoin, .*importPrices/)
    expect(await page.locator(".history dd", { hasText: "desconocido" }).count()).toBeGreaterThan(0)
    expect(browser.wrong).toEqual([])
    await page.close()
  })

  it("shows no answer that comes too late, and says when there is none", async () => {
    const page = await enter(token)
    await page.locator(".worth").waitFor()
    await page.route("**/graphql", async (route) => {
      if (route.request().postData()?.includes('"currency":"USD"')) await new Promise((later) => setTimeout(later, 1_500))
      await route.continue()
    })
    const late = page.waitForResponse((response) => /query Overview.*"currency":"USD"/.test(response.request().postData() ?? ""))
    await page.selectOption(".choices select", "USD")
    await page.selectOption(".choices select", "BRL")
    await page.getByText("Precio (BRL)").waitFor()
    const worth = await page.locator(".worth").textContent()
    expect(worth).toMatch(/ BRL$/)
    await (await late).finished()
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
    expect(await page.locator(".worth").textContent()).toBe(worth)
    await page.unroute("**/graphql")

    await page.route("**/graphql", (route) => route.abort())
    await page.selectOption(".choices select", "MXN")
    await page.locator(".trouble .problem").waitFor()
    await page.unroute("**/graphql")
    await page.getByText("Precio (MXN)").waitFor()
    expect(await page.locator(".trouble").textContent()).toBe("")
    await page.close()
  })

  it("runs nothing of the API's page while it is hidden, and keeps a key that is being typed", async () => {
    const page = await enter(token)
    await page.click('.all-accounts >> text="Conectar un exchange"')
    await page.fill('[name="apiKey"]', apiKey)
    await page.keyboard.press("Control+Enter")
    await page.click("#tab-explorer")
    expect(await page.textContent("#status")).toBe("")
    await page.click("#tab-overview")
    expect(await page.inputValue('[name="apiKey"]')).toBe(apiKey)
    await page.close()
  })

  it("leads from a figure down to the exchange's own row", async () => {
    const page = await enter(token)
    const isKnown = async () => {
      await page.click('.periods >> text="90 días"')
      await page.waitForFunction(() => document.querySelector(".periods [aria-pressed=true]")?.textContent === "90 días")
      return page.locator(".history dd button").count()
    }
    await expect.poll(isKnown, { timeout: 60_000, interval: 1_000 }).toBe(3)
    await page.click(".history dd button >> nth=0")
    await page.getByText("gain = ").waitFor()
    await page.click('.explain .parts >> text="endValue"')
    await page.locator(".explain small", { hasText: "Bitso btc_mxn, daily" }).waitFor()
    await page.click(".explain .parts button >> text=units/bitcoin")
    await page
      .locator(".explain small", { hasText: /^bitso ledger \w+ · / })
      .first()
      .waitFor()
    await page.click('.explain >> text="Cerrar"')
    await page.locator(".explain").waitFor({ state: "detached" })
    expect(browser.wrong).toEqual([])
    await page.close()
  })

  it("makes the tax report of a year, and gives it as a page and as a table", async () => {
    const page = await enter(token)
    await page.selectOption(".taxes select >> nth=1", "2023")
    await page.click(".taxes button")
    for (const [button, ending, holds] of [
      ["Para imprimir (HTML)", "html", "<!doctype html>"],
      ["Tabla (CSV)", "csv", "2023"]
    ] as const) {
      const saved = page.waitForEvent("download")
      await page.click(`.all-taxes >> text="${button}"`)
      const file = await saved
      expect(file.suggestedFilename()).toBe(`caudal-MX-2023.${ending}`)
      expect(readFileSync(await file.path(), "utf8").toLowerCase()).toContain(holds)
    }
    expect(browser.wrong).toEqual([])
    await page.close()
  })

  it("fits a phone", async () => {
    const page = await enter(token)
    await page.locator(".holding").first().waitFor()
    await page.setViewportSize({ width: 360, height: 740 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
    await page.close()
  })

  it("gives an account another key, and disconnects it when its owner says so twice", async () => {
    const page = await enter(token)
    await page.click('article >> text="Otra clave"')
    await page.fill('[name="apiKey"]', apiKey)
    await page.fill('[name="apiSecret"]', apiSecret)
    expect(await page.locator(".connect select").count()).toBe(0)
    await page.click(".connect [type=submit]")
    await page.check(".consent input")
    await page.click(".connect [type=submit]")
    await page.locator("article .seal").waitFor()

    const asked: Array<string> = []
    page.once("dialog", (dialog) => {
      asked.push(dialog.message())
      void dialog.dismiss()
    })
    await page.click('article >> text="Desconectar"')
    expect(asked[0]).toMatch(/^¿Desconectar Bitso\?/)
    page.once("dialog", (dialog) => void dialog.accept())
    await page.click('article >> text="Desconectar"')
    await page.getByText("Bitso · desconectada").waitFor()
    expect(await page.locator(".holding").count()).toBe(0)
    expect(browser.wrong).toEqual([])
    await page.close()
  })
})
