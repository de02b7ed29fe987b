/** Amounts, exactly. */
import type { Act } from "@caudal/exchange/simulator"
import { type Json, LosslessJson, type Manifest } from "@caudal/exchange"
import { type Case, must } from "../Case.ts"
import { mustAddUp, mustBeProved, mustRead } from "../expect.ts"
import { deposits, everyday, fill, longer, minutes, notArrived, pageSize } from "../histories.ts"
import { at, listsIn } from "../rig/listsIn.ts"
import { observe } from "../rig/observe.ts"
import { withRig } from "../rig/Rig.ts"
import { onAll, survival } from "./survival.ts"

const group = "money"

const amounts = (id: string, name: string, why: string, printed: ReadonlyArray<string>): Case => ({
  id,
  group,
  name,
  why,
  run: async (subject) => {
    await mustRead(
      subject,
      printed.map((amount, i) => ({ ...deposits(1, i)[0]!, got: { asset: "eth", amount } }))
    )
  }
})

export const money: ReadonlyArray<Case> = [
  amounts(
    "M-01",
    "eighteen decimals and thirty digits",
    "A floating-point number keeps fifteen digits: the rest of the money is made up.",
    ["0.000000000000000001", "3.561364590000000001", "123456789012.345678901234567890", "0.1000000000000000055511"]
  ),
  survival(
    {
      id: "M-02",
      group,
      name: "amounts that come as JSON numbers instead of texts",
      why: "The day an exchange changes this, everything would be unreadable or rounded."
    },
    () => onAll("numbersInsteadOfStrings"),
    { acts: everyday }
  ),
  amounts("M-03", "exponents", "1e-8 would be unreadable, or one.", ["1.0E-5", "1e-8", "2.5E+3", "12E0"]),
  {
    id: "M-04",
    group,
    name: "the postings of everything that happened add up to its change of the balance",
    why: "A trade would lose a leg, or a withdrawal its fee.",
    run: async (subject) => {
      await mustRead(subject, everyday(subject.adapter.manifest))
    }
  },
  {
    id: "M-05",
    group,
    name: "what is held in each wallet is what its ledger adds up to",
    why: "Money in a second wallet would be missing from the total, or be moved to the first one with the second page.",
    run: async (subject) => {
      const { manifest } = subject.adapter
      const { wallets } = manifest
      const acts = wallets.flatMap((wallet, i) =>
        Array.from({ length: i === 0 ? 1 : pageSize(manifest) + 1 }, (_, n): Act => ({
          act: "credit",
          id: `in-${wallet}-${n}`,
          at: minutes(i + n),
          wallet,
          got: { asset: "btc", amount: `1.${i + 1}` }
        }))
      )
      const { certificate } = await mustRead(subject, acts)
      for (const wallet of wallets)
        must(
          certificate.lines.some((line) => line.wallet === wallet),
          () => `wallet ${wallet} is not in the certificate`
        )
    }
  },
  {
    id: "M-06",
    group,
    name: "a fee always leaves",
    why: "Fees with the wrong sign make everybody richer than they are.",
    run: async (subject) => {
      const acts = [...deposits(2), fill(20), fill(21, { side: "sell", fee: { asset: "usd", amount: "0.25" } }), withdrawal]
      const book = await mustRead(subject, acts)
      const fees = book.events.flatMap(({ postings }) => postings.filter(({ role }) => role === "fee"))
      must(fees.length === 3, () => `${fees.length} postings are marked as fees instead of 3`)
      must(
        fees.every(({ amount }) => amount.startsWith("-")),
        "a fee is posted as income"
      )
    }
  },
  {
    id: "M-07",
    group,
    name: "a trade without a fee has none",
    why: "A fee of nothing in a currency of nothing breaks reports.",
    run: async (subject) => {
      const { fee: _none, ...free } = fill(20)
      const book = await mustRead(subject, [...deposits(2), free])
      must(
        book.events.every(({ postings }) => postings.every(({ role }) => role !== "fee")),
        "there is a fee where none was paid"
      )
    }
  },
  {
    id: "M-11",
    group,
    name: "a fee below zero is income",
    why: "Exchanges pay makers for some trades: charged instead, that money would be missing twice.",
    run: async (subject) => {
      const rebate = (n: number, side: "buy" | "sell") => fill(n, { side, fee: { asset: "usd", amount: "-0.25" } })
      await mustRead(subject, [...deposits(2), rebate(20, "buy"), rebate(21, "sell")])
    }
  },
  {
    id: "M-19",
    group,
    name: "a fee in a third asset leaves that asset",
    why: "Exchanges let fees be paid in their own coin: it would seem to grow less by itself, or the trade to have cost nothing.",
    run: async (subject) => {
      const coin = { ...deposits(1, 3)[0]!, got: { asset: "feecoin", amount: "5" } }
      await mustRead(subject, [...deposits(2), coin, fill(20, { fee: { asset: "feecoin", amount: "0.0125" } })])
    }
  },
  {
    id: "M-12",
    group,
    name: "more assets than fit on any page",
    why: "Balances come in pages as well: whatever is held beyond the first would look as if it had been lost.",
    run: async (subject) => {
      const acts = deposits(manyAssets).map((act, i) => ({ ...act, got: { asset: `many${i}x`, amount: "1.5" } }))
      await withRig(subject, { acts }, async (rig) => {
        await rig.connect()
        const { certificate } = await rig.book()
        const told = certificate.lines.filter(({ reported }) => reported !== null && reported !== "0").length
        must(told >= manyAssets, () => `${manyAssets} assets are held, and the balances name ${told}: are they read to their last page?`)
      })
      await mustRead(subject, acts)
    }
  },
  {
    id: "M-15",
    group,
    name: "what has not arrived, or never will, is not counted",
    why: "Money that is still with a bank would be counted as here, and a deposit that was sent back would be for ever.",
    run: async (subject) => {
      const acts = [...deposits(2), ...notArrived]
      await withRig(subject, { acts }, async (rig) => {
        await rig.connect()
        const book = await rig.book()
        for (const { at, state } of notArrived) {
          const counted = book.events.find((event) => event.at === at && event.status === "settled" && event.postings.length > 0)
          must(counted === undefined, () => `a deposit that is ${state} counts as if it had arrived: its event is settled`)
        }
        mustBeProved(book)
        mustAddUp(book, acts, subject)
      })
    }
  },
  amounts("M-08", "padding, signs and zeros in every spelling", "Equal amounts would look different, or one of them unreadable.", [
    "007.50",
    "+3.0",
    "5.",
    ".25",
    "10"
  ]),
  {
    id: "M-09",
    group,
    name: "wallets named by the adapter are those of its manifest",
    why: "Money would lie in a place that nobody sums.",
    run: async (subject) => {
      const { wallets }: Manifest = subject.adapter.manifest
      const { events, certificate } = await mustRead(subject, everyday(subject.adapter.manifest))
      const used = new Set([
        ...events.flatMap(({ postings }) => postings.map(({ wallet }) => wallet)),
        ...certificate.lines.map(({ wallet }) => wallet)
      ])
      for (const wallet of used) must(wallets.includes(wallet), () => `wallet ${wallet} is not in the manifest`)
    }
  },
  {
    id: "M-10",
    group,
    name: "rows are read by their keys' names, on long pages as on short ones",
    why: "Rows of long pages have no properties of their own: who copies or lists them reads nothing, and the money is gone.",
    run: async (subject) => {
      const { adapter, parsed } = observe(subject.adapter)
      await withRig(subject, { acts: longer(subject.adapter.manifest), adapter }, (rig) => rig.connect())
      for (const { stream, request, reply } of parsed) {
        const text = lengthened(reply.text)
        const pageOf = (read: typeof LosslessJson.parse): string =>
          JSON.stringify(subject.adapter.streams[stream]!.parse({ ...reply, text, json: read(text) }, request))
        must(
          pageOf(LosslessJson.parse) === pageOf(LosslessJson.parsePage),
          () =>
            `${stream} reads a long page otherwise than a short one: { ...row }, Object.keys and Object.entries find nothing in a row of a long page; read row["its key"], and where the keys themselves are asked for, rowsByPlace`
        )
      }
    }
  }
]

/** Above the page size of every exchange that was met. */
const manyAssets = 270

/** The reply with its rows so often that it is read by their layout. */
const lengthened = (text: string): string => {
  const json = LosslessJson.parse(text)
  for (const path of listsIn(json)) {
    const rows = at(json, path) as Array<Json>
    rows.push(...Array.from({ length: 40 }, (_, i) => rows[i % rows.length]!))
  }
  return JSON.stringify(json)
}

const withdrawal: Act = {
  act: "withdrawal",
  id: "out",
  at: minutes(30),
  gave: { asset: "usd", amount: "20" },
  fee: { asset: "usd", amount: "1.5" }
}
