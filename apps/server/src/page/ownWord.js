/** What only the owner knows: what an account held before its first row, and which asset a code stands for. */
import { problem } from "./accounts.js"
import { ask } from "./api.js"
import { openDialog } from "./dialog.js"
import { element, fill } from "./element.js"
import { labelled } from "./keyForm.js"
import { locale, quantity, say, time } from "./words.js"

const assertMutation = `mutation AssertOpening($input: AssertOpeningInput!, $locale: Locale!) {
  answer: assertOpening(input: $input) { ... on Problem { message whatToDo(locale: $locale) } }
}`
const correctMutation = `mutation CorrectAsset($input: CorrectAssetInput!, $locale: Locale!) {
  answer: correctAsset(input: $input) { ... on Problem { message whatToDo(locale: $locale) } }
}`
const knownQuery = `query KnownAssets($search: String!) { viewer { knownAssets(search: $search, first: 20) { id symbol name } } }`

/** As the API takes it, whatever the browser's language writes between the digits. */
const decimal = (name, value, more = {}) =>
  element("input", {
    name,
    value,
    inputmode: "decimal",
    pattern: String.raw`-?\d+(\.\d+)?`,
    title: say("decimalForm"),
    autocomplete: "off",
    ...more
  })

/** `send(elements)` has the mutation's answer; `done()` once it is taken. */
const asking = (title, why, fields, { send, done }) => {
  const refused = element("div", { role: "alert" })
  const button = element("button", { type: "submit" }, say("sayIt"))
  const submit = async (event) => {
    event.preventDefault()
    button.disabled = true
    const trouble = await send(form.elements).then(
      ({ answer }) => (answer.whatToDo ? problem(answer) : null),
      (error) => problem({ whatToDo: say("failed", { reason: error.message }), message: "" })
    )
    button.disabled = false
    if (trouble !== null) return fill(refused, trouble)
    dialog.close()
    done()
  }
  const form = element("form", { class: "fields", onsubmit: submit }, ...fields, refused, element("div", { class: "actions" }, button))
  const dialog = openDialog("own-word", title, element("p", { class: "note" }, why), form)
}

/** `line`: of the account's certificate, with the opening that it implies. */
export const askOpening = (connection, { asset, wallet, implied }, { currency, currencies, done }) => {
  const at = time(implied.at)
  const cost = element(
    "span",
    { class: "cost" },
    decimal("cost", ""),
    element(
      "select",
      { name: "currency", "aria-label": say("currency") },
      currencies.map((one) => element("option", { selected: one === currency }, one))
    )
  )
  asking(
    say("heldTitle", { label: connection.label, asset: asset.symbol, time: at }),
    say("heldWhy", { quantity: `${quantity(implied.quantity)} ${asset.symbol}` }),
    [
      labelled(say("heldThen"), null, decimal("quantity", implied.quantity, { required: true })),
      labelled(say("heldCost"), null, cost),
      labelled(say("heldNote"), null, element("input", { name: "note", maxlength: 200, autocomplete: "off" }))
    ],
    {
      done,
      send: (given) => {
        const input = { connection: connection.id, wallet, asset: asset.code, at: implied.at, quantity: given.quantity.value }
        const costBasis = given.cost.value === "" ? null : { amount: given.cost.value, currency: given.currency.value }
        return ask(assertMutation, { input: { ...input, costBasis, note: given.note.value.trim() || null }, locale })
      }
    }
  )
}

/** `code`: as `exchange` prints it, which nothing names. */
export const askAsset = (exchange, code, done) => {
  const found = element("select", { name: "asset", size: 6, required: true, "aria-label": say("asset") })
  let asked = ""
  const look = async ({ target: { value } }) => {
    asked = value
    const answer = await ask(knownQuery, { search: value }).catch(() => null)
    if (answer === null || asked !== value) return
    fill(
      found,
      answer.viewer.knownAssets.map(({ id, symbol, name }) => element("option", { value: id }, `${symbol} · ${name}`))
    )
  }
  const search = element("input", { type: "search", value: code, oninput: look, autocomplete: "off" })
  asking(say("nameTitle", { code, exchange }), say("nameWhy"), [labelled(say("search"), null, search), found], {
    done,
    send: (given) => ask(correctMutation, { input: { exchange, code, asset: given.asset.value }, locale })
  })
  void look({ target: search })
}
