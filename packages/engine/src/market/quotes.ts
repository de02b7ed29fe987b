/** Reads an exchange's tickers and keeps them. */
import { type Adapter, type Call, failure } from "@caudal/exchange"
import { Effect } from "effect"
import { CallFailed, Host, type Keep } from "../host/Host.ts"
import { QuoteStore } from "../storage/QuoteStore.ts"

const refresh = Effect.fnUntraced(function* (adapter: Adapter, keep: Keep | null) {
  const host = yield* Host
  const quotes = yield* QuoteStore
  const reader = adapter.documents.ticker
  if (reader === undefined) return
  const ask = (call: Call) =>
    host.call({ adapter, signer: null, account: "", onWait: () => Effect.void, ...(keep === null ? {} : { keep }) }, call)
  const also = yield* Effect.forEach(reader.also ?? [], ask)
  const { reply, at } = yield* ask(reader.call)
  const { items, quarantined } = yield* Effect.try({
    try: () =>
      reader.parse(
        reply,
        also.map((one) => one.reply)
      ),
    catch: () =>
      new CallFailed({
        exchange: adapter.manifest.id,
        endpoint: reader.call.endpoint,
        failure: failure("ADAPTER_BUG", "the adapter's parser of tickers threw")
      })
  })
  const [first] = quarantined
  if (items.length === 0 && first !== undefined)
    yield* Effect.logWarning(`no price of ${adapter.manifest.id} could be read: ${first.reason}`)
  yield* quotes.put(adapter.manifest.id, at, items)
})

/** Tickers are worth having, never worth failing for; a stale quote shows its age. `keep`: where the replies go; `null`: they are nobody's. */
export const quotesOf = (adapter: Adapter, keep: Keep | null) =>
  refresh(adapter, keep).pipe(Effect.catchTag(["CallFailed", "VaultError"], (error) => Effect.logDebug(`tickers: ${error.message}`)))
