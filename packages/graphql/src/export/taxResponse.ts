/** A tax report as a file: CSV, or a page that prints and runs nothing. */
import { taxCsv, taxHtml } from "@caudal/accounting"
import { type OwnerId, Taxes } from "@caudal/engine"
import { Effect } from "effect"
import type { EngineRuntime } from "../context.ts"
import { refusal } from "../http/headers.ts"
import type { TaxDownload } from "./taxPath.ts"

const types = { csv: "text/csv; charset=utf-8; header=absent", html: "text/html; charset=utf-8" } as const

export const taxResponse = (runtime: EngineRuntime, owner: OwnerId, { portfolio, request, format }: TaxDownload): Promise<Response> =>
  runtime.runPromise(
    Taxes.use((taxes) => taxes.report(owner, portfolio, request)).pipe(
      Effect.map(({ report }) => {
        const body = format === "csv" ? taxCsv(report) : taxHtml(report)
        const name = `tax-${report.country}-${request.settings.year}.${format}`
        // As a file, never as a page of this server: what it shows came from outside.
        return new Response(body, { headers: { "content-type": types[format], "content-disposition": `attachment; filename="${name}"` } })
      }),
      Effect.catchTag("PortfolioNotFound", ({ message }) => Effect.succeed(refusal(404, "NOT_FOUND", message))),
      Effect.catchTags({
        SettingsRefused: ({ message }) => Effect.succeed(refusal(400, "BAD_USER_INPUT", message)),
        UnknownTimeZone: ({ message }) => Effect.succeed(refusal(400, "BAD_USER_INPUT", message))
      })
    )
  )
