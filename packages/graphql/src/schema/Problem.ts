/** Failures as data: one interface, a type for each failure that a front end treats apart. */
import { advice } from "../advice.ts"
import { builder } from "../builder.ts"
import { textIn } from "../Locale.ts"
import type { Problem as ProblemShape, ProblemType } from "../problems.ts"
import { Actor, CredentialProblem, RetryRule } from "./enums.ts"
import { localeArgs } from "./locale.ts"

export const ProblemCode = builder.enumType("ProblemCode", {
  description: "What went wrong, exactly. `Problem.whatToDo` says what to do about it.",
  values: Object.fromEntries(Object.entries(advice).map(([code, text]) => [code, { value: code, description: text.en }]))
})

export const Problem = builder.interfaceRef<ProblemShape>("Problem").implement({
  description: "Something that went wrong, with who must act and what to do.",
  resolveType: (problem) => problem.type,
  fields: (t) => ({
    code: t.field({ type: ProblemCode, description: "What went wrong, exactly.", resolve: (problem) => problem.code }),
    message: t.exposeString("message", { description: "What happened, in English. Never holds a secret or personal data." }),
    who: t.field({ type: Actor, description: "Who must act.", resolve: (problem) => problem.who }),
    whatToDo: t.string({
      description: "What to do now, in words for the owner of the account.",
      args: localeArgs,
      resolve: (problem, { locale }, context) => textIn(advice[problem.code], locale ?? context.locale)
    }),
    retry: t.field({ type: RetryRule, description: "Whether trying again helps.", resolve: (problem) => problem.retry }),
    retryAfterSeconds: t.int({
      nullable: true,
      description: "How long to wait when `retry` is `AFTER`, if the exchange says.",
      resolve: ({ retryAfterMs }) => (retryAfterMs === null ? null : Math.ceil(retryAfterMs / 1000))
    }),
    exchangeCode: t.exposeString("exchangeCode", { nullable: true, description: "The exchange's own code, as it prints it." })
  })
})

export const implement = (type: ProblemType, description: string) =>
  builder.objectRef<ProblemShape>(type).implement({ description, interfaces: [Problem] })

export const KeyRefused = implement("KeyRefused", "The exchange does not accept this key: wrong, expired or revoked.")
export const PermissionMissing = implement("PermissionMissing", "The key lacks a viewing permission.")
export const IpNotAllowed = implement("IpNotAllowed", "The key's allow-list does not name this machine's address.")
export const ClockSkew = implement("ClockSkew", "This machine's clock is too far from the exchange's.")
export const AccountLocked = implement("AccountLocked", "The exchange has locked the account.")
export const RateLimited = implement("RateLimited", "Too many requests; everything goes on after a pause.")
export const ExchangeUnavailable = implement(
  "ExchangeUnavailable",
  "The exchange cannot be reached, is too slow or under maintenance, or did not answer with data."
)
export const AccountMismatch = implement("AccountMismatch", "The credentials belong to another account than the connection.")
export const ExchangeProblem = implement("ExchangeProblem", "Any other failure at the exchange: `code` names it.")
export const ConnectionNotFound = implement("ConnectionNotFound", "There is no such connection, or it is not yours.")
export const NotConnected = implement("NotConnected", "The connection was disconnected and has no credentials.")

export const AssetNotFound = implement("AssetNotFound", "No asset is known by that id.")
export const EmptyInterval = implement("EmptyInterval", "`from` is not before `to`.")
export const CorrectionOverlaps = implement("CorrectionOverlaps", "Another correction of this code holds in a part of the interval.")
export const CorrectionNotFound = implement("CorrectionNotFound", "There is no such correction, or it is not yours.")

export const OpeningNotFound = implement("OpeningNotFound", "There is no such opening, or it is not yours.")
export const OpeningInFuture = implement("OpeningInFuture", "The instant of the opening has not come yet.")
export const AcquiredAfterOpening = implement("AcquiredAfterOpening", "`acquiredAt` is after `at`.")

export const WalletNotFound = implement("WalletNotFound", "The exchange has no wallet of that name.")
builder.objectField(WalletNotFound, "wallets", (t) =>
  t.stringList({
    description: "The wallets it has.",
    resolve: ({ error }) => (error?._tag === "WalletNotFound" ? [...error.wallets] : [])
  })
)

export const AssetNeverSeen = implement("AssetNeverSeen", "The exchange has never shown this asset in the account.")
builder.objectField(AssetNeverSeen, "seen", (t) =>
  t.stringList({
    description: "The codes it has shown, as printed.",
    resolve: ({ error }) => (error?._tag === "AssetNeverSeen" ? [...error.seen] : [])
  })
)

