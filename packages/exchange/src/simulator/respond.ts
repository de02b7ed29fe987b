/** A simulator's answer to one request, in process. Rejects as `fetch` does where the connection would have been cut. */
import { getResponse } from "msw"
import type { Simulator } from "./Simulator.ts"

export const respond = async (simulator: Pick<Simulator, "handlers">, request: Request): Promise<Response> => {
  const response = await getResponse([...simulator.handlers], request)
  if (response === undefined) return new Response("", { status: 404 })
  if (response.type === "error") throw new TypeError("fetch failed")
  return response
}
