/** `/__sandbox/…`: what a tester may ask of the simulator and tell it, beside the exchange's own interface. */
import { HttpResponse } from "msw"
import { parseFaultPlan, type FaultPlan } from "./FaultPlan.ts"
import type { RequestLog } from "./RequestLog.ts"
import { parseWire } from "./WireJson.ts"

export interface Controlled {
  readonly state: {
    /** What really happened, as JSON in pieces, since a history need not fit one string. */
    readonly truthText: () => Generator<string>
    readonly append: (rows: unknown) => void
  }
  readonly log: RequestLog
  readonly setFaults: (plan: FaultPlan) => void
}

export const controlPrefix = "/__sandbox/"

const chunkSize = 64 * 1024

/** Text pieces as one stream of larger chunks, made as fast as they are read. */
const streamed = (pieces: Generator<string>): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder()
  return new ReadableStream<Uint8Array>({
    pull: (controller) => {
      let chunk = ""
      while (chunk.length < chunkSize) {
        const { done, value } = pieces.next()
        if (done === true) {
          if (chunk !== "") controller.enqueue(encoder.encode(chunk))
          controller.close()
          return
        }
        chunk += value
      }
      controller.enqueue(encoder.encode(chunk))
    }
  })
}

const json = (value: unknown, status = 200): Response =>
  new HttpResponse(JSON.stringify(value), { status, headers: { "content-type": "application/json" } })

export const control = async (path: string, request: Request, { state, log, setFaults }: Controlled): Promise<Response> => {
  const given = async (): Promise<unknown> => parseWire(await request.text())
  try {
    switch (`${request.method} ${path.slice(controlPrefix.length).replace(/\/$/, "")}`) {
      case "GET truth":
        return new HttpResponse(streamed(state.truthText()), { headers: { "content-type": "application/json" } })
      case "GET requests":
        return json(log.report())
      case "DELETE requests":
        log.clear()
        return json({ ok: true })
      case "POST append":
      case "PUT append":
        state.append(await given())
        return json({ ok: true })
      case "POST faults":
      case "PUT faults":
        setFaults(parseFaultPlan(await given()))
        return json({ ok: true })
      default:
        return json({ error: "GET truth, GET|DELETE requests, POST append, POST faults" }, 404)
    }
  } catch (error) {
    return json({ error: error instanceof Error ? error.message : String(error) }, 400)
  }
}
