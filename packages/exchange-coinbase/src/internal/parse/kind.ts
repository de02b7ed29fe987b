/**
 * Coinbase's types in the contract's words. New ones appear without notice, and `tx` is its own word for “uncategorised”:
 * what is not listed here is `unrecognised` and still moves the balance.
 */
import type { EventKind } from "@caudal/exchange"

const kindOfType: ReadonlyMap<string, EventKind> = new Map<string, EventKind>([
  ["buy", "trade"],
  ["sell", "trade"],
  ["advanced_trade_fill", "trade"],
  // Two rows, one in each wallet.
  ["trade", "conversion"],
  ["wrap_asset", "conversion"],
  ["unwrap_asset", "conversion"],
  ["retail_simple_dust", "conversion"],
  ["retail_eth2_deprecation", "conversion"],
  // USDC into USD, for margin.
  ["fcm_futures_usdc_sell", "conversion"],
  ["fcm_futures_usdc_sell_additional_encumberment_rollup", "conversion"],
  ["receive", "deposit"],
  ["fiat_deposit", "deposit"],
  ["unsupported_asset_recovery", "deposit"],
  ["fiat_withdrawal", "withdrawal"],
  // Between accounts of one owner.
  ["transfer", "transfer"],
  ["vault_withdrawal", "transfer"],
  ["pro_deposit", "transfer"],
  ["pro_withdrawal", "transfer"],
  ["prime_withdrawal", "transfer"],
  ["exchange_deposit", "transfer"],
  ["exchange_withdrawal", "transfer"],
  ["intx_deposit", "transfer"],
  ["intx_withdrawal", "transfer"],
  ["derivatives_settlement", "transfer"],
  ["staking_transfer", "staking-in"],
  ["unstaking_transfer", "staking-out"],
  ["staking_reward", "reward"],
  ["inflation_reward", "reward"],
  ["earn_payout", "reward"],
  ["incentives_rewards_payout", "reward"],
  ["subscription_rebate", "reward"],
  ["credit_card_reward", "reward"],
  ["interest", "interest"],
  ["clawback", "correction"],
  ["incentives_shared_clawback", "correction"],
  ["cardspend", "card"],
  ["cardbuyback", "card"],
  ["subscription", "fee"]
])

/** `leaves`: the row's amount is below zero. */
export const kindOf = (type: string, leaves: boolean): EventKind =>
  type === "send" ? (leaves ? "withdrawal" : "deposit") : (kindOfType.get(type) ?? "unrecognised")

/** Rows that tell once more, with less, of money that a `send` in the same wallet moves. */
export const isRepeated = (type: string): boolean => type === "exchange_deposit" || type === "exchange_withdrawal"
