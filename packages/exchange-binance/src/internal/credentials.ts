/** How an owner makes a key at Binance. Permission names are as its form prints them in English. */
import type { CredentialSpec } from "@caudal/exchange"

export const credentials: CredentialSpec = {
  fields: [
    {
      name: "apiKey",
      kind: "key",
      label: { en: "API key", es: "Clave de API (API key)", pt: "Chave de API (API key)" },
      help: {
        en: "Shown in Binance under Account → API Management: 64 letters and digits.",
        es: "Aparece en Binance en Cuenta → Gestión de API: 64 letras y dígitos.",
        pt: "Aparece na Binance em Conta → Gerenciamento de API: 64 letras e dígitos."
      },
      pattern: "[A-Za-z0-9]{64}",
      appearsIn: ["header:x-mbx-apikey"]
    },
    {
      name: "apiSecret",
      kind: "secret",
      label: { en: "Secret key", es: "Clave secreta (secret key)", pt: "Chave secreta (secret key)" },
      help: {
        en: "Binance shows it only once, when the key is made. Keys of the kind “self-generated” (Ed25519, RSA) have none and are not supported: make a “system generated” (HMAC) key.",
        es: "Binance la muestra una sola vez, al crear la clave. Las claves de tipo «autogenerada» (Ed25519, RSA) no la tienen y no son compatibles: crea una clave «generada por el sistema» (HMAC).",
        pt: "A Binance a mostra uma única vez, ao criar a chave. Chaves do tipo “autogerada” (Ed25519, RSA) não a têm e não são aceitas: crie uma chave “gerada pelo sistema” (HMAC)."
      },
      pattern: "[A-Za-z0-9]{64}",
      appearsIn: []
    }
  ],
  createKeyUrl: "https://www.binance.com/en/my/settings/api-management",
  steps: [
    {
      en: "Sign in at Binance, open Account → API Management and choose “Create API”, then “System generated”.",
      es: "Entra a Binance, abre Cuenta → Gestión de API y elige «Crear API» (“Create API”), luego «Generada por el sistema» (“System generated”).",
      pt: "Entre na Binance, abra Conta → Gerenciamento de API e escolha “Criar API” (“Create API”), depois “Gerada pelo sistema” (“System generated”)."
    },
    {
      en: "Name it after this service and confirm with your second factor.",
      es: "Ponle el nombre de este servicio y confirma con tu segundo factor.",
      pt: "Dê a ela o nome deste serviço e confirme com o seu segundo fator."
    },
    {
      en: "Leave “Enable Reading” as the only box ticked.",
      es: "Deja marcada solamente la casilla “Enable Reading”.",
      pt: "Deixe marcada somente a caixa “Enable Reading”."
    },
    {
      en: "Never tick “Enable Spot & Margin Trading”, “Enable Futures”, “Enable Withdrawals”, “Permits Universal Transfer” or any other box. We refuse a key that has one of them.",
      es: "Nunca marques “Enable Spot & Margin Trading”, “Enable Futures”, “Enable Withdrawals”, “Permits Universal Transfer” ni ninguna otra casilla. Rechazamos las claves que las tengan.",
      pt: "Nunca marque “Enable Spot & Margin Trading”, “Enable Futures”, “Enable Withdrawals”, “Permits Universal Transfer” nem qualquer outra caixa. Recusamos chaves que as tenham."
    },
    {
      en: "If this server has a fixed address, choose “Restrict access to trusted IPs only” and enter it.",
      es: "Si este servidor tiene una dirección fija, elige “Restrict access to trusted IPs only” y escríbela.",
      pt: "Se este servidor tem um endereço fixo, escolha “Restrict access to trusted IPs only” e digite-o."
    },
    {
      en: "Copy API key and secret key at once: the secret is shown only once.",
      es: "Copia en ese momento la clave de API y la clave secreta: esta se muestra una sola vez.",
      pt: "Copie na hora a chave de API e a chave secreta: esta é mostrada uma única vez."
    }
  ],
  tick: ["Enable Reading"],
  neverTick: [
    "Enable Spot & Margin Trading",
    "Enable Margin Loan, Repay & Transfer",
    "Enable Futures",
    "Enable European Options",
    "Permits Universal Transfer",
    "Enable Withdrawals"
  ],
  listsRights: true,
  ipAllowList: {
    supported: true,
    maxAddresses: 30,
    advice: {
      en: "Allow only this server's address. If Binance then refuses the key, a changed address is a likely cause.",
      es: "Permite solo la dirección de este servidor. Si después Binance rechaza la clave, es probable que la dirección haya cambiado.",
      pt: "Permita apenas o endereço deste servidor. Se depois a Binance recusar a chave, é provável que o endereço tenha mudado."
    }
  },
  rotateAfterDays: 90
}
