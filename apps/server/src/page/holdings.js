/** Holdings by asset, each with where it lies. */
import { element } from "./element.js"
import { bare, quantity, say, unitPrice } from "./words.js"

const places = (parts) =>
  element(
    "ul",
    { class: "parts" },
    parts.map(({ exchange, wallet, total, connection }) =>
      element(
        "li",
        {},
        element("span", {}, `${connection.label} · ${exchange} ${wallet}`),
        element("span", { class: "figure" }, quantity(total))
      )
    )
  )

const row = ({ asset, total, parts }, valued, { whole, currency, open }) => {
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
        { class: valued?.value ? "figure" : "figure unknown", title: valued?.reason },
        valued?.value ? bare(valued.value, currency) : say("unknown")
      ),
      element("span", { class: "share", "aria-hidden": "true" }, bar)
    ),
    valued?.reason && element("p", { class: "note" }, valued.reason),
    places(parts)
  )
}

/** `value`: that of the portfolio, with a valuation for each holding that has one. `open`: assets whose places are shown. */
export const holdingsList = (holdings, value, currency, open) => {
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
    sorted.map((holding) => row(holding, byAsset.get(holding.asset.assetId), { whole, currency, open }))
  )
}
