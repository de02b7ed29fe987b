/** From a running engine to one fetch handler: the graph, the export and the page. It opens no port. */
import { Access, type OwnerId } from "@caudal/engine"
import { Effect } from "effect"
import { createYoga } from "graphql-yoga"
import type { EngineRuntime, GraphQLContext } from "./context.ts"
import { maskError, refused, useDocument, useQuietValidation } from "./errors.ts"
import { exportResponse } from "./export/response.ts"
import { taxDownload, taxPrefix } from "./export/taxPath.ts"
import { taxResponse } from "./export/taxResponse.ts"
import { asJson, bearerToken, crossSite, notJson, spoken, unauthenticated, wrongHost, wrongMethod } from "./http/gate.ts"
import { refusal, withHeaders } from "./http/headers.ts"
import { endWithToken } from "./http/tokenHolds.ts"
import { useLimits } from "./limits.ts"
import { preferredLocale } from "./Locale.ts"
import { schema } from "./schema.ts"

/** A static file of the page. */
export interface Asset {
  readonly contentType: string
  readonly body: string
}

export interface HandlerOptions {
  readonly runtime: EngineRuntime
  /** Names that the Host header may have, with port: `127.0.0.1:4747`. */
  readonly allowedHosts: ReadonlyArray<string>
  /** Static files by path; `/` is the page. */
  readonly assets?: Readonly<Record<string, Asset>>
  /** How long a client may take nothing of a ledger's download before it ends, in milliseconds; five minutes where absent. */
  readonly patienceMs?: number
}

export interface Handler {
  readonly fetch: (request: Request) => Promise<Response>
  readonly dispose: () => Promise<void>
}

const maxBodyBytes = 100_000
/** Long: what a slow line has not carried yet lies in buffers below, and until they drain nothing more is taken. */
const usualPatienceMs = 300_000
const graphqlPath = "/graphql"
const exportPath = "/export/ledger.ndjson"

export const makeHandler = ({ runtime, allowedHosts, assets = {}, patienceMs = usualPatienceMs }: HandlerOptions): Handler => {
  const report = (defect: unknown) => void runtime.runFork(Effect.logError("unexpected failure behind a GraphQL answer", defect))
  const yoga = createYoga<GraphQLContext>({
    schema,
    graphqlEndpoint: graphqlPath,
    maskedErrors: { maskError: maskError(report) },
    logging: false,
    cors: false,
    multipart: false,
    graphiql: false,
    landingPage: false,
    batching: false,
    maxRequestBodySize: maxBodyBytes,
    plugins: [useDocument(), useLimits(), useQuietValidation()],
    // Node's own, not the stand-ins that yoga brings for older platforms.
    fetchAPI: { Request, Response, Headers, ReadableStream, TextEncoder, TextDecoder, URL }
  })

  const authenticate = async (token: string | undefined): Promise<OwnerId | Response> => {
    if (token === undefined)
      return unauthenticated("Send the owner token as `Authorization: Bearer <token>`. `caudal token reset` makes a new one.")
    return runtime.runPromise(
      Access.use((access) => access.authenticate(token)).pipe(
        Effect.catchTag("TokenRefused", (error) => Effect.succeed(unauthenticated(error.message)))
      )
    )
  }

  const graphql = async (request: Request): Promise<Response> => {
    const stop = crossSite(request) ?? wrongMethod(request, "POST")
    if (stop !== null) return stop
    const token = bearerToken(request)
    const owner = await authenticate(token)
    if (owner instanceof Response) return owner
    const noJson = notJson(request)
    if (noJson !== null) return noJson
    const answer = await yoga.fetch(asJson(request), {
      owner,
      locale: preferredLocale(request.headers.get("accept-language")),
      read: (effect) =>
        runtime.runPromise(effect, { signal: request.signal }).catch((error: unknown) => {
          // Nobody waits for the answer any more: not a fault, and nothing to log.
          throw request.signal.aborted ? refused("CLIENT_GONE", "The client went away.") : error
        }),
      change: (effect) => runtime.runPromise(effect)
    })
    return endWithToken(runtime, token!, spoken(answer))
  }

  const ledgerExport = async (request: Request): Promise<Response> => {
    const stop = crossSite(request) ?? wrongMethod(request, "GET")
    if (stop !== null) return stop
    const owner = await authenticate(bearerToken(request))
    return owner instanceof Response ? owner : exportResponse(runtime, owner, patienceMs)
  }

  const taxExport = async (request: Request): Promise<Response> => {
    const stop = crossSite(request) ?? wrongMethod(request, "GET")
    if (stop !== null) return stop
    const owner = await authenticate(bearerToken(request))
    if (owner instanceof Response) return owner
    const download = taxDownload(new URL(request.url))
    if (download === undefined)
      return refusal(404, "NOT_FOUND", "No such report: `taxReport` gives the path of each as `csvPath` and `htmlPath`.")
    if (download === null)
      return refusal(400, "BAD_USER_INPUT", "The settings cannot be read: `taxReport` gives the path with settings in it.")
    return taxResponse(runtime, owner, download)
  }

  const page = (request: Request, path: string): Response => {
    const asset = Object.hasOwn(assets, path) ? assets[path] : undefined
    if (asset === undefined) return refusal(404, "NOT_FOUND", `Nothing here. The graph is at ${graphqlPath}, the page at /.`)
    return wrongMethod(request, "GET") ?? new Response(asset.body, { headers: { "content-type": asset.contentType } })
  }

  const answer = async (request: Request): Promise<Response> => {
    const stop = wrongHost(request, allowedHosts)
    if (stop !== null) return withHeaders(stop, "private")
    const path = new URL(request.url).pathname
    if (path === graphqlPath) return withHeaders(await graphql(request), "private")
    if (path === exportPath) return withHeaders(await ledgerExport(request), "private")
    if (path.startsWith(taxPrefix)) return withHeaders(await taxExport(request), "private")
    return withHeaders(page(request, path), "page")
  }

  return {
    fetch: (request) =>
      answer(request).catch((defect: unknown) => {
        if (!request.signal.aborted) report(defect)
        return withHeaders(
          refusal(500, "INTERNAL_SERVER_ERROR", "Something went wrong on our side. The server's log says what."),
          "private"
        )
      }),
    dispose: async () => yoga.dispose()
  }
}
