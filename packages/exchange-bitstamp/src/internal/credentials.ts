/** How an owner makes a key at Bitstamp. Permission names are as its documentation prints them in English. */
import type { CredentialSpec } from "@caudal/exchange"

export const credentials: CredentialSpec = {
  fields: [
    {
      name: "apiKey",
      kind: "key",
      label: { en: "API key", es: "Clave de API (API key)", pt: "Chave de API (API key)" },
      help: {
        en: "Shown in Bitstamp under Settings → API access.",
        es: "Aparece en Bitstamp en Configuración → Acceso API (API access).",
        pt: "Aparece na Bitstamp em Configurações → Acesso API (API access)."
      },
      pattern: "[A-Za-z0-9]{16,64}",
      appearsIn: ["header:x-auth", "header:x-auth-signature"]
    },
    {
      name: "apiSecret",
      kind: "secret",
      label: { en: "Secret", es: "Secreto (secret)", pt: "Segredo (secret)" },
      help: {
        en: "Bitstamp shows it only once, when the key is made. If it is lost, make a new key.",
        es: "Bitstamp lo muestra una sola vez, al crear la clave. Si se pierde, crea una clave nueva.",
        pt: "A Bitstamp o mostra uma única vez, ao criar a chave. Se for perdido, crie uma chave nova."
      },
      pattern: "[A-Za-z0-9]{16,128}",
      appearsIn: []
    }
  ],
  createKeyUrl: "https://www.bitstamp.net/settings/api/",
  steps: [
    {
      en: "Sign in at Bitstamp, open Settings → API access and create a new API key for this service alone.",
      es: "Entra a Bitstamp, abre Configuración → Acceso API y crea una clave nueva solo para este servicio.",
      pt: "Entre na Bitstamp, abra Configurações → Acesso API e crie uma chave nova só para este serviço."
    },
    {
      en: "Tick “Account balance” and “User transactions”, and nothing else.",
      es: "Marca “Account balance” y “User transactions”, y nada más.",
      pt: "Marque “Account balance” e “User transactions”, e nada mais."
    },
    {
      en: "Never tick “Orders”, “Withdrawals” or “Transfers”. Bitstamp does not tell us what a key may do, so nobody else can stop you.",
      es: "Nunca marques “Orders”, “Withdrawals” ni “Transfers”. Bitstamp no nos dice qué puede hacer una clave, así que nadie más puede detenerte.",
      pt: "Nunca marque “Orders”, “Withdrawals” nem “Transfers”. A Bitstamp não nos diz o que uma chave pode fazer, então ninguém mais pode impedir."
    },
    {
      en: "If this server has a fixed address, put it on the key's list of allowed addresses. Then activate the key by the mail that Bitstamp sends.",
      es: "Si este servidor tiene una dirección fija, agrégala a las direcciones permitidas. Después activa la clave con el correo que manda Bitstamp.",
      pt: "Se este servidor tem um endereço fixo, inclua-o nos endereços permitidos. Depois ative a chave pelo e-mail que a Bitstamp envia."
    }
  ],
  tick: ["Account balance", "User transactions"],
  neverTick: ["Orders", "Withdrawals", "Transfers"],
  listsRights: false,
  ipAllowList: {
    supported: true,
    maxAddresses: null,
    advice: {
      en: "Allow only this server's address.",
      es: "Permite solo la dirección de este servidor.",
      pt: "Permita apenas o endereço deste servidor."
    }
  },
  rotateAfterDays: 90
}
