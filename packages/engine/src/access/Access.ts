/** Owners and the tokens that speak for them. */
import type { Effect } from "effect"
import { Context, Schema } from "effect"
import type { OwnerId } from "../Ids.ts"

export class TokenRefused extends Schema.TaggedError<TokenRefused>()("TokenRefused", {}) {
  override get message() {
    return "The token is missing or not valid. Send it as `Authorization: Bearer <token>`; `caudal token reset` makes a new one."
  }
}

export class Access extends Context.Service<
  Access,
  {
    /** The owner that a bearer token speaks for. Takes the same time for every wrong token. */
    readonly authenticate: (token: string) => Effect.Effect<OwnerId, TokenRefused>
    /** The owner of a self-hosted installation, for commands run beside its data. */
    readonly localOwner: Effect.Effect<OwnerId>
    /** The same where nothing may be changed: `null` before the first start has made one. */
    readonly knownOwner: Effect.Effect<OwnerId | null>
    readonly hasToken: Effect.Effect<boolean>
    /** A good token that nobody has yet: to be put where its owner finds it, and then adopted. */
    readonly makeToken: Effect.Effect<string>
    /** The plain token of a new owner on the very first start, `null` ever after. Only its hash is stored. */
    readonly firstStart: Effect.Effect<string | null>
    /** Replaces the owner's token; the old one stops working at once. Gives the new one, this once. */
    readonly resetToken: Effect.Effect<string>
    /** Takes a token chosen by the operator (at least 32 characters) as the owner's. */
    readonly adoptToken: (token: string) => Effect.Effect<void>
  }
>()("@caudal/engine/access/Access") {}
