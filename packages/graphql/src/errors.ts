/** The one table from typed failures to GraphQL error codes. What is not in it is masked: the client learns nothing of it. */
import { Predicate } from "effect"
import { GraphQLError } from "graphql"
import type { Plugin } from "graphql-yoga"

const codes: Readonly<Record<string, string>> = {
  ConnectionNotFound: "NOT_FOUND",
  PortfolioNotFound: "NOT_FOUND",
  FigureNotFound: "NOT_FOUND",
  DisposalNotFound: "NOT_FOUND",
  InvalidCursor: "INVALID_CURSOR",
  SettingsRefused: "BAD_USER_INPUT",
  UnknownTimeZone: "BAD_USER_INPUT",
  InvalidPeriod: "BAD_USER_INPUT",
  TokenRefused: "UNAUTHENTICATED"
}

export const badInput = (message: string): GraphQLError => new GraphQLError(message, { extensions: { code: "BAD_USER_INPUT" } })

/** A refusal before anything runs: HTTP 400 beside its code. */
export const refused = (code: string, message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code, http: { status: 400 } } })

/** The error that was thrown inside, however often it was wrapped on its way out. */
const originOf = (error: unknown): unknown => {
  let origin = error
  while (origin instanceof GraphQLError && origin.originalError !== undefined) origin = origin.originalError
  return origin
}

const at = (error: unknown) =>
  error instanceof GraphQLError ? { ...(error.nodes && { nodes: error.nodes }), ...(error.path && { path: error.path }) } : {}

/** Where graphql and its executor repeat a wrong value, and what to say instead. */
const repetitions: ReadonlyArray<readonly [RegExp, string]> = [
  [/ got invalid value .*( at "[^"]*"; )/s, " has an invalid value$1"],
  [/ got invalid value .*; /s, " has an invalid value; "],
  [/(?:[,;]|\.) found: .*$/is, "."],
  [/( cannot represent [^:]*): .*$/s, "$1."]
]

/** A wrong value that was given to `connectExchange` may be somebody's secret. */
const withoutValue = (error: GraphQLError): GraphQLError => {
  const message = repetitions.reduce((text, [pattern, instead]) => text.replace(pattern, instead), error.message)
  if (message === error.message) return error
  const { nodes, source, positions, path, extensions } = error
  return new GraphQLError(message, { nodes, source, positions, path, extensions })
}

/** A body without an operation is refused like every other request that cannot be run. */
export const useDocument = (): Plugin => ({
  onParams: ({ params }) => {
    if (typeof params.query !== "string")
      throw refused("BAD_REQUEST", 'The JSON body has to hold the operation: {"query":"{ viewer { id } }"}.')
  }
})

/** What graphql itself says of values given to variables comes without a code. */
const coded = (error: GraphQLError): GraphQLError => {
  if (error.extensions["code"] !== undefined) return error
  const { message, nodes, source, positions, path, extensions } = error
  return new GraphQLError(message, { nodes, source, positions, path, extensions: { ...extensions, code: "BAD_USER_INPUT" } })
}

/** What is wrong with a document never goes through `maskError`. */
export const useQuietValidation = (): Plugin => ({
  onValidate: () => (outcome) => {
    if (!outcome.valid)
      outcome.setResult(outcome.result.map((error: Error) => (error instanceof GraphQLError ? withoutValue(error) : error)))
  }
})

export const maskError =
  (report: (defect: unknown) => void) =>
  (error: unknown): GraphQLError => {
    const origin = originOf(error)
    // Raised on purpose: by graphql itself about the document, or by us about an argument.
    if (origin instanceof GraphQLError) return coded(withoutValue(error instanceof GraphQLError ? error : origin))
    const tag = Predicate.hasProperty(origin, "_tag") && typeof origin._tag === "string" ? origin._tag : ""
    const code = Object.hasOwn(codes, tag) ? codes[tag] : undefined
    if (code !== undefined && origin instanceof Error) return new GraphQLError(origin.message, { ...at(error), extensions: { code } })
    // Never the GraphQL error around it: that one carries the document, which may hold credentials written out in it.
    report(origin)
    return new GraphQLError("Something went wrong on our side. The server's log says what.", {
      ...at(error),
      extensions: { code: "INTERNAL_SERVER_ERROR" }
    })
  }
