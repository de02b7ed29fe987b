/** Why something is not known, in the reader's language where the API tells it in more than English words. */
import { quantity, say, time } from "./words.js"

/** Of a line of a certificate that is not proved. */
export const lineReason = ({ asset, state, reason, difference, older, implied, interval }) => {
  const amount = difference && `${quantity(difference)} ${asset.symbol}`
  if (older && implied) return say(amount ? "beganOrMissing" : "beganLater", { amount, time: time(implied.at) })
  if (state !== "DIFFERS" || interval === null) return reason
  const { from, to } = interval
  return say(from && to ? "differsBetween" : "differs", { amount, from: from && time(from), to: to && time(to) })
}

/** Of a holding without a value. */
export const valueReason = ({ asset, reason }, currency) =>
  asset.status === "UNKNOWN" ? say("unknownCode") : reason && say("noMarket", { asset: asset.symbol, currency })

const causeTexts = {
  "price missing": "lacksPrice",
  "basis unknown": "lacksCost",
  "value unknown": "lacksValue",
  "rows missing": "lacksRows"
}

/** Of a figure that cannot be told. */
export const measureReason = ({ reason, causes }) => {
  const byCode = Map.groupBy(causes, ({ code }) => code)
  if (causes.length === 0 || ![...byCode.keys()].every((code) => code in causeTexts)) return reason
  return [...byCode]
    .map(([code, all]) => say(causeTexts[code], { assets: all.map(({ asset, assetId }) => asset?.symbol ?? assetId).join(", ") }))
    .join("; ")
}

/** What would close a gap of prices. */
export const closing = ({ reason }, currency) => (reason === "UNKNOWN_ASSET" ? say("nameCode") : say("closeByPrices", { currency }))
