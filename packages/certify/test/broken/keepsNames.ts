/** Keeps the reply as it came. */
import type { Adapter } from "@caudal/exchange"
import { pond } from "../toy/src/index.ts"

export const keepsNames: Adapter = { ...pond, redact: (_endpoint, text) => text }
