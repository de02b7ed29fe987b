/** Every broken adapter, the case that must name its bug, and words that show that it failed for that reason. */
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
import { givesUpOn429 } from "./givesUpOn429.ts"
import { goesOnByTime } from "./goesOnByTime.ts"
import { hasNoOrder } from "./hasNoOrder.ts"
import { ignores420 } from "./ignores420.ts"
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
import { offByOneWindow } from "./offByOneWindow.ts"
import { skipsEveryOtherWindow } from "./skipsEveryOtherWindow.ts"
import { asksForTooMuch } from "./asksForTooMuch.ts"
import { ignoresTheWindow } from "./ignoresTheWindow.ts"
import { takesEmptyWindowsForRead } from "./takesEmptyWindowsForRead.ts"
import { forgetsNewMarkets } from "./forgetsNewMarkets.ts"
import { namesListedMarketsOnly } from "./namesListedMarketsOnly.ts"
import { opensByBaseOnly } from "./opensByBaseOnly.ts"
import { skipsARowBetweenPages } from "./skipsARowBetweenPages.ts"
import { forgetsTheMarketInIds } from "./forgetsTheMarketInIds.ts"
import { endsAtTheFirstPage } from "./endsAtTheFirstPage.ts"
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
import { remembersTheEnd } from "./remembersTheEnd.ts"
import { repeatsTheExchange } from "./repeatsTheExchange.ts"
import { resetsTheNonce } from "./resetsTheNonce.ts"
import { roundsAmounts } from "./roundsAmounts.ts"
import { roundsIds } from "./roundsIds.ts"
import { sharesGroups } from "./sharesGroups.ts"
import { skipsEqualAmounts } from "./skipsEqualAmounts.ts"
import { sumsOneWallet } from "./sumsOneWallet.ts"
import { takes429ForAHiccup } from "./takes429ForAHiccup.ts"
import { takesMillisecondsForSeconds } from "./takesMillisecondsForSeconds.ts"
import { tellsAThirdParty } from "./tellsAThirdParty.ts"
import { throwsOnRenames } from "./throwsOnRenames.ts"
import { throwsOnUnreadableRows } from "./throwsOnUnreadableRows.ts"
import { trustsTheFirstEmptyPage } from "./trustsTheFirstEmptyPage.ts"
import { trustsUnknownPowers } from "./trustsUnknownPowers.ts"
import { usesTheWholeLimit } from "./usesTheWholeLimit.ts"
import { waitsForExpiredKeys } from "./waitsForExpiredKeys.ts"
import { wantsTexts } from "./wantsTexts.ts"
import { swapsHighAndLow } from "./swapsHighAndLow.ts"
import { asksForPricesInSeconds } from "./asksForPricesInSeconds.ts"
import { beginsDaysAtMidnight } from "./beginsDaysAtMidnight.ts"
import { forgetsTheLastCandle } from "./forgetsTheLastCandle.ts"
import { doublesTheLastCandle } from "./doublesTheLastCandle.ts"
import { copiesRows } from "./copiesRows.ts"
import { countsCandles } from "./countsCandles.ts"
import { asksForMoreThanFits } from "./asksForMoreThanFits.ts"
import { dropsOddCandles } from "./dropsOddCandles.ts"
import { readsPagesAsNoTrade } from "./readsPagesAsNoTrade.ts"
import { tellsPricesElsewhere } from "./tellsPricesElsewhere.ts"
import { datesPricesToday } from "./datesPricesToday.ts"
import { needsAKeyForPrices } from "./needsAKeyForPrices.ts"
import { readsByTheServersClock } from "./readsByTheServersClock.ts"
import { keepsSummerTime } from "./keepsSummerTime.ts"
import { forgetsTheWalletOnPageTwo } from "./forgetsTheWalletOnPageTwo.ts"
import { chargesRebates } from "./chargesRebates.ts"
import { readsOnePageOfBalances } from "./readsOnePageOfBalances.ts"
import { sellsWhatWasBought } from "./sellsWhatWasBought.ts"
import { turnsPricesRound } from "./turnsPricesRound.ts"
import { countsWhatIsUnderWay } from "./countsWhatIsUnderWay.ts"
import { closesWhereItOpened } from "./closesWhereItOpened.ts"
import { mixesUpBaseAndQuote, mixesUpBidAndAsk } from "./mixesUpTickers.ts"
import { retriesBareRefusals } from "./retriesBareRefusals.ts"
import { callsAllAccountsMain } from "./callsAllAccountsMain.ts"
import { repeatsOddRows } from "./repeatsOddRows.ts"
import { asksForAnotherTick } from "./asksForAnotherTick.ts"
import { callsWithdrawalsDeposits } from "./callsWithdrawalsDeposits.ts"
import { readsItselfAnew } from "./readsItselfAnew.ts"
import { countsOnIds } from "./countsOnIds.ts"
import { locksEverything } from "./locksEverything.ts"
import { renamesOldCodes } from "./renamesOldCodes.ts"
import { namesNoWithdrawal } from "./namesNoWithdrawal.ts"
import { saysYesToAll } from "./saysYesToAll.ts"
import { inventsAKind } from "./inventsAKind.ts"
import { forgetsFeesElsewhere } from "./forgetsFeesElsewhere.ts"

