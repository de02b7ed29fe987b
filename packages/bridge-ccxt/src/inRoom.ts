/**
 * What runs inside the room, as text: there it has ccxt and nothing of ours. It answers in JSON, so that no object of ours
 * goes in and none of ccxt's comes out.
 */
export const inRoom = `(() => {
  const exchanges = globalThis.ccxt.default

  // Amounts stay text, nothing waits, and only the spot markets are asked for.
  const make = (venue) => {
    const one = new exchanges[venue]({ number: String, enableRateLimit: false })
    const { options } = one
    options.defaultType = "spot"
    options.adjustForTimeDifference = false
    const wanted = options.fetchMarkets
    if (Array.isArray(wanted?.types)) wanted.types = wanted.types.filter((type) => type === "spot")
    else if (wanted?.types !== undefined) wanted.types = { spot: true }
    if (wanted?.fetchTickersFees !== undefined) wanted.fetchTickersFees = false
    if (one.fetchSpotMarkets !== undefined) one.fetchMarkets = () => one.fetchSpotMarkets({})
    one.has.fetchCurrencies = false
    return one
  }

  const asked = (venue, run) => {
    const calls = []
    const one = make(venue)
    one.fetch = (url, method = "GET", _headers, body) => {
      calls.push({ url, method, body: body ?? null })
      return new Promise(() => undefined)
    }
    const ended = { reason: null }
    run(one).catch((error) => { ended.reason = String(error.message) })
    return { calls, ended }
  }

  const answering = (venue, replies) => {
    const one = make(venue)
    one.fetch = async (url) => {
      if (!Object.hasOwn(replies, url)) throw new Error("it asks for more: " + url)
      return JSON.parse(replies[url])
    }
    return one
  }

  const told = (run) => {
    const outcome = { value: null, reason: "it asked for something and waits" }
    run().then(
      (value) => { outcome.value = value; outcome.reason = null },
      (error) => { outcome.reason = String(error.message) }
    )
    return outcome
  }

  const text = (value) => (value === undefined || value === null ? null : String(value))
  const spot = (one) => Object.values(one.markets).filter((market) => market.spot === true)

  const doing = {
    ids: () => exchanges.exchanges,
    about: (venue) => {
      if (!exchanges.exchanges.includes(venue)) return null
      const { name, urls, countries, rateLimit, has } = make(venue)
      const www = Array.isArray(urls.www) ? urls.www[0] : urls.www
      const docs = Array.isArray(urls.doc) ? urls.doc[0] : urls.doc
      return { name, www: text(www), docs: text(docs), countries: countries ?? [], rateLimit, tickers: has.fetchTickers === true && has.spot !== false }
    },
    marketCalls: (venue) => asked(venue, (one) => one.fetchMarkets()),
    // What it asks for once it knows the markets, whichever they are.
    tickerCalls: (venue) =>
      asked(venue, (one) => {
        Object.assign(one, { markets: {}, markets_by_id: {}, symbols: [], ids: [], currencies: {}, loadMarkets: async () => one.markets })
        return one.fetchTickers()
      }),
    markets: (venue, replies) =>
      told(async () => {
        const one = answering(venue, replies)
        await one.loadMarkets()
        return spot(one).map(({ symbol, base, quote, limits, precision }) => ({
          id: symbol, base, quote,
          min: text(limits?.amount?.min), max: text(limits?.amount?.max),
          tick: one.precisionMode === 4 ? text(precision?.price) : null
        }))
      }),
    tickers: (venue, replies) =>
      told(async () => {
        const one = answering(venue, replies)
        await one.loadMarkets()
        const known = new Map(Object.values(one.markets).map((market) => [market.symbol, market]))
        return Object.values(await one.fetchTickers()).map(({ symbol, bid, ask, last, timestamp }) => {
          const market = known.get(symbol)
          return {
            id: text(symbol), base: market?.base ?? null, quote: market?.quote ?? null, spot: market === undefined ? null : market.spot === true,
            bid: text(bid), ask: text(ask), last: text(last), at: timestamp === undefined ? null : Number(timestamp)
          }
        })
      })
  }
  return (name, ...args) => doing[name](...args)
})()`
