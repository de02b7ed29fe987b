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

  const asked = (one, run) => {
    const calls = []
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

  // Of a market nothing is known but its id at the venue, and nothing else is needed to ask for its candles.
  const knowing = (venue, id) => {
    const one = make(venue)
    const kinds = { spot: true, type: "spot", active: true, margin: false, swap: false, future: false, option: false, contract: false }
    const market = { id, symbol: id, base: id, quote: id, baseId: id, quoteId: id, precision: {}, limits: {}, info: {}, ...kinds }
    const known = { markets: { [id]: market }, markets_by_id: { [id]: [market] }, symbols: [id], ids: [id], currencies: {} }
    return Object.assign(one, known, { loadMarkets: async () => one.markets })
  }

  const text = (value) => (value === undefined || value === null ? null : String(value))
  const spot = (one) => Object.values(one.markets).filter((market) => market.spot === true)

  // By the venue's own id where that is asked for and names one spot market alone; else by ccxt's symbol.
  const namesOf = (one, byId) => {
    const count = new Map()
    for (const { id } of spot(one)) count.set(text(id), (count.get(text(id)) ?? 0) + 1)
    return ({ id, symbol }) => (byId && count.get(text(id)) === 1 ? text(id) : symbol)
  }

  const doing = {
    ids: () => exchanges.exchanges,
    about: (venue) => {
      if (!exchanges.exchanges.includes(venue)) return null
      const { name, urls, countries, rateLimit, has, features, timeframes } = make(venue)
      const most = (features?.spot?.fetchOHLCV ?? features?.default?.fetchOHLCV)?.limit
      const www = Array.isArray(urls.www) ? urls.www[0] : urls.www
      const docs = Array.isArray(urls.doc) ? urls.doc[0] : urls.doc
      return { name, www: text(www), docs: text(docs), countries: countries ?? [], rateLimit, tickers: has.fetchTickers === true && has.spot !== false,
        candles: has.fetchOHLCV === true && Number.isSafeInteger(most) ? { most, timeframes: Object.keys(timeframes ?? {}) } : null }
    },
    marketCalls: (venue) => asked(make(venue), (one) => one.fetchMarkets()),
    // What it asks for once it knows the markets, whichever they are.
    tickerCalls: (venue) =>
      asked(make(venue), (one) => {
        Object.assign(one, { markets: {}, markets_by_id: {}, symbols: [], ids: [], currencies: {}, loadMarkets: async () => one.markets })
        return one.fetchTickers()
      }),
    candleCalls: (venue, { market, timeframe, since, until, limit }) =>
      asked(knowing(venue, market), (one) => one.fetchOHLCV(market, timeframe, since, limit, { until })),
    // What ccxt itself would do with a reply before it reads it: venues say no with a status of 200, too.
    refusal: (venue, reply) => {
      try {
        make(venue).handleErrors(200, "OK", "", "GET", {}, reply, JSON.parse(reply), {}, undefined)
        return null
      } catch (error) {
        return String(error.message)
      }
    },
    candles: (venue, reply, { market, timeframe }) =>
      told(async () => {
        const one = knowing(venue, market)
        one.fetch = async () => JSON.parse(reply)
        return (await one.fetchOHLCV(market, timeframe)).map((row) => row.slice(0, 6).map(text))
      }),
    markets: (venue, replies, byId) =>
      told(async () => {
        const one = answering(venue, replies)
        await one.loadMarkets()
        const name = namesOf(one, byId)
        return spot(one).map(({ id, symbol, base, quote, limits, precision }) => ({
          id: name({ id, symbol }), base, quote,
          min: text(limits?.amount?.min), max: text(limits?.amount?.max),
          tick: one.precisionMode === 4 ? text(precision?.price) : null
        }))
      }),
    tickers: (venue, replies, byId) =>
      told(async () => {
        const one = answering(venue, replies)
        await one.loadMarkets()
        const name = namesOf(one, byId)
        const known = new Map(Object.values(one.markets).map((market) => [market.symbol, market]))
        return Object.values(await one.fetchTickers()).map(({ symbol, bid, ask, last, timestamp }) => {
          const market = known.get(symbol)
          return {
            id: market === undefined ? text(symbol) : name(market), base: market?.base ?? null, quote: market?.quote ?? null, spot: market === undefined ? null : market.spot === true,
            bid: text(bid), ask: text(ask), last: text(last), at: timestamp === undefined ? null : Number(timestamp)
          }
        })
      })
  }
  return (name, ...args) => doing[name](...args)
})()`
