/** Holdings by asset, each with where it lies. */
import { element } from "./element.js"
import { valueReason } from "./reasons.js"
import { bare, quantity, say, unitPrice } from "./words.js"

/** Where a code means what its owner said that it means. */
const named = ({ exchange, asset: { code } }, { corrections, unname }) => {
  const correction = corrections.find((one) => one.exchange === exchange && one.code === code)
  return (
    correction &&
    element(
      "small",
      {},
      `${say("namedSo", { code })} · `,
      element("button", { type: "button", class: "link", onclick: () => unname(correction) }, say("takeBack"))
    )
  )
}

const places = (parts, own) =>
  element(
    "ul",
    { class: "parts" },
    parts.map((part) =>
      element(
        "li",
        {},
        element("span", {}, `${part.connection.label} · ${part.exchange} ${part.wallet}`, named(part, own)),
        element("span", { class: "figure" }, quantity(part.total))
      )
    )
  )

/** A code that nothing names is that of one exchange. */
const unnamed = ({ asset, parts: [part] }, { name }) =>
  asset.status === "UNKNOWN" &&
  element("button", { type: "button", class: "link", onclick: () => name(part.exchange, part.asset.code) }, say("nameIt"))

const row = (holding, valued, { whole, currency, open, own }) => {
  const { asset, total, parts } = holding
  const share = valued?.value && whole ? Math.max(0, Math.min(1, Number(valued.value) / whole)) : 0
  const bar = element("span", { class: "bar-share" })
  bar.style.width = `${(share * 100).toFixed(1)}%`
  return element(
    "details",
    { class: "holding", "data-asset": asset.assetId, open: open.has(asset.assetId) },
    element(
      "summary",
      {},
      element("span", { class: "asset" }, element("b", {}, asset.symbol), element("small", {}, asset.name)),
      element("span", { class: "figure" }, quantity(total)),
      element("span", { class: "figure price" }, valued?.price ? unitPrice(valued.price, currency) : ""),
      element(
        "span",
        { class: valued?.value ? "figure" : "figure unknown" },
        valued?.value ? bare(valued.value, currency) : say("unknown")
      ),
      element("span", { class: "share", "aria-hidden": "true" }, bar)
    ),
    valued?.reason && element("p", { class: "note" }, valueReason(valued, currency), " ", unnamed(holding, own)),
    places(parts, own)
  )
}

/**
 * `value`: that of the portfolio, with a valuation for each holding that has one. `open`: assets whose places are shown.
 * `own`: the `corrections` that there are; `name(exchange, code)` says what a code stands for, `unname(correction)` takes that back.
 */
export const holdingsList = (holdings, value, currency, { open, own }) => {
  const byAsset = new Map(value.holdings.map((one) => [one.asset.assetId, one]))
  const worth = (holding) => Number(byAsset.get(holding.asset.assetId)?.value ?? -1)
  const whole = value.holdings.reduce((sum, one) => sum + Math.max(0, Number(one.value ?? 0)), 0)
  const sorted = holdings.toSorted((a, b) => worth(b) - worth(a))
  return element(
    "div",
    { class: "holdings" },
    element(
      "p",
      { class: "columns", "aria-hidden": "true" },
      ["asset", "quantity", "price", "value"].map((key) =>
        element("span", { class: key }, say(key), (key === "price" || key === "value") && ` (${currency})`)
      )
    ),
    sorted.map((holding) => row(holding, byAsset.get(holding.asset.assetId), { whole, currency, open, own }))
  )
}
