/** A running engine on a port: what `caudal serve` is made of, without settings and process. */
import { type EngineRuntime, makeHandler } from "@caudal/graphql"
import { pageAssets } from "./assets.ts"
import { listen } from "./listen.ts"

/** The names under which a browser on this machine can reach the port. */
const namesOf = (port: number): ReadonlyArray<string> => {
  const names = ["127.0.0.1", "localhost", "[::1]"]
  return [...names.map((name) => `${name}:${port}`), ...(port === 80 ? names : [])]
}

export interface Served {
  readonly url: string
  readonly close: () => Promise<void>
}

export const serveEngine = async (runtime: EngineRuntime, port: number): Promise<Served> => {
  const listening = await listen(port)
  const handler = makeHandler({ runtime, allowedHosts: namesOf(listening.port), assets: pageAssets() })
  listening.answerWith(handler.fetch)
  return {
    url: `http://127.0.0.1:${listening.port}`,
    close: async () => {
      await listening.close()
      await handler.dispose()
    }
  }
}
