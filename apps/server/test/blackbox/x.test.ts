import { writeFileSync } from "node:fs"
import { it } from "vitest"
import { connected, install, openSandbox } from "./harness.ts"
it("x", async () => {
  const sandbox = await openSandbox(["--persona", "beginner"])
  await using caudal = install(sandbox.url)
  const server = await caudal.start()
  await connected(server, sandbox)
  const out: any = {}
  out.d =
    await server.ask(`{ viewer { portfolio { disposals(first: 2, currency: MXN) { totalCount pageInfo { hasNextPage endCursor } edges { cursor node { event date gain } } }
    gains(year: 2023, jurisdiction: GB, currency: MXN) { period { from until } method currency { code } settings { name value standing chosen } complete unproved { state reason } totals { gain unknownDisposals } }
    compareMethods(year: 2023, currency: MXN) { methods { method totals { gain } } } 
    taxReport(country: MX, year: 2023) { title inputHash csvPath htmlPath unresolvedCount sections { name rowCount rows(first: 2) { cells } } } } } }`)
  const e = out.d.viewer.portfolio.disposals.edges[0].node.event
  out.e = await server.ask(
    `query ($f: String!) { viewer { portfolio { explain(figure: $f, currency: MXN) { figure value reason steps { name formula terms { op takes name value decimals origin { kind figure transaction { externalId } posting } } } events { event type transactions { id } } parts { offset count } } } } }`,
    { f: `disposals/${e}/gain` }
  )
  for (const c of ["US", "GB", "DE", "CA", "ES", "MX", "BR", "AR", "CO"]) {
    const r = await fetch(`${server.url}/export/tax/1/${c}/2023.csv`, { headers: server.headers })
    out[c] = [r.status, r.headers.get("content-disposition"), (await r.text()).slice(0, 3000)]
  }
  writeFileSync("/tmp/x.json", JSON.stringify(out, null, 1))
  await sandbox.stop()
})
