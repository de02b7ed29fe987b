/** Chromium, and what goes wrong in it. */
import { existsSync } from "node:fs"
import { join } from "node:path"
import { chromium, type Page } from "playwright-core"

const executablePath = "/usr/bin/chromium"
const present = existsSync(executablePath)
if (!present && !process.env["CI"])
  console.warn(`tests in a browser are skipped: there is no Chromium at ${executablePath} (apt-get install chromium).`)

/** With CI set a missing browser is a failure, not a skip. */
export const isWithoutBrowser = !present && !process.env["CI"]

const args = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync"
]

export interface Browsing {
  readonly open: (hash: string) => Promise<Page>
  /** Errors, and requests to anybody but the server. */
  readonly wrong: ReadonlyArray<string>
  readonly close: () => Promise<void>
}

export const browsing = async (folder: string, url: string, locale: string): Promise<Browsing> => {
  const wrong: Array<string> = []
  const browser = await chromium.launchPersistentContext(join(folder, "profile"), {
    executablePath,
    headless: true,
    args,
    locale,
    viewport: { width: 1280, height: 800 }
  })
  browser.on("request", (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith("blob:")) wrong.push(`request to ${request.url()}`)
  })
  browser.on("console", (message) => {
    // The browser itself reports the 401 that a wrong token is answered with, and what a test cuts off.
    if (message.type() === "error" && !/401|ERR_FAILED/.test(message.text())) wrong.push(message.text())
  })
  browser.on("weberror", (error) => wrong.push(String(error.error())))
  return {
    wrong,
    open: async (hash) => {
      const page = await browser.newPage()
      await page.goto(`${url}/${hash}`)
      return page
    },
    close: () => browser.close()
  }
}
