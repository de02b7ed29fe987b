/** Connecting and its relatives. Every foreseeable failure is an answer, not an error. */
import type {
  ConnectError,
  ConnectionInfo,
  ConnectionNotFound as NotFound,
  NotConnected as Unconnected,
  PortfolioNotFound as NoPortfolio
} from "@caudal/engine"
import { Connections, InvalidCredentials } from "@caudal/engine"
import { Effect } from "effect"
import { builder } from "../builder.ts"
import { connectionIdOf, portfolioIdOf } from "../globalId.ts"
import type { Problem } from "../problems.ts"
import { problemOf } from "../problems.ts"
import { Connection } from "./Connection.ts"
import * as problems from "./Problem.ts"

type Success = { readonly connection: ConnectionInfo }

export const ConnectSuccess = builder.objectRef<Success>("ConnectSuccess").implement({
  description: "It worked.",
  fields: (t) => ({
    connection: t.field({ type: Connection, description: "The connection as it is now.", resolve: ({ connection }) => connection })
  })
})

const connectProblems = [
  problems.UnknownExchange,
  problems.MarketDataOnly,
  problems.InvalidCredentials,
  problems.KeyRefused,
  problems.PermissionMissing,
  problems.IpNotAllowed,
  problems.ClockSkew,
  problems.AccountLocked,
  problems.RateLimited,
  problems.ExchangeUnavailable,
  problems.ConsentRequired,
  problems.KeyTooPowerful,
  problems.AccountMismatch,
  problems.ExchangeProblem
]

const resolveType = (value: Success | Problem) => ("connection" in value ? "ConnectSuccess" : value.type)

const ConnectResult = builder.unionType("ConnectResult", {
  description: "The connection, or the failure by name. Ask `... on Problem { code whatToDo }` for all failures at once.",
  types: [ConnectSuccess, ...connectProblems, problems.PortfolioNotFound],
  resolveType
})

const ReplaceCredentialsResult = builder.unionType("ReplaceCredentialsResult", {
  description: "The connection with its new credentials, or the failure by name. On failure the old credentials stay in use.",
  types: [ConnectSuccess, ...connectProblems, problems.ConnectionNotFound],
  resolveType
})

const ConnectionResult = builder.unionType("ConnectionResult", {
  description: "The connection as it is now, or why that was not possible.",
  types: [ConnectSuccess, problems.ConnectionNotFound, problems.NotConnected],
  resolveType
})

const settle = <R>(
  effect: Effect.Effect<ConnectionInfo, ConnectError | NotFound | NoPortfolio | Unconnected, R>
): Effect.Effect<Success | Problem, never, R> => Effect.match(effect, { onSuccess: (connection) => ({ connection }), onFailure: problemOf })

const CredentialInput = builder.inputType("CredentialInput", {
  description: "One field of the credentials.",
  fields: (t) => ({
    name: t.string({ required: true, description: "Name of the field, as in `CredentialSpec.fields`." }),
    value: t.string({ required: true, description: "Its value. Stored encrypted; no query ever gives it back." })
  })
})

/** A name given twice is refused: which of the two was meant cannot be told. */
const credentialsOf = (
  fields: ReadonlyArray<{ readonly name: string; readonly value: string }>
): Effect.Effect<Readonly<Record<string, string>>, InvalidCredentials> => {
  const names = fields.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  return twice === undefined
    ? Effect.succeed(Object.fromEntries(fields.map(({ name, value }) => [name, value])))
    : Effect.fail(new InvalidCredentials({ field: twice, problem: "malformed" }))
}

const ConnectExchangeInput = builder.inputType("ConnectExchangeInput", {
  description: "A key to connect an exchange with.",
  fields: (t) => ({
    exchange: t.string({ required: true, description: "Slug of the exchange, as in `exchanges { slug }`." }),
    label: t.string({ description: "What to call the connection; the exchange's name when omitted." }),
    portfolio: t.id({
      description: "Id of a portfolio to show it in, beside the default one and those that show it already."
    }),
    credentials: t.field({ type: [CredentialInput], required: true, description: "The fields that `Exchange.credentials` asks for." }),
    acceptUnverifiedRights: t.boolean({
      defaultValue: false,
      description: "I have checked at the exchange that this key can only read. Needed where the exchange does not tell."
    })
  })
})

