/** Somebody who pays in euros now and then, buys a little, and once moved coins to a wallet of their own. */
import type { Act, Activity } from "@caudal/exchange/simulator"
import { rowsOf } from "../rowsOf.ts"

const day = (month: number, date: number, hour = 10): number => Date.UTC(2023, month - 1, date, hour, 15, 20)

const acts: ReadonlyArray<Act> = [
  { act: "deposit", id: "sepa-1", at: day(1, 9), got: { asset: "eur", amount: "500.00" }, person: "Persona Inventada" },
  {
    act: "fill",
    id: "1",
    at: day(1, 9, 11),
    side: "buy",
    base: { asset: "btc", amount: "0.01500000" },
    quote: { asset: "eur", amount: "241.35" },
    fee: { asset: "eur", amount: "0.97" }
  },
  { act: "deposit", id: "sepa-2", at: day(3, 2), got: { asset: "eur", amount: "300.00" }, person: "Persona Inventada" },
  {
    act: "fill",
    id: "2",
    at: day(3, 2, 12),
    side: "buy",
    base: { asset: "eth", amount: "0.17000000" },
    quote: { asset: "eur", amount: "262.14" },
    fee: { asset: "eur", amount: "1.05" }
  },
  { act: "credit", id: "ref-1", at: day(4, 1), got: { asset: "eur", amount: "10.00" }, operation: "referral" },
  {
    act: "withdrawal",
    id: "out-1",
    at: day(6, 20),
    gave: { asset: "btc", amount: "0.01000000" },
    fee: { asset: "btc", amount: "0.00010000" }
  },
  {
    act: "fill",
    id: "3",
    at: day(9, 14),
    side: "sell",
    base: { asset: "eth", amount: "0.07000000" },
    quote: { asset: "eur", amount: "106.82" },
    fee: { asset: "eur", amount: "0.43" }
  }
]

export const beginner = (): Activity => ({ ...rowsOf(acts), reserved: { eur: "100.00" } })
