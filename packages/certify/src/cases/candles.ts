/** Prices that a market had: each candle once, at its place, and nothing that is none. */
import { type Candle, type CandleSpec, Decimal, type Json, LosslessJson, type Reply } from "@caudal/exchange"
import type { FaultName } from "@caudal/exchange/simulator"
import { Broken, type Case, must, type Subject } from "../Case.ts"
import { at, listsIn } from "../rig/listsIn.ts"
import type { Market, ReadCandles } from "../rig/Market.ts"
import { trapped } from "../rig/trapped.ts"
import { aPage, instant, lately, mustBeRead, reading, words } from "./candleReading.ts"

const group = "candles"

const mustBePossible = ({ at, open, high, low, close, volume }: Candle): void => {
  const between = [open, close].every((price) => Decimal.compare(low, price) <= 0 && Decimal.compare(price, high) <= 0)
  must(between, () => `the candle of ${instant(at)} opens at ${open} and closes at ${close}, between ${low} and ${high}`)
  must(Decimal.compare(low, Decimal.zero) > 0, () => `the candle of ${instant(at)} has a price of ${low}`)
  must(volume === null || !Decimal.isNegative(volume), () => `the candle of ${instant(at)} has a volume of ${volume}`)
}

const same = (is: ReadonlyArray<Candle>, should: ReadonlyArray<Candle>, what: string): void => {
  const missing = should.find(({ at }) => !is.some((one) => one.at === at))
  must(missing === undefined, () => `${what}: the candle of ${instant(missing!.at)} is missing`)
  const other = is.find((one) => !should.some((two) => JSON.stringify(one) === JSON.stringify(two)))
  must(other === undefined, () => `${what}: the candle of ${instant(other!.at)} is another one`)
}

/** The reply with one row replaced. */
const withRow = (reply: Reply, path: ReadonlyArray<string>, index: number, row: Json): Reply => {
  const json = LosslessJson.parse(reply.text)
  ;(at(json, path) as Array<Json>)[index] = row
  return { ...reply, json, text: JSON.stringify(json) }
}

/** The row with each of its parts made unreadable, one after another; and what is no row. */
const drifted = (row: Json): ReadonlyArray<Json> => {
  const parts = Object.keys(row as object).map((key): Json => {
    const copy = structuredClone(row) as Record<string, Json>
    copy[key] = "n/a"
    return copy as Json
  })
  return [...parts, null, "row", 7, {}, []]
}

/** Candles of the reply's first list. */
const mustPutAside = (adapter: Subject["adapter"], { reply, request, page }: ReadCandles): void => {
  const json = LosslessJson.parse(reply.text)
  const [path] = listsIn(json)
  must(path !== undefined, "the reply has no list of rows")
  const rows = at(json, path) as ReadonlyArray<Json>
  let aside = 0
  for (const row of drifted(rows[0]!)) {
    const drift = withRow(reply, path, 0, row)
    let read: typeof page
    try {
      read = adapter.candles!.parse(drift, request)
    } catch {
      throw new Broken(`the parser throws on the row ${JSON.stringify(row).slice(0, 80)}`)
    }
    // A part may be one that nobody reads.
    if (read.items.length === page.items.length) continue
    aside += 1
    const { length } = read.items
    must(length === page.items.length - 1, () => `${page.items.length - length} candles are lost with one row that cannot be read`)
    must(read.quarantined.length === page.quarantined.length + 1, "a row that cannot be read vanished")
  }
  // A time and four prices at least, and what is no row at all.
  must(aside >= 10, () => `of 5 parts and 5 rows that cannot be read, ${aside} were noticed`)
}

const mustNotBeBelieved = async (
  { candles, simulator }: Market,
  spec: CandleSpec,
  path: string,
  fault: FaultName,
  args: object
): Promise<void> => {
  simulator.setFaults({ seed: 1, rules: [{ route: path, fault, args: args as never }] })
  const outcome = await candles(lately(spec, spec.spansMs[0]!, 20)).then(
    (history) => history,
    () => null
  )
  must(outcome === null || outcome.quarantined.length > 0, () => `${fault}: it is taken for a time in which nobody traded`)
}

