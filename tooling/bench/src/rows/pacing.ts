import { bitso } from "@caudal/exchange-bitso"
import { connect, pause, settings, startSandbox, startServer, temporaryFolder } from "../Installation.ts"
import type { Row } from "../Row.ts"
import { usage } from "../WindowUse.ts"

const windows = 3

interface RequestLog {
  readonly requests: ReadonlyArray<{ readonly at: string; readonly endpoint: string | null }>
  readonly counts: { readonly byStatus: Readonly<Record<string, number>>; readonly insideLockout: number }
}

export const pacing: Row = {
  name: "pacing",
  meaning:
    "A long first import is as fast as the exchange allows it to be: less of the budget used is hours more for a large account; a refusal is a minute's lockout, or a day's.",
  run: async ({ small }) => {
    const scale = small ? 20 : 1
    const rule = bitso.manifest.rates["private"]!
    const windowMs = rule.windowMs / scale
    using folder = temporaryFolder()
    await using sandbox = await startSandbox(["--persona", "trader"], scale)
    await using server = await startServer(settings(folder.path, { bitso: sandbox.url }, scale))
    await connect(server, sandbox)
    // A little longer than the windows, so that the last one is whole.
    await pause((windows + 0.2) * windowMs)
    const { requests, counts } = (await (await fetch(`${sandbox.url}/__sandbox/requests`)).json()) as RequestLog
    const sent = requests
      .filter(({ endpoint }) => endpoint !== null && bitso.manifest.endpoints[endpoint.replace("/", "_")]?.rate === "private")
      .map(({ at }) => Date.parse(at))
    const { perWindow, mostInAny } = usage(sent, windowMs, windows)
    const refused = Object.entries(counts.byStatus).reduce((sum, [status, count]) => (status === "200" ? sum : sum + count), 0)
    const size = `${windows} windows of ${windowMs / 1_000} s`
    const share = (count: number) => (100 * count) / rule.budget
    return [
      {
        name: `pacing: budget used in each of ${size}`,
        unit: "percent",
        ours: perWindow.map(share),
        goal: { of: "figure", limit: 95, atLeast: true }
      },
      {
        name: `pacing: budget used in the fullest window wherever it begins`,
        unit: "percent",
        ours: [share(mostInAny)],
        goal: { of: "figure", limit: 100 }
      },
      { name: `pacing: requests refused`, unit: "percent", ours: [(100 * refused) / requests.length], goal: { of: "figure", limit: 0 } }
    ]
  }
}
