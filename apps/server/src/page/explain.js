/** How a figure came about: its formula, what that rests on, and so on down to the exchange's own rows. */
import { ask } from "./api.js"
import { openDialog } from "./dialog.js"
import { element, fill } from "./element.js"
import { quantity, say, time } from "./words.js"

const explainQuery = `query Explain($figure: String!, $portfolio: ID, $currency: Currency!, $zone: String!, $from: String!, $to: String!, $first: Int!, $offset: Int!) {
  viewer {
    portfolio(id: $portfolio) {
      explainPerformance(figure: $figure, currency: $currency, timeZone: $zone, from: $from, to: $to, first: $first, offset: $offset) {
        value exact reason
        steps {
          name formula
          terms { op name value origin { kind figure posting transaction { id exchange stream externalId at operation kind } } }
        }
        prices { asset { symbol } date amount source at }
        parts { offset count }
      }
    }
  }
}`
const atOnce = 30

/** Shown to its last digit where it is exact; of a double as it is. */
const digits = (value, exact = true) => (exact && /^-?[\d.]+$/.test(value) ? quantity(value) : value)

const rowOf = ({ exchange, stream, externalId, at, operation, kind }) =>
  element("small", {}, `${exchange} ${stream} ${externalId} · ${operation ?? kind} · ${time(at)}`)

/** Each input once, though a formula may name it several times. */
const inputsOf = (steps) => {
  const named = new Map()
  for (const { terms } of steps) {
    for (const term of terms) {
      // Nothing lies before the first page of a sum, or after the last.
      const isEmpty = term.origin?.kind === "STATE" && term.value === "0"
      if (term.origin && term.value !== null && !isEmpty)
        named.set(JSON.stringify([term.name, term.value, term.origin.transaction?.id, term.origin.posting]), term)
    }
  }
  return [...named.values()]
}

const inputLine = ({ name, value, origin }, open) =>
  element(
    "li",
    {},
    element(
      "span",
      {},
      origin.figure ? element("button", { type: "button", class: "link", onclick: () => open(origin.figure) }, name) : name,
      origin.transaction && rowOf(origin.transaction)
    ),
    element("span", { class: "figure" }, digits(value))
  )

const priceLine = ({ asset, date, amount, source, at }) =>
  element(
    "li",
    {},
    element("span", {}, asset.symbol, element("small", {}, `${source} · ${date ?? time(at)}`)),
    element("span", { class: "figure" }, quantity(amount))
  )

const list = (title, lines) => lines.length > 0 && [element("h3", {}, say(title)), element("ul", { class: "parts" }, lines)]

/** `asked`: the portfolio, currency, zone and days of the answer that the figure stands in. */
export const explain = async (asked, first) => {
  const way = [first]
  const body = element("div", { class: "explained" })

  const open = (figure) => {
    way.push(figure)
    void show(0)
  }
  const back = () => {
    way.pop()
    void show(0)
  }

  const pages = ({ offset, count }) =>
    count > atOnce &&
    element(
      "p",
      { class: "actions" },
      element("span", { class: "note" }, `${offset + 1}–${Math.min(count, offset + atOnce)} / ${count}`),
      offset > 0 && element("button", { type: "button", class: "quiet", onclick: () => void show(offset - atOnce) }, "←"),
      offset + atOnce < count && element("button", { type: "button", class: "quiet", onclick: () => void show(offset + atOnce) }, "→")
    )

  const show = async (offset) => {
    const figure = way.at(-1)
    const told = await ask(explainQuery, { ...asked, figure, first: atOnce, offset }).then(
      ({ viewer }) => viewer.portfolio.explainPerformance,
      (error) => error
    )
    if (figure !== way.at(-1)) return
    const goBack = way.length > 1 && element("button", { type: "button", class: "link", onclick: back }, `← ${way.at(-2)}`)
    if (told instanceof Error) return fill(body, goBack, element("p", { class: "problem" }, told.message))
    fill(
      body,
      goBack,
      element("p", { class: "formula" }, figure),
      element("p", { class: "worth small" }, told.value === null ? say("unknown") : digits(told.value, told.exact)),
      told.reason && element("p", { class: "note" }, told.reason),
      told.steps.map(({ name, formula }) => element("p", { class: "formula" }, `${name} = ${formula}`)),
      told.parts && pages(told.parts),
      list(
        "restsOn",
        inputsOf(told.steps).map((term) => inputLine(term, open))
      ),
      list("prices", told.prices.map(priceLine))
    )
  }

  openDialog("explain", say("whyThis"), body)
  await show(0)
}
