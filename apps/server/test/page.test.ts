import { readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Browsing, browsing, isWithoutBrowser } from "./browser.ts"
import { serving, type Serving, settings, tempFolder } from "./caudal.ts"

describe.skipIf(isWithoutBrowser)("the API's page in a browser", () => {
  const folder = tempFolder()
  let server: Serving
  let browser: Browsing
  let token = ""

  beforeAll(async () => {
    const tokenFile = join(folder.path, "token")
    server = await serving(settings(folder.path, { CAUDAL_OWNER_TOKEN_FILE: tokenFile }))
    token = readFileSync(tokenFile, "utf8").trim()
    browser = await browsing(folder.path, server.url, "en-US")
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    folder[Symbol.dispose]()
  })

  const open = () => browser.open("#api")

  it("asks for the token, and says when it is wrong", async () => {
    const page = await open()
    await page.click("#run")
    expect(await page.textContent("#status")).toBe("enter the owner token first")
    await page.fill("#token", "not-the-token")
    await page.click("#run")
    await page.waitForFunction(() => document.getElementById("status")?.textContent === "the owner token is not right")
    await page.close()
  })

  it("every ready query is answered, under the strict content policy and without any request elsewhere", async () => {
    const page = await open()
    await page.fill("#token", token)
    const titles = await page.locator("#ready button").allTextContents()
    expect(titles.length).toBeGreaterThanOrEqual(7)
    for (const title of titles) {
      await page.click(`#ready >> text="${title}"`)
      await page.keyboard.press("Control+Enter")
      await page.waitForFunction(() => /ms$|ended/.test(document.getElementById("status")?.textContent ?? ""))
      const answer = await page.textContent("#response")
      expect(answer, title).not.toMatch(/GRAPHQL_VALIDATION_FAILED|Syntax Error|INTERNAL_SERVER_ERROR|TOO_/)
    }
    expect(browser.wrong).toEqual([])
    await page.close()
  })

  it("documents the schema, with a search", async () => {
    const page = await open()
    await page.fill("#token", token)
    await page.click("#tab-schema")
    await page.waitForSelector("#docs dt")
    await page.fill("#search", "staleSince")
    await page.click("#docs >> text=StreamStatus")
    expect(await page.textContent("#docs")).toContain("Since when newer rows may be missing")
    await page.close()
  })

  it("forgets the token with the page unless its owner ticks otherwise", async () => {
    const page = await open()
    await page.fill("#token", token)
    await page.click("#run")
    await page.reload()
    expect(await page.inputValue("#token")).toBe("")
    await page.fill("#token", token)
    await page.check("#keep")
    await page.reload()
    expect(await page.inputValue("#token")).toBe(token)
    expect(await page.evaluate(() => localStorage.length)).toBe(0)
    await page.close()
  })

  it("fits a phone", async () => {
    const page = await open()
    await page.setViewportSize({ width: 360, height: 740 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
    await page.close()
  })
})
