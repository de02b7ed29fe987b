/** The tax report of a year, as files: a page that prints, and a table. */
import { ask, headers } from "./api.js"
import { problem } from "./accounts.js"
import { element, fill } from "./element.js"
import { day, region, say } from "./words.js"

const reportQuery = `query Report($portfolio: ID, $country: TaxCountry!, $year: Int!) {
  viewer {
    portfolio(id: $portfolio) {
      taxReport(country: $country, year: $year) {
        title htmlPath csvPath rulesCheckedOn unresolvedCount
        unresolved(first: 3) { subject what }
      }
    }
  }
}`

const countries = ["AR", "BR", "CA", "CO", "DE", "ES", "GB", "MX", "US"]
const names = new Intl.DisplayNames(navigator.language, { type: "region" })
const years = Array.from({ length: 12 }, (_, i) => String(new Date().getFullYear() - i))

/** Files need the token in a header, which a link cannot send. */
const download = async (path, name) => {
  const answer = await fetch(path, { headers: headers("*/*"), credentials: "omit" })
  if (!answer.ok) throw new Error(`${answer.status}`)
  const link = element("a", { href: URL.createObjectURL(await answer.blob()), download: name })
  link.click()
  URL.revokeObjectURL(link.href)
}

/** `portfolio()`: the one that is shown. */
export const taxSection = (portfolio) => {
  const told = element("div", { role: "status" })
  const select = (options, value) =>
    element(
      "select",
      {},
      options.map(([id, name]) => element("option", { value: id, selected: id === value }, name))
    )
  const country = select(
    countries.map((code) => [code, names.of(code)]),
    countries.includes(region) ? region : "US"
  )
  const year = select(
    years.map((one) => [one, one]),
    years[1]
  )
  const failed = (error) => fill(told, problem({ whatToDo: say("failed", { reason: error.message }), message: "" }))

  const show = (asked, { title, htmlPath, csvPath, rulesCheckedOn, unresolvedCount, unresolved }) => {
    const file = (key, path, ending) =>
      element(
        "button",
        { type: "button", class: "quiet", onclick: () => download(path, `caudal-${asked.country}-${asked.year}.${ending}`).catch(failed) },
        say(key)
      )
    fill(
      told,
      element("b", {}, title),
      element("p", { class: "note" }, say("rulesOf", { date: day(rulesCheckedOn) })),
      unresolvedCount > 0 &&
        element(
          "div",
          { class: "left-out" },
          element("b", {}, say("unresolved", { count: unresolvedCount })),
          element(
            "ul",
            {},
            unresolved.map(({ subject, what }) => element("li", {}, subject === "" ? what : `${subject}: ${what}`))
          )
        ),
      element("div", { class: "actions" }, file("toPrint", htmlPath, "html"), file("asTable", csvPath, "csv"))
    )
  }

  const make = element("button", { type: "submit", class: "quiet" }, say("make"))
  const form = element(
    "form",
    {
      class: "taxes",
      onsubmit: async (event) => {
        event.preventDefault()
        fill(told, element("p", { class: "note" }, say("making")))
        const asked = { portfolio: portfolio(), country: country.value, year: Number(year.value) }
        make.disabled = true
        await ask(reportQuery, asked).then(
          ({ viewer }) => asked.portfolio === portfolio() && show(asked, viewer.portfolio.taxReport),
          failed
        )
        make.disabled = false
      }
    },
    element("label", { class: "choice" }, element("span", {}, say("country")), country),
    element("label", { class: "choice" }, element("span", {}, say("taxYear")), year),
    make
  )
  return element("section", { class: "all-taxes" }, element("h2", {}, say("taxes")), form, told)
}