export const candles: ReadonlyArray<Case> = [
  {
    id: "K-01",
    group,
    name: "the manifest says of its candles what can be",
    why: "Prices of the past would be asked for that are not there.",
    run: async ({ adapter: { manifest, candles: reader } }) => {
      const spec = manifest.market.candles
      must((spec === undefined) === (reader === undefined), "the manifest and the adapter do not agree on whether there are candles")
      if (spec === undefined) return
      const endpoint = Object.hasOwn(manifest.endpoints, spec.endpoint) ? manifest.endpoints[spec.endpoint] : undefined
      must(endpoint !== undefined, () => `candles name endpoint ${spec.endpoint}, which is not declared`)
      must(!endpoint.signed, () => `candles are anybody's to read, and endpoint ${spec.endpoint} is signed`)
      const { spansMs, dayStartMs, most, depth } = spec
      must(spansMs.length > 0, "there is no length of a candle")
      for (const [index, spanMs] of spansMs.entries()) {
        must(Number.isSafeInteger(spanMs) && spanMs >= 1000 && 86_400_000 % spanMs === 0, () => `a day is no multiple of ${spanMs} ms`)
        must(index === 0 || spanMs > spansMs[index - 1]!, "the lengths of candles are not in order, shortest first")
      }
      must(
        Number.isSafeInteger(dayStartMs) && dayStartMs >= 0 && dayStartMs < 86_400_000,
        () => `a day cannot begin ${dayStartMs} ms after midnight`
      )
      must(Number.isSafeInteger(most) && most >= 1, () => `a reply cannot hold ${most} candles`)
      must(depth === "full" || (Number.isSafeInteger(depth.candles) && depth.candles >= 1), "the depth cannot be")
    }
  },
  reading(
    "K-02",
    "every length of a candle answers, each candle where one begins",
    "Gains would rest on prices of another hour, or on none.",
    async ({ candles: read }, spec) => {
      for (const spanMs of spec.spansMs) {
        const asked = lately(spec, spanMs, Math.min(aPage(spec), 30))
        for (const candle of mustBeRead(await read(asked), words(spanMs))) {
          const { at: start } = candle
          must(start >= asked.from && start < asked.to, () => `${words(spanMs)}: ${instant(start)} was not asked for`)
          mustBePossible(candle)
        }
      }
    }
  ),
  reading(
    "K-03",
    "a stretch of time holds what its two halves hold, wherever it is cut",
    "At each border a candle would be missing.",
    async ({ candles: read }, spec) => {
      for (const spanMs of spec.spansMs) {
        const { from, to } = lately(spec, spanMs, 6)
        const whole = (await read({ spanMs, from: from - 4 * spanMs, to: to + spanMs })).candles.filter(
          (one) => one.at >= from && one.at < to
        )
        for (let cut = from; cut <= to; cut += spanMs) {
          const halves = [await read({ spanMs, from, to: cut }), await read({ spanMs, from: cut, to })]
          same(
            halves.flatMap((half) => half.candles),
            whole,
            `${words(spanMs)}, cut at ${instant(cut)}`
          )
        }
      }
    }
  ),
  reading(
    "K-04",
    "a reply holds each candle once, and nothing depends on the order of its rows",
    "The last price of a day would be that of an earlier one.",
    async ({ candles: read, read: replies, simulator }, spec, { adapter: { manifest } }) => {
      const asked = lately(spec, spec.spansMs[0]!, Math.min(aPage(spec), 100))
      const calm = mustBeRead(await read(asked), words(asked.spanMs))
      for (const { page } of replies) {
        const twice = page.items.find((one, index) => page.items.findIndex((two) => two.at === one.at) !== index)
        must(twice === undefined, () => `a reply holds the candle of ${instant(twice!.at)} twice`)
      }
      simulator.setFaults({ seed: 3, rules: [{ route: manifest.endpoints[spec.endpoint]!.path, fault: "reorderRows" }] })
      same((await read(asked)).candles, calm, "with the rows in another order")
    }
  ),
  reading(
    "K-05",
    "as many candles as the manifest allows come whole in one reply",
    "The end of each page would be missing.",
    async ({ candles: read, wire }, spec) => {
      const [spanMs = 0] = spec.spansMs
      const asked = lately(spec, spanMs, aPage(spec))
      const before = wire.sent.length
      const one = mustBeRead(await read(asked), words(spanMs))
      must(wire.sent.length === before + 1, () => `a page takes ${wire.sent.length - before} calls`)
      same(one, (await read(asked, Math.ceil(aPage(spec) / 3))).candles, `${aPage(spec)} at once`)
    }
  ),
  reading(
    "K-06",
    "a row that cannot be read is put aside, and the others are kept",
    "One odd row would hide a year of prices, or make one up.",
    async ({ candles: read, read: replies }, spec, { adapter }) => {
      // Of the longest, since what nobody traded in may be left out.
      const spanMs = spec.spansMs.at(-1)!
      mustBeRead(await read(lately(spec, spanMs, Math.min(aPage(spec), 5))), words(spanMs))
      mustPutAside(adapter, replies[0]!)
    }
  ),
  reading(
    "K-07",
    "what is no answer is never taken for a time without trade",
    "The books would rest on a gap that is none.",
    async (market, spec, { adapter: { manifest } }) => {
      const { path } = manifest.endpoints[spec.endpoint]!
      const faults: ReadonlyArray<readonly [FaultName, object]> = [
        ["html", { status: 200 }],
        ["html", { status: 502 }],
        ["truncated", {}],
        ["status", { status: 200, body: "null" }],
        ["status", { status: 503 }],
        ["errorBody", {}]
      ]
      for (const [fault, args] of faults) await mustNotBeBelieved(market, spec, path, fault, args)
    }
  ),
  reading(
    "K-08",
    "candles are asked for without a key, by the call that the manifest declares",
    "Public prices would need somebody's secret.",
    async ({ candles: read, wire, simulator }, spec, { adapter: { manifest } }) => {
      for (const spanMs of spec.spansMs) await read(lately(spec, spanMs, 3)).catch(() => undefined)
      const { method } = manifest.endpoints[spec.endpoint]!
      for (const { url, headers, body, method: sent } of wire.sent) {
        must(sent === method && url.origin === simulator.origin, () => `${sent} ${url.origin} was called, which is not the exchange`)
        const all = `${url.href} ${JSON.stringify(headers)} ${body}`
        const secret = Object.entries(simulator.credentials).find(
          ([, value]) => all.includes(value) || all.includes(encodeURIComponent(value))
        )
        must(secret === undefined, () => `${secret?.[0]} stands in the call`)
        must(!("authorization" in headers), "the call is signed")
      }
    }
  ),
  reading(
    "K-09",
    "asked the same again, the adapter reads the same candles, and reaches for nothing outside",
    "Prices of the past would change from day to day.",
    async ({ candles: read, read: replies }, spec, { adapter }) => {
      for (const spanMs of spec.spansMs) await read(lately(spec, spanMs, 10))
      const again = (what: string, before: unknown, run: () => unknown): void => {
        const { value, uses } = trapped(() => JSON.stringify(run()))
        must(uses.length === 0, () => `the ${what} of candles reaches for ${uses.join(", ")}`)
        must(value === JSON.stringify(before), () => `the ${what} of candles answers differently when it is asked the same again`)
      }
      must(replies.length > 0, "nothing was read")
      for (const { request, call, reply, page } of replies) {
        again("request", call, () => adapter.candles!.request(request))
        again("parser", page, () => adapter.candles!.parse(reply, request))
        must(LosslessJson.isObject(reply.json) || Array.isArray(reply.json), "the reply is no JSON")
      }
    }
  )
]
