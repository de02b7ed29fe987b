/** Whether an exchange can be reached, and how far our clock is from its. One unsigned read, no credentials. */
import type { Adapter } from "@caudal/exchange"
import { type Check, error, ok, warning } from "./Check.ts"

const timeoutMs = 5_000

const probeOf = ({ manifest }: Adapter, origin: string | undefined): URL => {
  const open = Object.values(manifest.endpoints).find(({ signed, method }) => !signed && method === "GET")
  const host = origin ?? manifest.hosts[open?.host ?? ""] ?? Object.values(manifest.hosts)[0]
  return new URL(open?.path ?? "/", host)
}

export const checkExchange = async (adapter: Adapter, origin: string | undefined, now: () => number): Promise<ReadonlyArray<Check>> => {
  const { name, clock } = adapter.manifest
  const url = probeOf(adapter, origin)
  const asked = now()
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: "manual" })
    await response.body?.cancel()
    const took = now() - asked
    const reached =
      response.status < 500
        ? ok(name, `${url.origin} answers in ${took} ms`)
        : warning(
            name,
            `${url.origin} answers with HTTP ${response.status}`,
            "The exchange has trouble or is under maintenance. Caudal tries again by itself."
          )
    return [reached, checkClock(`clock (against ${name})`, response.headers.get("date"), asked + took / 2, clock.toleranceMs)]
  } catch (cause) {
    const why =
      cause instanceof Error && cause.name === "TimeoutError" ? `did not answer within ${timeoutMs / 1000} s` : "cannot be reached"
    return [
      warning(name, `${url.origin} ${why}`, "Check the internet connection, the proxy (HTTPS_PROXY) or the firewall of this machine.")
    ]
  }
}

/** An HTTP date is cut to whole seconds; half of one is added back. */
export const checkClock = (name: string, date: string | null, here: number, toleranceMs: number): Check => {
  const there = date === null ? Number.NaN : Date.parse(date) + 500
  if (Number.isNaN(there))
    return warning(name, "the exchange does not tell its time", "Make sure that this machine sets its clock automatically (NTP).")
  const off = here - there
  const words = `${(Math.abs(off) / 1000).toFixed(1)} s ${off > 0 ? "ahead" : "behind"}`
  return Math.abs(off) <= Math.max(toleranceMs, 1_500)
    ? ok(name, Math.abs(off) <= 1_000 ? "right" : words)
    : error(name, words, "Turn on automatic time (NTP) on this machine: exchanges refuse requests with a wrong time.")
}
