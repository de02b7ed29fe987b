/** Making, naming and deleting portfolios, and saying what they show. None of it touches a sync or a row. */
import type { ConnectionInfo, PortfolioInfo } from "@caudal/engine"
import { Connections, Portfolios } from "@caudal/engine"
import { Effect } from "effect"
import { builder } from "../builder.ts"
import { badInput } from "../errors.ts"
import { connectionIdOf, portfolioIdOf } from "../globalId.ts"
import { type ChangeError, type Problem, problemOf } from "../problems.ts"
import { Connection } from "./Connection.ts"
import { ConnectSuccess } from "./connect.ts"
import { Portfolio } from "./Portfolio.ts"
import * as problems from "./Problem.ts"

/** Here and not beside their type: a portfolio is made of connections, and imports go one way. */
builder.objectFields(Connection, (t) => ({
  portfolios: t.field({
    type: [Portfolio],
    description: "The portfolios that show it: the default one first.",
    resolve: async ({ id }, _args, { owner, read }) => [...(await read(Portfolios.use((portfolios) => portfolios.showing(owner, id))))]
  }),
  duplicateOf: t.field({
    type: Connection,
    nullable: true,
    description:
      "The connection that is counted in place of this one wherever both are shown: they turned out to be to one account. Null where there is none. Disconnect the one that you do not need.",
    resolve: ({ id }, _args, { owner, read }) =>
      read(
        Effect.gen(function* () {
          const other = yield* Portfolios.use((portfolios) => portfolios.duplicateOf(owner, id))
          return other === null ? null : yield* Connections.use((connections) => connections.get(owner, other))
        })
      )
  })
}))

type Made = { readonly portfolio: PortfolioInfo }
type Deleted = { readonly deleted: string; readonly movedTo: PortfolioInfo }
type Shown = { readonly connection: ConnectionInfo }

const PortfolioSuccess = builder.objectRef<Made>("PortfolioSuccess").implement({
  description: "It worked.",
  fields: (t) => ({
    portfolio: t.field({ type: Portfolio, description: "The portfolio as it is now.", resolve: ({ portfolio }) => portfolio })
  })
})

const DeletePortfolioSuccess = builder.objectRef<Deleted>("DeletePortfolioSuccess").implement({
  description: "It worked. No connection and no row was deleted.",
  fields: (t) => ({
    deleted: t.id({
      description: "Global id of the portfolio that is gone. No other will ever have it.",
      resolve: ({ deleted }) => deleted
    }),
    movedTo: t.field({ type: Portfolio, description: "The portfolio that shows its connections now.", resolve: ({ movedTo }) => movedTo })
  })
})

const resolveType = (value: Made | Deleted | Shown | Problem) =>
  "portfolio" in value
    ? "PortfolioSuccess"
    : "movedTo" in value
      ? "DeletePortfolioSuccess"
      : "connection" in value
        ? "ConnectSuccess"
        : value.type

const CreatePortfolioResult = builder.unionType("CreatePortfolioResult", {
  description: "The portfolio, or why it was not made.",
  types: [PortfolioSuccess, problems.PortfolioNameInvalid, problems.TooManyPortfolios, problems.ConnectionNotFound],
  resolveType
})

const RenamePortfolioResult = builder.unionType("RenamePortfolioResult", {
  description: "The portfolio under its new name, or why it keeps the old one.",
  types: [PortfolioSuccess, problems.PortfolioNotFound, problems.PortfolioNameInvalid, problems.PortfolioNameTaken],
  resolveType
})

const DeletePortfolioResult = builder.unionType("DeletePortfolioResult", {
  description: "Where its connections are shown now, or why it was not deleted.",
  types: [DeletePortfolioSuccess, problems.PortfolioNotFound, problems.PortfolioIsDefault],
  resolveType
})

