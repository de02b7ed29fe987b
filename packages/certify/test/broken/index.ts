/** Every broken adapter, and the case that must name its bug. */
import type { Adapter } from "@caudal/exchange"
import { asksForAnUndeclaredPath } from "./asksForAnUndeclaredPath.ts"
import { asksTheClock } from "./asksTheClock.ts"
import { believesShortPages } from "./believesShortPages.ts"
import { blamesTheNetwork } from "./blamesTheNetwork.ts"
import { callsEmptyBalancesZero } from "./callsEmptyBalancesZero.ts"
import { callsRefusalsBroken } from "./callsRefusalsBroken.ts"
import { cannotLoseItsPlace } from "./cannotLoseItsPlace.ts"
import { cannotReadExponents } from "./cannotReadExponents.ts"
import { changesItsAccount } from "./changesItsAccount.ts"
import { claimsToKnow } from "./claimsToKnow.ts"
import { cutsMilliseconds } from "./cutsMilliseconds.ts"
import { dropsALeg } from "./dropsALeg.ts"
import { dropsUnknownAssets } from "./dropsUnknownAssets.ts"
import { dropsUnknownOperations } from "./dropsUnknownOperations.ts"
import { dropsUnreadableRows } from "./dropsUnreadableRows.ts"
import { failsOnEmptyAccounts } from "./failsOnEmptyAccounts.ts"
import { forgetsFees } from "./forgetsFees.ts"
import { forgetsTheBorderRow } from "./forgetsTheBorderRow.ts"
import { givesTradersAPass } from "./givesTradersAPass.ts"
import { goesOnByTime } from "./goesOnByTime.ts"
import { ignores420 } from "./ignores420.ts"
import { ignoresRetryAfter } from "./ignoresRetryAfter.ts"
import { keepsHalfReplies } from "./keepsHalfReplies.ts"
import { keepsNames } from "./keepsNames.ts"
import { knocksDuringLockouts } from "./knocksDuringLockouts.ts"
import { knowsNoLeapDay } from "./knowsNoLeapDay.ts"
import { leavesTheQueryUnsigned } from "./leavesTheQueryUnsigned.ts"
import { logsReplies } from "./logsReplies.ts"
import { logsTheSignature } from "./logsTheSignature.ts"
import { looksAwayFromWithdrawals } from "./looksAwayFromWithdrawals.ts"
import { losesDelistedMarkets } from "./losesDelistedMarkets.ts"
import { mergesCodes } from "./mergesCodes.ts"
import { movesOnOverErrors } from "./movesOnOverErrors.ts"
import { namesAMissingEndpoint } from "./namesAMissingEndpoint.ts"
import { namesNoTrade } from "./namesNoTrade.ts"
import { numbersTwinsItself } from "./numbersTwinsItself.ts"
import { paysFeesOut } from "./paysFeesOut.ts"
import { postsAnOrder } from "./postsAnOrder.ts"
import { postsOneWallet } from "./postsOneWallet.ts"
import { putsTheSecretIntoTheAddress } from "./putsTheSecretIntoTheAddress.ts"
import { readsCutJsonAsEmpty } from "./readsCutJsonAsEmpty.ts"
import { readsErrorsAsEmpty } from "./readsErrorsAsEmpty.ts"
import { readsLocalTime } from "./readsLocalTime.ts"
import { readsOnePage } from "./readsOnePage.ts"
import { readsPagesAsEmpty } from "./readsPagesAsEmpty.ts"
import { remembers } from "./remembers.ts"
import { repeatsTheExchange } from "./repeatsTheExchange.ts"
import { resetsTheNonce } from "./resetsTheNonce.ts"
import { roundsAmounts } from "./roundsAmounts.ts"
import { roundsIds } from "./roundsIds.ts"
import { sharesGroups } from "./sharesGroups.ts"
import { skipsEqualAmounts } from "./skipsEqualAmounts.ts"
import { sumsOneWallet } from "./sumsOneWallet.ts"
import { takesMillisecondsForSeconds } from "./takesMillisecondsForSeconds.ts"
import { tellsAThirdParty } from "./tellsAThirdParty.ts"
import { throwsOnRenames } from "./throwsOnRenames.ts"
import { throwsOnUnreadableRows } from "./throwsOnUnreadableRows.ts"
import { trustsTheFirstEmptyPage } from "./trustsTheFirstEmptyPage.ts"
import { trustsUnknownPowers } from "./trustsUnknownPowers.ts"
import { usesTheWholeLimit } from "./usesTheWholeLimit.ts"
import { waitsForExpiredKeys } from "./waitsForExpiredKeys.ts"
import { wantsTexts } from "./wantsTexts.ts"

