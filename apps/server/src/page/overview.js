/** The first thing to see: what everything is worth, whether it is proved complete, where it lies, and how far it is read. */
import { accountsList, problem, seal } from "./accounts.js"
import { ask, hasToken } from "./api.js"
import { element, fill } from "./element.js"
import { historyOf, priceProgress, readHistory } from "./history.js"
import { holdingsList } from "./holdings.js"
import { keyForm } from "./keyForm.js"
import { askAsset, askOpening } from "./ownWord.js"
import { valueReason } from "./reasons.js"
import { taxSection } from "./taxes.js"
import { amount, locale, say, time, usualCurrency } from "./words.js"

const $ = (id) => document.getElementById(id)

const overviewQuery = `query Overview($portfolio: ID, $currency: Currency!, $locale: Locale!) {
  viewer {
    portfolios(first: 100) { edges { node { id name isDefault } } }
    connections { id }
    assetCorrections { id exchange code }
    portfolio(id: $portfolio) {
      certificate { state reason }
      value(currency: $currency) {
        total oldestQuoteAt
        gaps { reason connection { label } }
        holdings { asset { assetId symbol status } price value reason }
      }
      holdings { asset { assetId symbol name status } total parts { exchange wallet total asset { code } connection { label } } }
      connections {
        id label status lastSyncedAt
        duplicateOf { label }
        exchange { name slug }
        failure { message whatToDo(locale: $locale) }
        certificate {
          state reason
          lines { asset { symbol code } wallet state difference reason older implied { at quantity } asserted { id at quantity } interval { from to } }
        }
        progress { running fraction rowsStored eta pausedUntil }
      }
    }
  }
}`

const syncMutation = `mutation SyncNow($id: ID!, $locale: Locale!) {
  answer: syncNow(connection: $id) { ... on Problem { message whatToDo(locale: $locale) } }
}`
const disconnectMutation = `mutation Disconnect($id: ID!, $locale: Locale!) {
  answer: disconnect(connection: $id) { ... on Problem { message whatToDo(locale: $locale) } }
}`
const unnameMutation = `mutation RemoveAssetCorrection($id: ID!, $locale: Locale!) {
  answer: removeAssetCorrection(correction: $id) { ... on Problem { message whatToDo(locale: $locale) } }
}`
const withdrawMutation = `mutation WithdrawOpening($id: ID!, $locale: Locale!) {
  answer: withdrawOpening(opening: $id) { ... on Problem { message whatToDo(locale: $locale) } }
}`

const currencies = ["MXN", "USD", "EUR", "BRL", "ARS", "COP", "GBP", "CAD", "BTC"]
const chosen = { portfolio: null, currency: usualCurrency, period: "year" }
const trouble = element("div", { class: "trouble", role: "alert" })
const total = element("div", { class: "total" })
const choices = element("div", { class: "choices" })
const leftOut = element("div", { class: "left-out" })
const summary = element("section", { class: "summary" }, total, choices, leftOut)
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

/** Drawn anew, with the focus where it was. */
const redraw = (section, ...inside) => {
  const { activeElement } = document
  const key = section.contains(activeElement) ? activeElement.dataset.key : undefined
  fill(section, ...inside)
  if (key !== undefined) section.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus()
}

const choose = (key) => (value) => {
  chosen[key] = value
  // A report is that of one portfolio.
  if (key === "portfolio") fill(taxes.querySelector("[role=status]"))
  void load()
}

const showChoices = (portfolios) => {
  if (!isNew(choices, portfolios, chosen.portfolio, chosen.currency)) return
  const all = portfolios.edges.map(({ node }) => node)
  fill(
    choices,
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
  )
}

/** Everything that the total leaves out, and why. */
const notCounted = ({ value, connections }) => [
  ...value.gaps.map(({ reason, connection }) => `${connection.label}: ${reason}`),
  ...value.holdings.filter((one) => one.value === null).map((one) => `${one.asset.symbol}: ${valueReason(one, chosen.currency)}`),
  ...connections.filter(({ status }) => status === "DISCONNECTED").map(({ label }) => `${label}: ${say("DISCONNECTED")}`),
  ...connections.filter(({ duplicateOf }) => duplicateOf !== null).map((one) => `${one.label}: ${say("sameAs", one.duplicateOf)}`)
]

const showSummary = ({ portfolios, portfolio }) => {
  showChoices(portfolios)
  const { certificate, value } = portfolio
  const lacking = notCounted(portfolio)
  if (!isNew(summary, certificate, value, lacking, chosen)) return
  fill(
    total,
    element("h2", {}, say("worth")),
    element("p", { class: "worth" }, value.total === null ? say("unknown") : amount(value.total, chosen.currency)),
    element("p", {}, seal(certificate), value.oldestQuoteAt && element("small", {}, say("asOf", { time: time(value.oldestQuoteAt) })))
  )
  leftOut.hidden = lacking.length === 0
  fill(
    leftOut,
    element("b", {}, say("notAll")),
    element(
      "ul",
      {},
      lacking.map((one) => element("li", {}, one))
    )
  )
}

/** Which drawing of the page was asked for last: what answers an earlier question comes too late to be shown. */
let turn = 0
let timer = 0
let arePricesRead = false
/** What the history was asked for last. */
let historyAsked = ""
/** Until when something that was just begun may not show yet. */
let soon = 0

