/** Pairs that personas trade, with their assets. */
export const pairs = {
  xbtUsd: ["XXBTZUSD", "XXBT", "ZUSD"],
  xbtEur: ["XXBTZEUR", "XXBT", "ZEUR"],
  ethUsd: ["XETHZUSD", "XETH", "ZUSD"],
  ethXbt: ["XETHXXBT", "XETH", "XXBT"],
  xrpUsd: ["XXRPZUSD", "XXRP", "ZUSD"],
  dotUsd: ["DOTUSD", "DOT", "ZUSD"],
  solUsd: ["SOLUSD", "SOL", "ZUSD"],
  adaEur: ["ADAEUR", "ADA", "ZEUR"],
  usdtUsd: ["USDTZUSD", "USDT", "ZUSD"]
} as const