const SetPortfoliosResult = builder.unionType("SetPortfoliosResult", {
  description: "The connection in its portfolios, or why it stays where it was.",
  types: [ConnectSuccess, problems.ConnectionNotFound, problems.PortfolioNotFound],
  resolveType
})

const mostIds = 100

const bounded = (name: string, ids: ReadonlyArray<string | number>): ReadonlyArray<string> => {
  if (ids.length > mostIds) throw badInput(`\`${name}\` takes at most ${mostIds} ids.`)
  return ids.map(String)
}

const settle = <A extends Made | Deleted | Shown, E extends ChangeError, R>(
  effect: Effect.Effect<A, E, R>
): Effect.Effect<A | Problem, never, R> => Effect.match(effect, { onSuccess: (done): A | Problem => done, onFailure: problemOf })

const made = (portfolio: PortfolioInfo): Made => ({ portfolio })

builder.mutationFields((t) => ({
  createPortfolio: t.field({
    type: CreatePortfolioResult,
    description: `Makes a portfolio that shows these connections. They stay in the portfolios that show them already.

Idempotent: the same name again, in any case, gives the same portfolio, and adds these connections to it.`,
    args: {
      name: t.arg.string({ required: true, description: "Its name: 1 to 80 characters, without the spaces around them." }),
      connections: t.arg.idList({ description: "Ids of the connections to show; none when omitted." })
    },
    resolve: (_root, { name, connections }, { owner, change }) => {
      const ids = bounded("connections", connections ?? []).map(connectionIdOf)
      return change(
        settle(
          Effect.map(
            Portfolios.use((portfolios) => portfolios.create(owner, name, ids)),
            made
          )
        )
      )
    }
  }),
  renamePortfolio: t.field({
    type: RenamePortfolioResult,
    description: "Gives a portfolio another name, also the default one.",
    args: {
      portfolio: t.arg.id({ required: true, description: "Id of the portfolio." }),
      name: t.arg.string({ required: true, description: "Its new name: 1 to 80 characters, without the spaces around them." })
    },
    resolve: (_root, { portfolio, name }, { owner, change }) =>
      change(
        settle(
          Effect.map(
            Portfolios.use((portfolios) => portfolios.rename(owner, portfolioIdOf(portfolio), name)),
            made
          )
        )
      )
  }),
  deletePortfolio: t.field({
    type: DeletePortfolioResult,
    description:
      "Deletes a portfolio, and nothing that it shows: connections, their syncs and their history stay. The default one cannot go.",
    args: {
      portfolio: t.arg.id({ required: true, description: "Id of the portfolio." }),
      moveTo: t.arg.id({ description: "Id of the portfolio that shows its connections from then on; the default one when omitted." })
    },
    resolve: (_root, { portfolio, moveTo }, { owner, change }) => {
      const heir = moveTo == null ? null : portfolioIdOf(moveTo)
      const removed = Portfolios.use((portfolios) => portfolios.remove(owner, portfolioIdOf(portfolio), heir))
      return change(settle(Effect.map(removed, (movedTo): Deleted => ({ deleted: portfolio, movedTo }))))
    }
  }),
  setPortfolios: t.field({
    type: SetPortfoliosResult,
    description: `Shows a connection in these portfolios and in no others, beside the default one, which shows every connection: moves it, or shows it in several.

Idempotent. In each portfolio a connection counts once.`,
    args: {
      connection: t.arg.id({ required: true, description: "Id of the connection." }),
      portfolios: t.arg.idList({ required: true, description: "Ids of the portfolios; the empty list for the default one alone." })
    },
    resolve: (_root, { connection, portfolios }, { owner, change }) => {
      const [id, places] = [connectionIdOf(connection), bounded("portfolios", portfolios).map(portfolioIdOf)]
      return change(
        settle(
          Effect.gen(function* () {
            yield* Portfolios.use((all) => all.place(owner, id, places))
            return { connection: yield* Connections.use((connections) => connections.get(owner, id)) }
          })
        )
      )
    }
  })
}))