const showHistory = async () => {
  const asked = JSON.stringify(chosen)
  historyAsked = asked
  const told = await readHistory(chosen).catch((error) => error)
  if (asked !== JSON.stringify(chosen)) return
  arePricesRead = told instanceof Error || priceProgress(told) === null
  if (isNew(history, String(told), told, chosen)) redraw(history, historyOf(told, chosen, choose("period")))
}

const failed = (error) => problem({ whatToDo: say("failed", { reason: error.message }), message: "" })

const again = () => {
  soon = Date.now() + 10_000
  void load()
}

/** `replaces`: the connection that gets another key. */
const showKeyForm = async (title, replaces, isFirst) => {
  const mine = ++turn
  clearTimeout(timer)
  const form = await keyForm({ replaces, done: again, cancel: isFirst ? null : again }).catch((error) => error)
  if (mine !== turn) return
  const isForm = !(form instanceof Error)
  fill(
    root,
    element(
      "section",
      { class: "connecting" },
      element("h2", {}, title),
      element("p", { class: "note" }, say("connectWhy")),
      isForm ? form : failed(form),
      !isForm && element("button", { type: "button", onclick: again }, say("retry"))
    )
  )
  root.querySelector("select, input, textarea")?.focus()
}

/** What comes of it shows in the accounts; what does not, above everything. */
const change = async (mutation, { id }) => {
  const refused = await ask(mutation, { id, locale }).then(({ answer }) => (answer.whatToDo ? problem(answer) : null), failed)
  soon = Date.now() + 10_000
  await load()
  if (refused !== null) fill(trouble, refused)
}

const acts = {
  syncNow: (connection) => change(syncMutation, connection),
  replaceKey: (connection) => showKeyForm(say("replaceKeyOf", connection), connection, false),
  disconnect: (connection) => confirm(say("disconnectWhat", connection)) && change(disconnectMutation, connection),
  sayOpening: (connection, line) => askOpening(connection, line, { currency: chosen.currency, currencies, done: again }),
  takeBack: (opening) => change(withdrawMutation, opening)
}

const showAccounts = ({ connections }) =>
  isNew(accounts, connections) &&
  redraw(
    accounts,
    element(
      "div",
      { class: "bar" },
      element("h2", {}, say("accounts")),
      element(
        "button",
        { type: "button", class: "quiet", "data-key": "connect", onclick: () => void showKeyForm(say("connect"), null, false) },
        say("connect")
      )
    ),
    accountsList(connections, acts)
  )

const naming = {
  name: (exchange, code) => askAsset(exchange, code, again),
  unname: (correction) => change(unnameMutation, correction)
}

const showHoldings = ({ assetCorrections: corrections, portfolio: { holdings: held, value } }) => {
  if (!isNew(holdings, held, value, chosen.currency, corrections)) return
  const open = new Set([...holdings.querySelectorAll("details[open]")].map((one) => one.dataset.asset))
  fill(
    holdings,
    element("h2", {}, say("holdings")),
    held.length === 0
      ? element("p", { class: "note" }, say("nothingYet"))
      : holdingsList(held, value, chosen.currency, { open, own: { corrections, ...naming } })
  )
}

const notice = (...told) => fill(root, element("section", { class: "connecting" }, ...told))
const needsToken = (word) => notice(element("p", {}, say(word)), element("p", { class: "note" }, say("tokenWhere")))

/** Whether somebody is at something that must not be drawn over. */
export const isBusy = () => root.querySelector(".connect") !== null

const reload = () => !root.hidden && !isBusy() && load()

const showFailure = (error) => {
  if (error.kind === "unauthorized") return needsToken("wrongToken")
  // A portfolio may have been deleted meanwhile.
  if (error.kind === "refused") chosen.portfolio = null
  timer = setTimeout(reload, 5_000)
  if (root.contains(summary)) fill(trouble, failed(error))
  else notice(failed(error), element("button", { type: "button", onclick: again }, say("retry")))
}

/** All of it: once a minute; while prices of the past are read every five seconds, and while an account is, every second without its history. */
export const load = async () => {
  const mine = ++turn
  clearTimeout(timer)
  if (!hasToken()) return needsToken("needsToken")
  const { portfolio, currency } = chosen
  const answer = await ask(overviewQuery, { portfolio, currency, locale }).catch((error) => error)
  if (mine !== turn) return
  if (answer instanceof Error) return showFailure(answer)
  const { viewer } = answer
  if (viewer.connections.length === 0) return showKeyForm(say("connectFirst"), null, true)
  const isRunning = viewer.portfolio.connections.some(({ progress }) => progress.running)
  const isFirst = !root.contains(summary)
  if (isFirst) fill(root, trouble, summary, columns)
  fill(trouble)
  if (isFirst || !isRunning || historyAsked !== JSON.stringify(chosen)) void showHistory()
  showSummary(viewer)
  showAccounts(viewer.portfolio)
  showHoldings(viewer)
  const isSoon = isRunning || Date.now() < soon
  timer = setTimeout(reload, document.hidden ? 60_000 : isSoon ? 1_000 : arePricesRead ? 60_000 : 5_000)
}
