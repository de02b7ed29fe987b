/** What anybody may ask, read without any engine. */
import { type Adapter, type Call, endpointOf, LosslessJson, pathOf, type Reply } from "@caudal/exchange"
import { respond, type Simulator } from "@caudal/exchange/simulator"
import { must, type Subject } from "../Case.ts"

/** The reply to a public call, as the host would hand it over. */
export const asking =
  ({ manifest, redact, classify }: Adapter, simulator: Simulator) =>
  async ({ endpoint: key, path, query = [] }: Call): Promise<Reply> => {
    const endpoint = endpointOf(manifest, key)
    must(endpoint !== undefined, () => `${key} is asked for, which the manifest does not declare`)
    const search = new URLSearchParams(query.map(([name, value]): [string, string] => [name, value])).toString()
    const url = `${manifest.hosts[endpoint.host]}${pathOf(endpoint, path)}${search === "" ? "" : `?${search}`}`
    const answer = await respond(simulator, new Request(url))
    const text = redact(key, await answer.text())
    const reply = { status: answer.status, contentType: answer.headers.get("content-type"), text, json: LosslessJson.parsePage(text) }
    const failed = classify(reply, key)
    must(failed === null, () => `no price was read: ${failed?.code}: ${failed?.message}`)
    return reply
  }

/** The prices of now, and the replies that they were read from. */
export const readTickers = async ({ adapter, simulator }: Subject) => {
  const { ticker } = adapter.documents
  must(ticker !== undefined, "the manifest says that it has tickers, and the adapter reads none")
  const ask = asking(adapter, simulator.open({ account: { rows: simulator.rowsOf([]) } }))
  const also = await Promise.all((ticker.also ?? []).map(ask))
  const reply = await ask(ticker.call)
  return { ask, reply, also, read: ticker.parse(reply, also) }
}
