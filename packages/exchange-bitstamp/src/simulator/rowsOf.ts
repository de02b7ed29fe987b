/**
 * Acts as Bitstamp's own rows. Its ids rise with time, whatever the act is called: they are made from the instant and, within
 * one, from the act's name.
 */
import { makeRandom, seedOf, type Act, type Activity, type JsonRow, type Money } from "@caudal/exchange/simulator"

/** Before any row. */
const founded = Date.UTC(2011, 7, 2)

const idOf = (act: Act): number => (act.at - founded) * 10_000 + (seedOf(`${act.act}:${String(act.id)}`) % 10_000)

/** `2018-01-07 10:45:34.132000`, without a zone. */
const wireTime = (at: number): string => `${new Date(at).toISOString().slice(0, -1).replace("T", " ")}000`

const negative = (amount: string): string => (amount.startsWith("-") ? amount.slice(1) : `-${amount}`)

const fiat: ReadonlySet<string> = new Set(["usd", "eur", "gbp"])

/** A fee in what Bitstamp itself would charge it in needs no name. */
const feeOf = (fee: Money | undefined, usual: string): JsonRow =>
  fee === undefined ? { fee: "0.00" } : { fee: fee.amount, ...(fee.asset === usual ? {} : { fee_currency: fee.asset }) }

/** For one of the base, as a number; any where there is none. */
const paid = (base: Money, quote: Money): number => {
  const price = Number(quote.amount) / Number(base.amount)
  return price > 0 && Number.isFinite(price) ? Number(price.toPrecision(8)) : 42_100.5
}

const types: Readonly<Record<string, string>> = { reward: "27", referral: "32" }

const transactionOf = (act: Act): JsonRow => {
  const head = { id: idOf(act), datetime: wireTime(act.at) }
  // Currencies that do not take part are printed, too, as numbers.
  const others = (...used: ReadonlyArray<string>) =>
    Object.fromEntries(["btc", "usd", "eur"].filter((code) => !used.includes(code)).map((code) => [code, 0]))
  switch (act.act) {
    case "deposit":
      return { ...head, type: "0", fee: "0.00000000", btc_usd: "0.00", ...others(act.got.asset), [act.got.asset]: act.got.amount }
    case "withdrawal": {
      const { asset, amount } = act.gave
      return { ...head, type: "1", ...feeOf(act.fee, asset), btc_usd: "0.00", ...others(asset), [asset]: negative(amount) }
    }
    case "fill": {
      const { base, quote, side } = act
      const buys = side === "buy"
      return {
        ...head,
        type: "2",
        ...feeOf(act.fee, quote.asset),
        order_id: 1_400_000_000_000_000 + (seedOf(`order:${act.id}`) % 100_000_000),
        ...others(base.asset, quote.asset),
        [base.asset]: buys ? base.amount : negative(base.amount),
        [quote.asset]: buys ? negative(quote.amount) : quote.amount,
        [`${base.asset}_${quote.asset}`]: paid(base, quote)
      }
    }
    case "credit":
      return {
        ...head,
        type: types[act.operation ?? "reward"] ?? act.operation,
        fee: "0",
        ...others(act.got.asset),
        [act.got.asset]: act.got.amount
      }
    case "unreadable":
      return { ...head, type: "0", fee: "0", usd: "n/a" }
  }
}

const chainOf = (act: Act): JsonRow => {
  const random = makeRandom(`chain:${act.act}:${String(act.id)}`)
  return {
    network: "bitcoin",
    txid: random.hex(64),
    destinationAddress: `3${random.alphanumeric(33)}`,
    datetime: Math.floor(act.at / 1000)
  }
}

/** Bitstamp shows a deposit once it has arrived. */
const arrived = (act: Act): boolean => act.act !== "deposit" || act.state === undefined

export const rowsOf = (all: ReadonlyArray<Act>): Activity => {
  const acts = all.filter(arrived)
  const deposits: Array<JsonRow> = []
  const withdrawals: Array<JsonRow> = []
  const requests: Array<JsonRow> = []
  for (const act of acts) {
    if (act.act === "deposit" && !fiat.has(act.got.asset)) {
      const row = {
        id: idOf(act) % 1_000_000_007,
        currency: act.got.asset.toUpperCase(),
        amount: Number(act.got.amount),
        status: "COMPLETED"
      }
      deposits.push({ ...row, ...chainOf(act) })
    }
    if (act.act === "withdrawal") {
      const { asset, amount } = act.gave
      const chain = chainOf(act)
      const crypto = !fiat.has(asset)
      if (crypto) withdrawals.push({ currency: asset.toUpperCase(), amount: Number(amount), ...chain })
      requests.push({
        id: idOf(act) % 1_000_000_009,
        datetime: wireTime(act.at).slice(0, 19),
        type: crypto ? 4 : 0,
        currency: asset.toUpperCase(),
        amount,
        status: 2,
        ...(crypto
          ? { network: chain["network"], address: chain["destinationAddress"], transaction_id: chain["txid"] }
          : { address: act.person ?? "Titular", transaction_id: `REF${idOf(act) % 100_000}` })
      })
    }
  }
  return {
    user_transactions: acts.map(transactionOf).reverse(),
    deposits: deposits.reverse(),
    withdrawals: withdrawals.reverse(),
    withdrawal_requests: requests.reverse()
  }
}
