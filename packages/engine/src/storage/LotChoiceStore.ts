/** The lots that owners chose for disposals, version by version: nothing that was said is ever overwritten. */
import { Context, Effect, Layer } from "effect"
import { SqlClient, type SqlError } from "effect/sql"
import type { OwnerId, PortfolioId } from "../Ids.ts"
import type { ChosenLot, LotChoice } from "../portfolio/LotChoice.ts"

interface Row {
  disposal: string
  version: number
  asset: string
  disposed_at: number
  lots: string
  identified_at: number
  chosen_at: number
  withdrawn: number
}

const choiceOf = (row: Row): LotChoice => ({
  disposal: row.disposal,
  asset: row.asset,
  disposedAt: row.disposed_at,
  lots: JSON.parse(row.lots) as ReadonlyArray<ChosenLot>,
  identifiedAt: row.identified_at,
  version: row.version,
  chosenAt: row.chosen_at,
  withdrawn: row.withdrawn === 1
})

export class LotChoiceStore extends Context.Service<
  LotChoiceStore,
  {
    /** The last version of each, those taken back included, by disposal. */
    readonly all: (owner: OwnerId, portfolio: PortfolioId) => Effect.Effect<ReadonlyArray<LotChoice>, SqlError.SqlError>
    /** As the next version of the choice for its disposal, or as the first. */
    readonly put: (
      owner: OwnerId,
      portfolio: PortfolioId,
      choice: Omit<LotChoice, "version">
    ) => Effect.Effect<LotChoice, SqlError.SqlError>
  }
>()("@caudal/engine/storage/LotChoiceStore") {
  static readonly layer = Layer.effect(
    LotChoiceStore,
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      return LotChoiceStore.of({
        all: (owner, portfolio) =>
          Effect.map(
            sql<Row>`SELECT * FROM lot_choice AS said WHERE owner_id = ${owner} AND portfolio_id = ${portfolio}
              AND version = (SELECT max(version) FROM lot_choice
                WHERE owner_id = said.owner_id AND portfolio_id = said.portfolio_id AND disposal = said.disposal)
              ORDER BY disposal`,
            (rows) => rows.map(choiceOf)
          ),
        put: (owner, portfolio, choice) =>
          Effect.gen(function* () {
            const { disposal, asset, disposedAt, lots, identifiedAt, chosenAt, withdrawn } = choice
            const [last] = yield* sql<{ version: number }>`SELECT coalesce(max(version), 0) AS version FROM lot_choice
              WHERE owner_id = ${owner} AND portfolio_id = ${portfolio} AND disposal = ${disposal}`
            const version = last!.version + 1
            yield* sql`INSERT INTO lot_choice (owner_id, portfolio_id, disposal, version, asset, disposed_at, lots, identified_at, chosen_at, withdrawn)
              VALUES (${owner}, ${portfolio}, ${disposal}, ${version}, ${asset}, ${disposedAt}, ${JSON.stringify(lots)}, ${identifiedAt},
                ${chosenAt}, ${withdrawn ? 1 : 0})`
            return { ...choice, version }
          }).pipe(sql.withTransaction)
      })
    })
  )
}
