/** How an owner makes a key at Quetzal. Permission names are as its form prints them. */
import type { CredentialSpec } from "@caudal/exchange"

export const credentials: CredentialSpec = {
  fields: [
    {
      name: "apiKey",
      kind: "key",
      label: { en: "API key", es: "Clave de API", pt: "Chave de API" },
      help: { en: "Shown in your settings.", es: "Aparece en tu configuración.", pt: "Aparece nas suas configurações." },
      pattern: "[A-Za-z0-9-]{8,128}",
      appearsIn: ["header:x-key"]
    },
    {
      name: "apiSecret",
      kind: "secret",
      label: { en: "Secret", es: "Secreto", pt: "Segredo" },
      help: { en: "Shown only once.", es: "Aparece una sola vez.", pt: "Aparece uma única vez." },
      pattern: "[A-Za-z0-9-]{16,256}",
      appearsIn: []
    }
  ],
  createKeyUrl: "https://quetzal.example/keys",
  steps: [
    {
      en: "Make a key, and tick “View” and nothing else.",
      es: "Crea una clave y marca “View” y nada más.",
      pt: "Crie uma chave e marque “View” e nada mais."
    }
  ],
  tick: ["View"],
  neverTick: ["Trade", "Withdraw"],
  // true: plans.keyRights learns what the key may do. false: nobody can know, and the owner's consent is asked.
  listsRights: false,
  ipAllowList: { supported: false, maxAddresses: null, advice: { en: "None.", es: "Ninguna.", pt: "Nenhuma." } },
  rotateAfterDays: 90
}
