/** The first thing to see: what everything is worth, whether it is proved complete, where it lies, and how far it is read. */
import { accountsList, seal } from "./accounts.js"
import { ask, hasToken, NoAnswer } from "./api.js"
import { chart } from "./chart.js"
import { element, fill } from "./element.js"
import { holdingsList } from "./holdings.js"
import { keyForm } from "./keyForm.js"
import { taxSection } from "./taxes.js"
import { amount, day, locale, percent, say, time, usualCurrency } from "./words.js"

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

const historyQuery = `query History($portfolio: ID, $currency: Currency!, $zone: String!, $from: String!, $to: String!, $interval: ValuationInterval!, $after: String) {
  viewer {
    portfolio(id: $portfolio) {
      performance(currency: $currency, timeZone: $zone, from: $from, to: $to) {
        gain { value reason bound { low high } }
        netFlow { value reason bound { low high } }
        timeWeighted { value reason bound { low high } }
        basis { missingPrices { asset from to count closedBy } }
      }
      valuationSeries(currency: $currency, timeZone: $zone, from: $from, to: $to, interval: $interval, first: 100, after: $after) {
        edges { node { date value { value } } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}`

const firstQuery = `query First($portfolio: ID) {
  viewer { portfolio(id: $portfolio) { transactions(first: 1, order: OLDEST_FIRST) { edges { node { at } } } } }
}`

const syncMutation = `mutation SyncNow($connection: ID!) { syncNow(connection: $connection) { __typename } }`
const disconnectMutation = `mutation Disconnect($connection: ID!) { disconnect(connection: $connection) { __typename } }`

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
const currencies = ["MXN", "USD", "EUR", "BRL", "ARS", "COP", "GBP", "CAD", "BTC"]
const periods = {
  days30: { days: 30, interval: "DAY" },
  days90: { days: 90, interval: "DAY" },
  year: { days: 365, interval: "WEEK" },
  all: { days: null, interval: "MONTH" }
}
/** The civil day of an instant where the reader is. */
const dayOf = (instant) => new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(new Date(instant))

const mostGaps = 4

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

const measure = (label, { value, reason, bound }, shown) => {
  const known =
    value !== null
      ? shown(value)
      : bound?.low != null && bound?.high != null
        ? say("between", { low: shown(bound.low), high: shown(bound.high) })
        : say("unknown")
  return element("div", { title: reason }, element("dt", {}, label), element("dd", {}, known))
}

/** Why a figure is unknown, and what closes the gap. */
const missing = ({ gain, basis }) =>
  gain.value === null &&
  element(
    "div",
    { class: "left-out" },
    gain.reason,
    element(
      "ul",
      {},
      basis.missingPrices
        .slice(0, mostGaps)
        .map(({ asset, from, to, closedBy }) => element("li", {}, `${asset}, ${day(from)} – ${day(to)}: ${closedBy}`)),
      basis.missingPrices.length > mostGaps && element("li", {}, `+ ${basis.missingPrices.length - mostGaps}`)
    )
  )

const firstDay = async () => {
  const { edges } = (await ask(firstQuery, { portfolio: chosen.portfolio })).viewer.portfolio.transactions
  return dayOf(edges[0]?.node.at ?? Date.now())
}

const periodOf = async ({ days, interval }) => ({
  from: days === null ? await firstDay() : dayOf(Date.now() - days * 86_400_000),
  to: dayOf(Date.now()),
  interval
})

/** All points, page by page. */
const historyOf = async (variables) => {
  const { performance, valuationSeries } = (await ask(historyQuery, variables)).viewer.portfolio
  const { hasNextPage, endCursor } = valuationSeries.pageInfo
  const points = valuationSeries.edges.map(({ node }) => ({ date: node.date, value: node.value.value }))
  if (!hasNextPage) return { performance, points }
  return { performance, points: [...points, ...(await historyOf({ ...variables, after: endCursor })).points] }
}

const showHistory = async () => {
  const { currency, portfolio, period } = chosen
  const asked = JSON.stringify(chosen)
  const told = await periodOf(periods[period])
    .then((of) => historyOf({ portfolio, currency, zone, ...of }))
    .catch((error) => error)
  if (asked !== JSON.stringify(chosen) || !isNew(history, String(told), told, chosen)) return
  const buttons = element(
    "div",
    { class: "periods", role: "group" },
    Object.keys(periods).map((key) =>
      element(
        "button",
        { type: "button", class: "quiet", "aria-pressed": String(key === period), onclick: () => choose("period")(key) },
        say(key)
      )
    )
  )
  const money = (decimal) => amount(decimal, currency)
  fill(
    history,
    buttons,
    told instanceof Error
      ? element("p", { class: "problem" }, told.message)
      : [
          chart(told.points, currency),
          element(
            "dl",
            {},
            measure(say("gain"), told.performance.gain, money),
            measure(say("timeWeighted"), told.performance.timeWeighted, percent),
            measure(say("flow"), told.performance.netFlow, money)
          ),
          missing(told.performance)
        ]
  )
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

let timer = 0

/** Unless somebody is doing something else: the API's page, or connecting an exchange. */
const reload = () => !root.hidden && root.contains(summary) && load()

/** All of it: once a minute, and while an account is read once a second, without its history. */
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
  timer = setTimeout(reload, isRunning && !document.hidden ? 1_000 : 60_000)
}
