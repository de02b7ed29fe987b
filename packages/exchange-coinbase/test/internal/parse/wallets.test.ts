import { describe, expect, it } from "vitest"
import { hasList, listName, listOf, walletOf } from "../../../src/internal/parse/wallets.ts"

describe("a wallet", () => {
  it.each([
    [{ type: "wallet", name: "ADA Wallet", primary: true }, "main"],
    [{ type: "wallet", name: "Staked ADA", primary: false }, "staked"],
    [{ type: "wallet", name: "Staked ADA" }, "staked"],
    [{ type: "wallet", name: "Staked ADA", primary: true }, "main"],
    [{ type: "wallet", name: "Staked by Ana Planta", primary: false }, "main"],
    [{ type: "vault", name: null, primary: false }, "vault"],
    [{ type: "multisig_vault" }, "vault"],
    [{ type: "fiat" }, "main"],
    [{}, "main"],
    [{ type: 5, name: 5 }, "main"]
  ])("%j is %s", (account, wallet) => {
    expect(walletOf(account)).toBe(wallet)
  })

  it("has a list unless it only stands for an asset that was never held", () => {
    expect(["e43047d8-3c24-56bf-bbd7-84dc284ab018", "EUR", "ETH2", "../x", ""].map(hasList)).toEqual([true, false, false, false, false])
  })

  it("is known again by its list's name", () => {
    for (const wallet of ["main", "vault", "staked"] as const) expect(listOf(listName(wallet, "a:b"))).toEqual({ wallet, id: "a:b" })
    expect(listOf(null)).toEqual({ wallet: "main", id: "" })
    expect(listOf("garden:1")).toEqual({ wallet: "main", id: "" })
  })
})