export const broken: ReadonlyArray<{ readonly adapter: Adapter; readonly name: string; readonly caught: string }> = [
  { name: "dropsALeg", adapter: dropsALeg, caught: "M-04" },
  { name: "movesOnOverErrors", adapter: movesOnOverErrors, caught: "P-15" },
  { name: "readsErrorsAsEmpty", adapter: readsErrorsAsEmpty, caught: "F-06" },
  { name: "readsPagesAsEmpty", adapter: readsPagesAsEmpty, caught: "F-10" },
  { name: "readsCutJsonAsEmpty", adapter: readsCutJsonAsEmpty, caught: "F-08" },
  { name: "skipsEqualAmounts", adapter: skipsEqualAmounts, caught: "I-01" },
  { name: "sumsOneWallet", adapter: sumsOneWallet, caught: "M-05" },
  { name: "postsOneWallet", adapter: postsOneWallet, caught: "M-05" },
  { name: "paysFeesOut", adapter: paysFeesOut, caught: "M-06" },
  { name: "forgetsFees", adapter: forgetsFees, caught: "M-06" },
  { name: "roundsIds", adapter: roundsIds, caught: "I-09" },
  { name: "takesMillisecondsForSeconds", adapter: takesMillisecondsForSeconds, caught: "T-02" },
  { name: "readsLocalTime", adapter: readsLocalTime, caught: "T-02" },
  { name: "knowsNoLeapDay", adapter: knowsNoLeapDay, caught: "T-03" },
  { name: "cutsMilliseconds", adapter: cutsMilliseconds, caught: "T-02" },
  { name: "goesOnByTime", adapter: goesOnByTime, caught: "P-11" },
  { name: "forgetsTheBorderRow", adapter: forgetsTheBorderRow, caught: "P-02" },
  { name: "believesShortPages", adapter: believesShortPages, caught: "P-07" },
  { name: "failsOnEmptyAccounts", adapter: failsOnEmptyAccounts, caught: "P-05" },
  { name: "readsOnePage", adapter: readsOnePage, caught: "P-03" },
  { name: "trustsTheFirstEmptyPage", adapter: trustsTheFirstEmptyPage, caught: "P-06" },
  { name: "cannotLoseItsPlace", adapter: cannotLoseItsPlace, caught: "P-13" },
  { name: "ignoresRetryAfter", adapter: ignoresRetryAfter, caught: "F-01" },
  { name: "ignores420", adapter: ignores420, caught: "F-03" },
  { name: "knocksDuringLockouts", adapter: knocksDuringLockouts, caught: "F-04" },
  { name: "resetsTheNonce", adapter: resetsTheNonce, caught: "C-03" },
  { name: "leavesTheQueryUnsigned", adapter: leavesTheQueryUnsigned, caught: "O-02" },
  { name: "losesDelistedMarkets", adapter: losesDelistedMarkets, caught: "A-03" },
  { name: "dropsUnknownAssets", adapter: dropsUnknownAssets, caught: "A-01" },
  { name: "mergesCodes", adapter: mergesCodes, caught: "A-02" },
  { name: "dropsUnknownOperations", adapter: dropsUnknownOperations, caught: "A-04" },
  { name: "throwsOnRenames", adapter: throwsOnRenames, caught: "A-05" },
  { name: "roundsAmounts", adapter: roundsAmounts, caught: "M-01" },
  { name: "cannotReadExponents", adapter: cannotReadExponents, caught: "M-03" },
  { name: "wantsTexts", adapter: wantsTexts, caught: "M-02" },
  { name: "dropsUnreadableRows", adapter: dropsUnreadableRows, caught: "F-19" },
  { name: "throwsOnUnreadableRows", adapter: throwsOnUnreadableRows, caught: "F-19" },
  { name: "namesNoTrade", adapter: namesNoTrade, caught: "I-07" },
  { name: "sharesGroups", adapter: sharesGroups, caught: "I-06" },
  { name: "numbersTwinsItself", adapter: numbersTwinsItself, caught: "I-02" },
  { name: "looksAwayFromWithdrawals", adapter: looksAwayFromWithdrawals, caught: "R-01" },
  { name: "givesTradersAPass", adapter: givesTradersAPass, caught: "R-02" },
  { name: "trustsUnknownPowers", adapter: trustsUnknownPowers, caught: "R-03" },
  { name: "claimsToKnow", adapter: claimsToKnow, caught: "R-05" },
  { name: "waitsForExpiredKeys", adapter: waitsForExpiredKeys, caught: "R-07" },
  { name: "blamesTheNetwork", adapter: blamesTheNetwork, caught: "R-08" },
  { name: "changesItsAccount", adapter: changesItsAccount, caught: "R-10" },
  { name: "callsRefusalsBroken", adapter: callsRefusalsBroken, caught: "F-17" },
  { name: "callsEmptyBalancesZero", adapter: callsEmptyBalancesZero, caught: "F-18" },
  { name: "asksForAnUndeclaredPath", adapter: asksForAnUndeclaredPath, caught: "O-01" },
  { name: "postsAnOrder", adapter: postsAnOrder, caught: "O-02" },
  { name: "tellsAThirdParty", adapter: tellsAThirdParty, caught: "O-01" },
  { name: "remembers", adapter: remembers, caught: "O-09" },
  { name: "asksTheClock", adapter: asksTheClock, caught: "O-09" },
  { name: "putsTheSecretIntoTheAddress", adapter: putsTheSecretIntoTheAddress, caught: "V-01" },
  { name: "keepsNames", adapter: keepsNames, caught: "V-03" },
  { name: "keepsHalfReplies", adapter: keepsHalfReplies, caught: "V-04" },
  { name: "repeatsTheExchange", adapter: repeatsTheExchange, caught: "V-05" },
  { name: "logsReplies", adapter: logsReplies, caught: "V-06" },
  { name: "logsTheSignature", adapter: logsTheSignature, caught: "V-06" },
  { name: "usesTheWholeLimit", adapter: usesTheWholeLimit, caught: "D-04" },
  { name: "namesAMissingEndpoint", adapter: namesAMissingEndpoint, caught: "D-02" }
]
