/** What tells a quarantined row from others: what it says, wherever on whichever page it stands. */
import { type Json, LosslessJson } from "@caudal/exchange"
import { sha256 } from "../vault/digest.ts"

const holds = (value: Json | undefined, key: string): value is { readonly [key: string]: Json } =>
  typeof value === "object" && value !== null && LosslessJson.keysOf(value as { readonly [key: string]: Json }).includes(key)

const resolved = (json: Json | undefined, pointer: string): Json | undefined =>
  pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<Json | undefined>((value, key) => (holds(value, key) ? value[key] : undefined), json)

/** `pointer`: the row's place in its reply. One that leads nowhere stands for itself. */
export const fingerprintOf = (json: Json | undefined, pointer: string): string => sha256(JSON.stringify(resolved(json, pointer)) ?? pointer)