export interface BrokenAdapter {
  readonly name: string
  readonly adapter: Adapter
  readonly caught: string
  readonly says: string
}

const entry = (name: string, adapter: Adapter, caught: string, says: string): BrokenAdapter => ({ name, adapter, caught, says })

export const broken: ReadonlyArray<BrokenAdapter> = [
  entry("dropsALeg", dropsALeg, "M-04", "usd differs by"),
  entry("movesOnOverErrors", movesOnOverErrors, "P-15", "although a list of theirs failed half-way"),
  entry("readsErrorsAsEmpty", readsErrorsAsEmpty, "F-06", "was taken for the end of"),
  entry("readsPagesAsEmpty", readsPagesAsEmpty, "F-10", "was taken for the end of"),
  entry("readsCutJsonAsEmpty", readsCutJsonAsEmpty, "F-08", "although asking again would have helped"),
  entry("skipsEqualAmounts", skipsEqualAmounts, "I-01", "btc differs by 0.0099875"),
  entry("sumsOneWallet", sumsOneWallet, "M-05", "btc differs by -7.2"),
  entry("postsOneWallet", postsOneWallet, "M-05", "btc differs by -7.2"),
  entry("paysFeesOut", paysFeesOut, "M-06", "btc differs by -0.000025"),
  entry("forgetsFees", forgetsFees, "M-06", "btc differs by -0.0000125"),
  entry("copiesRows", copiesRows, "M-10", "Object.entries find nothing in a row of a long page; read row["),
  entry("roundsIds", roundsIds, "I-09", "3 trades are told apart instead of 5"),
  entry("takesMillisecondsForSeconds", takesMillisecondsForSeconds, "T-02", "is dated 1970-01-"),
  entry("readsLocalTime", readsLocalTime, "T-02", "T18:01:00.000Z, when nothing happened"),
  entry("knowsNoLeapDay", knowsNoLeapDay, "T-03", "2020-03-01T"),
  entry("cutsMilliseconds", cutsMilliseconds, "T-02", "when nothing happened"),
  entry("goesOnByTime", goesOnByTime, "P-11", "usd differs by"),
  entry("forgetsTheBorderRow", forgetsTheBorderRow, "P-02", "usd differs by 100.25"),
  entry("believesShortPages", believesShortPages, "P-07", "is complete up to"),
  entry("failsOnEmptyAccounts", failsOnEmptyAccounts, "P-05", "The page gives no place to go on from"),
  entry("readsOnePage", readsOnePage, "P-03", "usd differs by 100.25"),
  entry("trustsTheFirstEmptyPage", trustsTheFirstEmptyPage, "P-06", "is complete up to"),
  entry("remembersTheEnd", remembersTheEnd, "P-06", "after everything was well again"),
  entry("cannotLoseItsPlace", cannotLoseItsPlace, "P-13", "it was not read anew from the top"),
  entry("takes429ForAHiccup", takes429ForAHiccup, "F-02", "not after 65 s"),
  entry("givesUpOn429", givesUpOn429, "F-01", "asked again once the pause is over"),
  entry("ignores420", ignores420, "F-03", "not after 65 s"),
  entry("knocksDuringLockouts", knocksDuringLockouts, "F-04", "while the exchange had locked the account out"),
  entry("resetsTheNonce", resetsTheNonce, "C-03", "NONCE_REUSED"),
  entry("leavesTheQueryUnsigned", leavesTheQueryUnsigned, "R-11", "although the key is good"),
  entry("losesDelistedMarkets", losesDelistedMarkets, "A-03", "btc differs by -0.02"),
  entry("dropsUnknownAssets", dropsUnknownAssets, "A-01", "newcoin differs by 2.5"),
  entry("mergesCodes", mergesCodes, "A-02", "eth differs by"),
  entry("dropsUnknownOperations", dropsUnknownOperations, "A-04", "usd differs by 7.77"),
  entry("throwsOnRenames", throwsOnRenames, "A-05", "one row that was renamed"),
  entry("roundsAmounts", roundsAmounts, "M-01", "eth differs by"),
  entry("cannotReadExponents", cannotReadExponents, "M-03", "eth differs by 2512.00001001"),
  entry("wantsTexts", wantsTexts, "M-02", "after everything was well again"),
  entry("dropsUnreadableRows", dropsUnreadableRows, "F-19", "the row vanished"),
  entry("throwsOnUnreadableRows", throwsOnUnreadableRows, "F-19", "the row vanished"),
  entry("namesNoTrade", namesNoTrade, "I-07", "do not share a group"),
  entry("sharesGroups", sharesGroups, "I-06", "bear the same group"),
  entry("numbersTwinsItself", numbersTwinsItself, "I-02", "usd differs by 0.01"),
  entry("looksAwayFromWithdrawals", looksAwayFromWithdrawals, "R-01", "the key may withdraw, and it is taken"),
  entry("givesTradersAPass", givesTradersAPass, "R-02", "the key may trade, and it is taken"),
  entry("trustsUnknownPowers", trustsUnknownPowers, "R-03", "the key may teleport, and it is taken"),
  entry("claimsToKnow", claimsToKnow, "R-05", "nobody can know what the key may do"),
  entry("waitsForExpiredKeys", waitsForExpiredKeys, "R-07", "the owner is told MAINTENANCE"),
  entry("blamesTheNetwork", blamesTheNetwork, "R-08", "the owner is told NETWORK"),
  entry("changesItsAccount", changesItsAccount, "R-10", "a second account"),
  entry("callsRefusalsBroken", callsRefusalsBroken, "F-17", "the user is told SCHEMA_DRIFT"),
  entry("callsEmptyBalancesZero", callsEmptyBalancesZero, "F-18", "differs without any balance"),
  entry("asksForAnUndeclaredPath", asksForAnUndeclaredPath, "O-01", "asked for open_orders"),
  entry("postsAnOrder", postsAnOrder, "O-02", "POST /v1/orders is no read"),
  entry("tellsAThirdParty", tellsAThirdParty, "O-01", "https://metrics.example"),
  entry("remembers", remembers, "O-09", "answers differently"),
  entry("asksTheClock", asksTheClock, "O-09", "Date.now"),
  entry("putsTheSecretIntoTheAddress", putsTheSecretIntoTheAddress, "V-01", "a secret stands in the address"),
  entry("keepsNames", keepsNames, "V-03", "with a person's data in it"),
  entry("keepsHalfReplies", keepsHalfReplies, "V-04", "with a person's data in it"),
  entry("repeatsTheExchange", repeatsTheExchange, "V-05", "what the exchange wrote"),
  entry("logsReplies", logsReplies, "V-06", "console.debug"),
  entry("logsTheSignature", logsTheSignature, "V-06", "console.log"),
  entry("usesTheWholeLimit", usesTheWholeLimit, "D-04", "300 of 300"),
  entry("offByOneWindow", offByOneWindow, "W-01", "at the border of two windows"),
  entry("skipsEveryOtherWindow", skipsEveryOtherWindow, "W-02", "differs by"),
  entry("asksForTooMuch", asksForTooMuch, "T-09", "SCHEMA_DRIFT"),
  entry("ignoresTheWindow", ignoresTheWindow, "T-09", "whatever the window is"),
  entry("takesEmptyWindowsForRead", takesEmptyWindowsForRead, "W-03", "is complete up to"),
  entry("forgetsNewMarkets", forgetsNewMarkets, "L-01", "add up to"),
  entry("namesListedMarketsOnly", namesListedMarketsOnly, "A-03", "btc differs by -0.02"),
  entry("opensByBaseOnly", opensByBaseOnly, "L-03", "fourthcoin differs by -10.5"),
  entry("skipsARowBetweenPages", skipsARowBetweenPages, "L-04", "differs by"),
  entry("forgetsTheMarketInIds", forgetsTheMarketInIds, "L-05", "differs by"),
  entry("endsAtTheFirstPage", endsAtTheFirstPage, "W-04", "usd differs by"),
  entry("hasNoOrder", hasNoOrder, "D-02", "neither an order nor windows"),
  entry("namesAMissingEndpoint", namesAMissingEndpoint, "D-02", "names endpoint fills"),
  entry("swapsHighAndLow", swapsHighAndLow, "K-02", "opens at"),
  entry("asksForPricesInSeconds", asksForPricesInSeconds, "K-02", "there are none between"),
  entry("beginsDaysAtMidnight", beginsDaysAtMidnight, "K-02", "where none should"),
  entry("forgetsTheLastCandle", forgetsTheLastCandle, "K-03", "is missing"),
  entry("doublesTheLastCandle", doublesTheLastCandle, "K-04", "twice"),
  entry("countsCandles", countsCandles, "K-04", "with the rows in another order"),
  entry("asksForMoreThanFits", asksForMoreThanFits, "K-05", "is missing"),
  entry("dropsOddCandles", dropsOddCandles, "K-06", "vanished"),
  entry("readsPagesAsNoTrade", readsPagesAsNoTrade, "K-07", "a time in which nobody traded"),
  entry("tellsPricesElsewhere", tellsPricesElsewhere, "K-08", "https://charts.example"),
  entry("datesPricesToday", datesPricesToday, "K-09", "Date.now"),
  entry("needsAKeyForPrices", needsAKeyForPrices, "K-01", "is signed"),
  entry("readsByTheServersClock", readsByTheServersClock, "T-10", "depends on the time zone of the server"),
  entry("keepsSummerTime", keepsSummerTime, "T-03", "2021-07-15T11:00:00.000Z, when nothing happened"),
  entry("forgetsTheWalletOnPageTwo", forgetsTheWalletOnPageTwo, "M-05", "btc differs by"),
  entry("chargesRebates", chargesRebates, "M-11", "usd differs by"),
  entry("readsOnePageOfBalances", readsOnePageOfBalances, "M-12", "the balances name 100"),
  entry("sellsWhatWasBought", sellsWhatWasBought, "M-13", "usd add up to 210.5, but -210.5"),
  entry("turnsPricesRound", turnsPricesRound, "M-14", "instead of"),
  entry("countsWhatIsUnderWay", countsWhatIsUnderWay, "M-15", "a deposit that is pending counts"),
  entry("closesWhereItOpened", closesWhereItOpened, "K-10", "closes at"),
  entry("mixesUpBidAndAsk", mixesUpBidAndAsk, "Q-02", "bid and ask are mixed up"),
  entry("mixesUpBaseAndQuote", mixesUpBaseAndQuote, "Q-08", "one usd costs 42100.123456789012345678 btc"),
  entry("retriesBareRefusals", retriesBareRefusals, "R-12", "HTTP 401 of account is MAINTENANCE"),
  entry("callsAllAccountsMain", callsAllAccountsMain, "R-13", "every account is called main"),
  entry("repeatsOddRows", repeatsOddRows, "V-07", "is repeated in the reason why"),
  entry("callsWithdrawalsDeposits", callsWithdrawalsDeposits, "M-17", "a withdrawal of btc is called deposit"),
  entry("readsItselfAnew", readsItselfAnew, "D-08", "manifest.endpoints is computed"),
  entry("countsOnIds", countsOnIds, "F-20", "the parser throws on a row of"),
  entry("locksEverything", locksEverything, "M-18", "are available and"),
  entry("renamesOldCodes", renamesOldCodes, "A-06", "luna"),
  entry("trustsTheFirstEmptyPage", trustsTheFirstEmptyPage, "P-16", "is complete"),
  entry("namesNoWithdrawal", namesNoWithdrawal, "I-10", "found no partner"),
  entry("saysYesToAll", saysYesToAll, "R-14", "the owner is told that it can be read"),
  entry("inventsAKind", inventsAKind, "M-17", "an event is a reward"),
  entry("forgetsFeesElsewhere", forgetsFeesElsewhere, "M-19", "feecoin differs by"),
  entry("asksForAnotherTick", asksForAnotherTick, "D-07", "needs the permission View trades")
]
