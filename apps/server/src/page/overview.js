/** The first thing to see: what everything is worth, whether it is proved complete, where it lies, and how far it is read. */
import { accountsList, seal } from "./accounts.js"
import { ask, hasToken, NoAnswer } from "./api.js"
import { element, fill } from "./element.js"
import { historyOf, priceProgress, readHistory } from "./history.js"
import { holdingsList } from "./holdings.js"
import { keyForm } from "./keyForm.js"
import { taxSection } from "./taxes.js"
import { amount, locale, say, time, usualCurrency } from "./words.js"

const $ = (id) => document.getElementById(id)

const overviewQuery = `query Overview($portfolio: ID, $currency: Currency!, $locale: Locale!) {
  viewer {
    portfolios(first: 100) { edges { node { id name isDefault } } }
    connections { id }
    portfolio(id: $portfolio) {
      certificate { state reason }
      value(currency: $currency) {
        total complete oldestQuoteAt
        gaps { reason connection { label } }
        holdings { asset { assetId symbol } price value reason }
      }
      holdings { asset { assetId symbol name } total parts { exchange wallet total connection { label } } }
      connections {
        id label status lastSyncedAt
        exchange { name slug }
        failure { message whatToDo(locale: $locale) }
        certificate { state reason lines { asset { symbol } wallet state difference reason } }
        progress { running fraction rowsStored eta pausedUntil }
      }
    }
  }
}`

const syncMutation = `mutation SyncNow($connection: ID!) { syncNow(connection: $connection) { __typename } }`
const disconnectMutation = `mutation Disconnect($connection: ID!) { disconnect(connection: $connection) { __typename } }`

const currencies = ["MXN", "USD", "EUR", "BRL", "ARS", "COP", "GBP", "CAD", "BTC"]
const chosen = { portfolio: null, currency: usualCurrency, period: "year" }
const summary = element("section", { class: "summary" })
const history = element("section", { class: "history" })
const holdings = element("section", { class: "all-holdings" })
const accounts = element("section", { class: "all-accounts" })
const taxes = taxSection(() => chosen.portfolio)
const columns = [element("div", { class: "column" }, history, holdings), element("div", { class: "column" }, accounts, taxes)]
const root = $("overview")

/** What each section shows: one that would show the same is left as it is, with what is open or in focus in it. */
const shown = new Map()
const isNew = (section, ...data) => {
  const text = JSON.stringify(data)
  const before = shown.get(section)
  shown.set(section, text)
  return before !== text
}

const choice = (label, options, value, change) =>
  element(
    "label",
    { class: "choice" },
    element("span", {}, label),
    element(
      "select",
      { onchange: (event) => change(event.target.value) },
      options.map(([id, name]) => element("option", { value: id, selected: id === value }, name))
    )
  )

const choose = (key) => (value) => {
  chosen[key] = value
  void load()
}

const showSummary = ({ portfolios, portfolio: { certificate, value } }) => {
  if (!isNew(summary, portfolios, certificate, value, chosen)) return
  const all = portfolios.edges.map(({ node }) => node)
  const gaps = value.gaps.map(({ reason, connection }) => element("li", {}, `${connection.label}: ${reason}`))
  const unvalued = value.holdings
    .filter((one) => one.value === null)
    .map(({ asset, reason }) => element("li", {}, `${asset.symbol}: ${reason}`))
  fill(
    summary,
    element(
      "div",
      { class: "total" },
      element("h2", {}, say("worth")),
      element("p", { class: "worth" }, value.total === null ? say("unknown") : amount(value.total, chosen.currency)),
      element("p", {}, seal(certificate), value.oldestQuoteAt && element("small", {}, say("asOf", { time: time(value.oldestQuoteAt) })))
    ),
    element(
      "div",
      { class: "choices" },
      all.length > 1 &&
        choice(
          say("portfolio"),
          all.map(({ id, name }) => [id, name]),
          chosen.portfolio ?? all.find(({ isDefault }) => isDefault).id,
          choose("portfolio")
        ),
      choice(
        say("currency"),
        currencies.map((one) => [one, one]),
        chosen.currency,
        choose("currency")
      )
    ),
    gaps.length + unvalued.length > 0 &&
      element("div", { class: "left-out" }, element("b", {}, say("notAll")), element("ul", {}, gaps, unvalued))
  )
}