export const OwnPriceNotFound = implement("OwnPriceNotFound", "There is no such price, or it is not yours.")
export const ImportNotFound = implement("ImportNotFound", "Nothing was imported under that name.")
export const MalformedPrice = implement("MalformedPrice", "That is no price: `message` says why.")
export const MalformedFile = implement("MalformedFile", "A line of the file cannot be read. Nothing was imported.")
builder.objectField(MalformedFile, "line", (t) =>
  t.int({ description: "The line, counted from 1.", resolve: ({ error }) => (error?._tag === "MalformedFile" ? error.line : 0) })
)
export const PortfolioNotFound = implement("PortfolioNotFound", "There is no such portfolio, or it is not yours.")
export const PortfolioNameInvalid = implement("PortfolioNameInvalid", "The name is empty, too long, or not on one line.")
export const PortfolioNameTaken = implement("PortfolioNameTaken", "Another of your portfolios has this name.")
export const TooManyPortfolios = implement("TooManyPortfolios", "There are as many portfolios as there may be.")
export const PortfolioIsDefault = implement("PortfolioIsDefault", "The default portfolio shows everything and cannot be deleted.")

export const DisposalNotFound = implement("DisposalNotFound", "There is no such disposal, or none that lots can be chosen for.")
export const LotNotFound = implement("LotNotFound", "Nothing brought a lot of that name.")
export const LotOfOtherAsset = implement("LotOfOtherAsset", "The lot is of another asset than the disposal.")
export const LotAcquiredLater = implement("LotAcquiredLater", "The lot came after the disposal.")
export const LotHoldsLess = implement("LotHoldsLess", "The lot did not hold that much for the disposal to take.")
builder.objectField(LotHoldsLess, "left", (t) =>
  t.field({
    type: "Decimal",
    description: "How many units it had for it.",
    resolve: ({ error }) => (error?._tag === "LotHoldsLess" ? error.left : "0")
  })
)
// Each of these is about one lot.
for (const [type, tag] of [
  [LotNotFound, "LotNotFound"],
  [LotOfOtherAsset, "LotOfOtherAsset"],
  [LotAcquiredLater, "LotAcquiredLater"],
  [LotHoldsLess, "LotHoldsLess"]
] as const)
  builder.objectField(type, "lot", (t) =>
    t.string({ description: "Id of the lot.", resolve: ({ error }) => (error?._tag === tag ? error.lot : "") })
  )
export const MoreThanDisposed = implement("MoreThanDisposed", "More units are chosen than were disposed of.")
export const IdentifiedInFuture = implement("IdentifiedInFuture", "`identifiedAt` has not come yet.")
export const LotChoiceNotFound = implement("LotChoiceNotFound", "No lots are chosen for that disposal.")

export const UnknownExchange = implement("UnknownExchange", "No adapter of that name is installed.")
builder.objectField(UnknownExchange, "exchange", (t) =>
  t.string({
    description: "The name that was asked for.",
    resolve: ({ error }) => (error?._tag === "UnknownExchange" ? error.exchange : "")
  })
)

export const MarketDataOnly = implement("MarketDataOnly", "Only public prices come from this exchange: it has no account to connect.")

export const InvalidCredentials = implement("InvalidCredentials", "A credential field is missing, malformed or unknown. Nothing was sent.")
builder.objectFields(InvalidCredentials, (t) => ({
  field: t.string({
    description: "Name of the field, as in `CredentialSpec.fields`.",
    resolve: ({ error }) => (error?._tag === "InvalidCredentials" ? error.field : "")
  }),
  problem: t.field({
    type: CredentialProblem,
    description: "What is wrong with it.",
    resolve: ({ error }) => (error?._tag === "InvalidCredentials" ? error.problem : "malformed")
  })
}))

export const KeyTooPowerful = implement("KeyTooPowerful", "The key can do more than read. Caudal refuses such keys and has not stored it.")
builder.objectField(KeyTooPowerful, "rights", (t) =>
  t.stringList({
    description: "What it may do beyond reading; empty when the exchange does not say.",
    resolve: ({ error }) => (error?._tag === "KeyTooPowerful" ? [...error.rights] : [])
  })
)

export const ConsentRequired = implement(
  "ConsentRequired",
  "The exchange does not tell what the key may do beyond reading; the owner has to check and accept that."
)
builder.objectField(ConsentRequired, "unverified", (t) =>
  t.stringList({
    description: "What could not be verified.",
    resolve: ({ error }) => (error?._tag === "ConsentRequired" ? [...error.unverified] : [])
  })
)
