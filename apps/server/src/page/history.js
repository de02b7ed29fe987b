/** How a period went: what it was worth over time, the gain, and why a figure is unknown. */
import { ask } from "./api.js"
import { chart } from "./chart.js"
import { element } from "./element.js"
import { explain } from "./explain.js"
import { closing, measureReason } from "./reasons.js"
import { amount, day, percent, say } from "./words.js"

const historyQuery = `query History($portfolio: ID, $currency: Currency!, $zone: String!, $from: String!, $to: String!, $interval: ValuationInterval!, $after: String) {
  viewer {
    priceSources { coveredDays neededDays spanSeconds failure }
    portfolio(id: $portfolio) {
      performance(currency: $currency, timeZone: $zone, from: $from, to: $to) {
        gain { value reason bound { low high } causes { code assetId asset { symbol } } }
        netFlow { value reason bound { low high } causes { code assetId asset { symbol } } }
        timeWeighted { value reason bound { low high } causes { code assetId asset { symbol } } }
        basis { missingPrices { asset from to reason } }
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

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
const periods = {
  days30: { days: 30, interval: "DAY" },
  days90: { days: 90, interval: "DAY" },
  year: { days: 365, interval: "WEEK" },
  all: { days: null, interval: "MONTH" }
}
/** The civil day of an instant where the reader is. */
const dayOf = (instant) => new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(new Date(instant))

const mostGaps = 4

/** A known figure leads to where it comes from. */
const measure = (label, told, shown, why) => {
  const { value, bound } = told
  const reason = measureReason(told)
  const known =
    value !== null
      ? shown(value)
      : bound?.low != null && bound?.high != null
        ? say("between", { low: shown(bound.low), high: shown(bound.high) })
        : say("unknown")
  return element(
    "div",
    {},
    element("dt", {}, label),
    element("dd", {}, value === null ? known : element("button", { type: "button", class: "link", onclick: why }, known)),
    value === null && reason && element("dd", { class: "note" }, reason)
  )
}

/** How far the prices of the past are read; `null` where they are, or cannot be. */
export const priceProgress = ({ priceSources }) => {
  const asked = priceSources.filter(({ failure, spanSeconds }) => failure === null && spanSeconds >= 86_400)
  const count = (key) => asked.reduce((sum, one) => sum + one[key], 0)
  const [done, all] = [count("coveredDays"), count("neededDays")]
  if (done >= all) return null
  return element(
    "div",
    {},
    element("progress", { max: all, value: done }),
    element("p", { class: "note" }, say("pricesRead", { done, all }))
  )
}

/** What would make unknown figures known. */
const missing = ({ gain, basis }, currency) =>
  gain.value === null &&
  element(
    "div",
    { class: "left-out" },
    element(
      "ul",
      {},
      basis.missingPrices
        .slice(0, mostGaps)
        .map((gap) => element("li", {}, `${gap.asset}, ${day(dayOf(gap.from))} – ${day(dayOf(gap.to))}: ${closing(gap, currency)}`)),
      basis.missingPrices.length > mostGaps && element("li", {}, `+ ${basis.missingPrices.length - mostGaps}`)
    )
  )

const firstDay = async (portfolio) => {
  const { edges } = (await ask(firstQuery, { portfolio })).viewer.portfolio.transactions
  return dayOf(edges[0]?.node.at ?? Date.now())
}

/** All points, page by page. */
const pointsOf = async (variables) => {
  const { portfolio, priceSources } = (await ask(historyQuery, variables)).viewer
  const { performance, valuationSeries } = portfolio
  const { hasNextPage, endCursor } = valuationSeries.pageInfo
  const points = valuationSeries.edges.map(({ node }) => ({ date: node.date, value: node.value.value }))
  if (!hasNextPage) return { performance, points, priceSources }
  return { performance, priceSources, points: [...points, ...(await pointsOf({ ...variables, after: endCursor })).points] }
}

/** What `historyOf` shows. */
export const readHistory = async ({ portfolio, currency, period }) => {
  const { days, interval } = periods[period]
  const from = days === null ? await firstDay(portfolio) : dayOf(Date.now() - days * 86_400_000)
  const asked = { portfolio, currency, zone, from, to: dayOf(Date.now()) }
  return { asked, ...(await pointsOf({ ...asked, interval })) }
}

/** `told`: what was read, or why it could not be. `choose(period)` shows another. */
export const historyOf = (told, { currency, period }, choose) => {
  const buttons = element(
    "div",
    { class: "periods", role: "group" },
    Object.keys(periods).map((key) =>
      element(
        "button",
        { type: "button", class: "quiet", "data-key": key, "aria-pressed": String(key === period), onclick: () => choose(key) },
        say(key)
      )
    )
  )
  if (told instanceof Error) return [buttons, element("p", { class: "problem" }, told.message)]
  const why = (figure) => () => void explain(told.asked, figure)
  const money = (decimal) => amount(decimal, currency)
  return [
    buttons,
    chart(told.points, currency, (date) => why(`days/${date}/value`)()),
    element(
      "dl",
      {},
      measure(say("gain"), told.performance.gain, money, why("gain")),
      measure(say("timeWeighted"), told.performance.timeWeighted, percent, why("timeWeighted")),
      measure(say("flow"), told.performance.netFlow, money, why("netFlow"))
    ),
    priceProgress(told) ?? missing(told.performance, currency)
  ]
}
