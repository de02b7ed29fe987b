/** Signs requests to a sandbox as any outsider would. */
import { createHmac } from "node:crypto"
import { get, type Agent, type IncomingHttpHeaders } from "node:http"

export interface Ready {
  readonly url: string
  readonly apiKey: string
  readonly apiSecret: string
}

let counter = 0
export const authorization = ({ apiKey, apiSecret }: Ready, path: string): string => {
  const nonce = `${Date.now()}${String(++counter).padStart(6, "0")}`
  return `Bitso ${apiKey}:${nonce}:${createHmac("sha256", apiSecret).update(`${nonce}GET${path}`).digest("hex")}`
}

export interface Answer {
  readonly status: number
  readonly text: string
  readonly headers: IncomingHttpHeaders
}

/** Rejects when the connection breaks before the announced end. */
export const fetchSigned = (ready: Ready, path: string, agent?: Agent): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const request = get(
      ready.url + path,
      { headers: { authorization: authorization(ready, path) }, ...(agent === undefined ? {} : { agent }) },
      (response) => {
        let text = ""
        response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk))
        response.on("error", reject).on("end", () => resolve({ status: response.statusCode ?? 0, text, headers: response.headers }))
      }
    )
    request.on("error", reject)
  })