let timer = 0
let arePricesRead = false

const showHistory = async () => {
  const asked = JSON.stringify(chosen)
  const told = await readHistory(chosen).catch((error) => error)
  if (asked !== JSON.stringify(chosen)) return
  arePricesRead = told instanceof Error || priceProgress(told) === null
  if (isNew(history, String(told), told, chosen)) fill(history, historyOf(told, chosen, choose("period")))
}

/** `replaces`: the connection that gets another key. */
const showKeyForm = async (title, replaces, isFirst) => {
  const back = () => void load()
  fill(
    root,
    element(
      "section",
      { class: "connecting" },
      element("h2", {}, title),
      element("p", { class: "note" }, say("connectWhy")),
      await keyForm({ replaces, done: back, cancel: isFirst ? null : back })
    )
  )
}

const change = async (mutation, { id }) => {
  await ask(mutation, { connection: id })
  await load()
}

const acts = {
  syncNow: (connection) => change(syncMutation, connection),
  replaceKey: (connection) => showKeyForm(say("replaceKeyOf", connection), connection, false),
  disconnect: (connection) => confirm(say("disconnectWhat", connection)) && change(disconnectMutation, connection)
}

const showAccounts = ({ connections }) =>
  isNew(accounts, connections) &&
  fill(
    accounts,
    element(
      "div",
      { class: "bar" },
      element("h2", {}, say("accounts")),
      element("button", { type: "button", class: "quiet", onclick: () => void showKeyForm(say("connect"), null, false) }, say("connect"))
    ),
    accountsList(connections, acts)
  )

const showHoldings = ({ holdings: held, value }) => {
  if (!isNew(holdings, held, value, chosen.currency)) return
  const open = new Set([...holdings.querySelectorAll("details[open]")].map((one) => one.dataset.asset))
  fill(
    holdings,
    element("h2", {}, say("holdings")),
    held.length === 0 ? element("p", { class: "note" }, say("nothingYet")) : holdingsList(held, value, chosen.currency, open)
  )
}

const notice = (text, more, again) =>
  fill(
    root,
    element(
      "section",
      { class: "connecting" },
      element("p", {}, text),
      more && element("p", { class: "note" }, more),
      again && element("button", { type: "button", onclick: () => void load() }, say("retry"))
    )
  )

/** Unless somebody is doing something else: the API's page, or connecting an exchange. */
const reload = () => !root.hidden && root.contains(summary) && load()

/** All of it: once a minute; while prices of the past are read every five seconds, and while an account is, every second without its history. */
export const load = async () => {
  clearTimeout(timer)
  if (!hasToken()) return notice(say("needsToken"), say("tokenWhere"), false)
  const { portfolio, currency } = chosen
  let viewer
  try {
    viewer = (await ask(overviewQuery, { portfolio, currency, locale })).viewer
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error
    return error.isUnauthorized
      ? notice(say("wrongToken"), say("tokenWhere"), false)
      : notice(say("failed", { reason: error.message }), null, true)
  }
  if (viewer.connections.length === 0) return showKeyForm(say("connectFirst"), null, true)
  const isRunning = viewer.portfolio.connections.some(({ progress }) => progress.running)
  if (!root.contains(summary)) {
    fill(root, summary, columns)
    void showHistory()
  } else if (!isRunning) void showHistory()
  showSummary(viewer)
  showAccounts(viewer.portfolio)
  showHoldings(viewer.portfolio)
  timer = setTimeout(reload, document.hidden ? 60_000 : isRunning ? 1_000 : arePricesRead ? 60_000 : 5_000)
}
