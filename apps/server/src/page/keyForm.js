/** Asks for a key: as the exchange's adapter says, with the steps that lead to one that can only read. */
import { ask } from "./api.js"
import { problem as problemOf } from "./accounts.js"
import { element, fill } from "./element.js"
import { locale, say } from "./words.js"

const exchangesQuery = `query Exchanges($locale: Locale!) {
  exchanges {
    slug name status marketDataOnly
    credentials {
      fields { name kind label(locale: $locale) help(locale: $locale) }
      createKeyUrl steps(locale: $locale) tick neverTick
    }
  }
}`

const connectMutation = `mutation Connect($input: ConnectExchangeInput!, $locale: Locale!) {
  connectExchange(input: $input) {
    __typename
    ... on Problem { message whatToDo(locale: $locale) }
    ... on ConsentRequired { unverified }
  }
}`

const replaceMutation = `mutation Replace($input: ReplaceCredentialsInput!, $locale: Locale!) {
  replaceCredentials(input: $input) {
    __typename
    ... on Problem { message whatToDo(locale: $locale) }
    ... on ConsentRequired { unverified }
  }
}`

export const labelled = (label, help, field) => element("label", {}, element("b", {}, label), field, help && element("small", {}, help))

const fieldOf = ({ name, kind, label, help }) =>
  labelled(
    label,
    help,
    // Some secrets have several lines, which a password field would join.
    kind === "SECRET"
      ? element("textarea", { name, class: "secret", rows: 2, required: true, spellcheck: "false", autocomplete: "off" })
      : element("input", { name, type: kind === "KEY" ? "text" : "password", required: true, spellcheck: "false", autocomplete: "off" })
  )

const steps = ({ name, credentials: { createKeyUrl, steps: told, tick, neverTick } }) =>
  element(
    "div",
    { class: "steps" },
    element("h3", {}, say("howTo")),
    element(
      "ol",
      {},
      told.map((step) => element("li", {}, step))
    ),
    element("p", {}, element("b", { class: "tick" }, `${say("tick")}: `), tick.join(", ")),
    element("p", {}, element("b", { class: "never" }, `${say("neverTick")}: `), neverTick.join(", ")),
    // It comes from a package that anybody may have written.
    createKeyUrl.startsWith("https://") &&
      element(
        "p",
        {},
        element("a", { href: createKeyUrl, target: "_blank", rel: "noreferrer noopener" }, say("openKeys", { exchange: name }))
      )
  )

/** `replaces`: the connection that gets another key; `null` for a new one. `done()` once it is taken; `cancel` where there is something to go back to. */
export const keyForm = async ({ replaces, done, cancel }) => {
  const { exchanges } = await ask(exchangesQuery, { locale })
  const offered = exchanges.filter(({ slug, marketDataOnly, status }) =>
    replaces ? slug === replaces.exchange.slug : !marketDataOnly && (status === "LIVE" || status === "BETA")
  )
  if (offered.length === 0) throw new Error(say("noExchange"))
  const problem = element("div", { role: "alert" })
  const rest = element("div", { class: "rest" })
  const chosen = element(
    "select",
    { onchange: () => open() },
    offered.map(({ slug, name }) => element("option", { value: slug }, name))
  )
  const asks = replaces ? say("replaceNow") : say("connectNow")
  const send = element("button", { type: "submit" }, asks)
  let consent = null

  const open = () => {
    const exchange = offered.find(({ slug }) => slug === chosen.value)
    const name = element("input", { name: "label", maxlength: 60, placeholder: exchange.name, autocomplete: "off" })
    consent = null
    fill(problem)
    fill(
      rest,
      steps(exchange),
      element("div", { class: "fields" }, !replaces && labelled(say("name"), null, name), exchange.credentials.fields.map(fieldOf))
    )
  }

  const tell = (answer) => {
    const { unverified } = answer
    consent = unverified ? element("input", { type: "checkbox", required: true }) : null
    fill(problem, problemOf(answer), unverified && element("label", { class: "consent" }, consent, say("consent")))
  }

  const given = (name) => form.elements[name].value.trim()

  const submit = () => {
    const { slug, credentials } = offered.find((one) => one.slug === chosen.value)
    const key = {
      credentials: credentials.fields.map(({ name }) => ({ name, value: given(name) })),
      acceptUnverifiedRights: consent?.checked ?? false
    }
    return replaces
      ? ask(replaceMutation, { input: { connection: replaces.id, ...key }, locale }).then((data) => data.replaceCredentials)
      : ask(connectMutation, { input: { exchange: slug, label: given("label") || null, ...key }, locale }).then(
          (data) => data.connectExchange
        )
  }

  const form = element(
    "form",
    {
      class: "connect",
      autocomplete: "off",
      onsubmit: async (event) => {
        event.preventDefault()
        send.disabled = true
        send.textContent = say("connecting")
        try {
          const answer = await submit()
          if (answer.__typename !== "ConnectSuccess") return tell(answer)
          // A secret that has been taken is not left lying on the page.
          form.reset()
          done()
        } catch (error) {
          tell({ message: "", whatToDo: say("failed", { reason: error.message }) })
        } finally {
          send.disabled = false
          send.textContent = asks
        }
      }
    },
    !replaces && labelled(say("choose"), null, chosen),
    rest,
    problem,
    element(
      "div",
      { class: "actions" },
      send,
      cancel && element("button", { type: "button", class: "quiet", onclick: cancel }, say("cancel"))
    )
  )
  open()
  return form
}