const ReplaceCredentialsInput = builder.inputType("ReplaceCredentialsInput", {
  description: "A new key for a connection of the same account.",
  fields: (t) => ({
    connection: t.id({ required: true, description: "Id of the connection." }),
    credentials: t.field({ type: [CredentialInput], required: true, description: "The fields that `Exchange.credentials` asks for." }),
    acceptUnverifiedRights: t.boolean({
      defaultValue: false,
      description: "I have checked at the exchange that this key can only read. Needed where the exchange does not tell."
    })
  })
})

builder.mutationFields((t) => ({
  connectExchange: t.field({
    type: ConnectResult,
    description: `Connects an account and starts its first sync. Takes only keys that can read.

Idempotent: the same account again gives the same connection, with these credentials.`,
    args: { input: t.arg({ type: ConnectExchangeInput, required: true, description: "The key." }) },
    resolve: (_root, { input }, { owner, change }) =>
      change(
        settle(
          Effect.flatMap(credentialsOf(input.credentials), (credentials) =>
            Connections.use((connections) =>
              connections.connect(owner, {
                exchange: input.exchange,
                label: input.label ?? undefined,
                portfolio: input.portfolio == null ? undefined : portfolioIdOf(input.portfolio),
                credentials,
                acceptUnverifiedRights: input.acceptUnverifiedRights ?? false
              })
            )
          )
        )
      )
  }),
  replaceCredentials: t.field({
    type: ReplaceCredentialsResult,
    description:
      "Gives a connection a new key of the same account, also after `disconnect`. The old one is destroyed once the new one works.",
    args: { input: t.arg({ type: ReplaceCredentialsInput, required: true, description: "The connection and its new key." }) },
    resolve: (_root, { input }, { owner, change }) =>
      change(
        settle(
          Effect.flatMap(credentialsOf(input.credentials), (credentials) =>
            Connections.use((connections) =>
              connections.replaceCredentials(owner, connectionIdOf(input.connection), {
                credentials,
                acceptUnverifiedRights: input.acceptUnverifiedRights ?? false
              })
            )
          )
        )
      )
  }),
  syncNow: t.field({
    type: ConnectionResult,
    description: "Asks for a sync now and returns at once. Also ends a pause, and tries again after a failure that its owner has seen to.",
    args: { connection: t.arg.id({ required: true, description: "Id of the connection." }) },
    resolve: (_root, { connection }, { owner, change }) =>
      change(settle(Connections.use((connections) => connections.syncNow(owner, connectionIdOf(connection)))))
  }),
  pauseSync: t.field({
    type: ConnectionResult,
    description: "Stops a running sync between two pages, and the schedule. `syncNow` goes on where it stood.",
    args: { connection: t.arg.id({ required: true, description: "Id of the connection." }) },
    resolve: (_root, { connection }, { owner, change }) =>
      change(settle(Connections.use((connections) => connections.pause(owner, connectionIdOf(connection)))))
  }),
  cancelSync: t.field({
    type: ConnectionResult,
    description:
      "Stops a running sync between two pages and keeps the schedule: the next sync, or `syncNow`, goes on where it stood. Nothing happens where none is running.",
    args: { connection: t.arg.id({ required: true, description: "Id of the connection." }) },
    resolve: (_root, { connection }, { owner, change }) =>
      change(settle(Connections.use((connections) => connections.cancel(owner, connectionIdOf(connection)))))
  }),
  disconnect: t.field({
    type: ConnectionResult,
    description: "Stops the sync and destroys the credentials. History stays. Remember to delete the key at the exchange as well.",
    args: { connection: t.arg.id({ required: true, description: "Id of the connection." }) },
    resolve: (_root, { connection }, { owner, change }) =>
      change(settle(Connections.use((connections) => connections.disconnect(owner, connectionIdOf(connection)))))
  })
}))
