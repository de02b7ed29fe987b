/** The whole ledger as a download. Rows are read as fast as the client takes them and never held together. */
import { Ledger, OneState, type OwnerId, PortfolioNotFound, Portfolios } from "@caudal/engine"
import { Effect, Stream } from "effect"
import type { EngineRuntime } from "../context.ts"
import { exportLine } from "./line.ts"
import { whileTaken } from "./whileTaken.ts"

/** Lines of every event of the owner's default portfolio. */
export const exportedLines = (owner: OwnerId) =>
  Stream.unwrap(
    Effect.gen(function* () {
      const ledger = yield* Ledger
      const [portfolio] = yield* Portfolios.use((portfolios) => portfolios.list(owner))
      if (portfolio === undefined) return yield* new PortfolioNotFound()
      return Stream.map(ledger.all(owner, portfolio.id), exportLine)
    })
  )

/** Of the state that the ledger has now, whatever is synced while it is read. */
const linesOfOneState = (owner: OwnerId) => Stream.unwrap(OneState.use(({ read }) => Effect.succeed(read(exportedLines(owner)))))

/** Ended where the client takes nothing for `patienceMs`: until then the database keeps the state that is read. */
export const exportResponse = async (runtime: EngineRuntime, owner: OwnerId, patienceMs: number): Promise<Response> => {
  const lines = await runtime.runPromise(
    Stream.toReadableStreamEffect(linesOfOneState(owner).pipe(Stream.encodeText), {
      strategy: { highWaterMark: 1 }
    })
  )
  const onEnd = Effect.logWarning(`a download of the ledger was ended: its client took nothing for ${patienceMs / 1000} s`)
  return new Response(whileTaken(runtime, lines, { ms: patienceMs, onEnd }), {
    headers: {
      "content-type": "application/x-ndjson; charset=utf-8",
      "content-disposition": 'attachment; filename="ledger.ndjson"'
    }
  })
}
