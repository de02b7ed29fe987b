/** Sends the secret along as a parameter, and the manifest allows it to. */
import type { Adapter } from "@caudal/exchange"
import { pond } from "../toy/src/index.ts"
import { withManifest } from "./change.ts"

const showing = withManifest((manifest) => ({
  ...manifest,
  credentials: {
    ...manifest.credentials,
    fields: manifest.credentials.fields.map((field) => (field.kind === "secret" ? { ...field, appearsIn: ["query:secret"] } : field))
  }
}))

export const putsTheSecretIntoTheAddress: Adapter = {
  ...showing,
  sign: (request, at) => ({ ...pond.sign(request, at), query: { secret: { secret: "apiSecret" } } })
}
