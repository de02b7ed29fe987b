/** How Bitso says no: the envelope, the codes, and the HTTP status that goes with a code's category. */
import type { Answer } from "@caudal/exchange/simulator"

const statusOfCategory: Readonly<Record<string, number>> = { "01": 500, "02": 401, "08": 420, "11": 500, "14": 404 }

export const refuse = (code: string, message: string, status = statusOfCategory[code.slice(0, 2)] ?? 400): Answer => ({
  status,
  code,
  body: JSON.stringify({ success: false, error: { message, code, details: [], errorData: null } })
})

/** One sentence for a bad key, nonce, signature or address: the text does not tell the causes apart. */
export const badCredentials = (code: string): Answer => refuse(code, "Invalid Nonce or Invalid Credentials")

export const needsAuthentication = refuse("0208", "Authentication required")
export const noPermission = refuse("0202", "Your API key does not have permission to perform this operation")
export const badPaging = refuse("0320", "Invalid pagination parameters")
export const badMethod = refuse("0901", "Method not allowed")
/** The body of a throttled answer is not on record; this shape is the envelope's. */
export const throttled: Answer = {
  status: 420,
  code: "0801",
  body: '{"success":false,"error":{"code":"0801","message":"You have hit the request rate-limit"}}'
}
/** The ticker's own irregular refusal: a numeric code and no `success`. */
export const unknownTickerBook = (book: string): Answer => ({
  status: 400,
  code: "20",
  body: JSON.stringify({ error: { code: 20, message: `Unknown OrderBook ${book}` } })
})
/** Other than the ticker: an envelope, in another order, and `details` before the message. */
export const unknownOrderBook = (book: string): Answer => ({
  status: 400,
  code: "0301",
  body: JSON.stringify({ error: { code: "0301", details: [], message: `Unknown order book ${book}` }, success: false })
})
export const badBucket = (asked: string): Answer => ({
  status: 400,
  code: "0304",
  body: JSON.stringify({
    success: false,
    error: { code: "0304", message: `The field time_bucket (${asked}) is either invalid or missing` }
  })
})
export const unknownPath: Answer = { status: 404, code: null, body: "" }

/** Key order differs between endpoints on the wire: some send the payload first. */
export const success = (payload: string, payloadFirst = false): Answer => ({
  status: 200,
  code: null,
  body: payloadFirst ? `{"payload":${payload},"success":true}` : `{"success":true,"payload":${payload}}`
})
