/**
 * How an owner makes a key at Bitso. The permission names "View account information", "View balances" and "Place orders"
 * are as guides print them; which switch opens the history is not documented, so the steps say what to look for.
 */
import type { CredentialSpec } from "@caudal/exchange"

export const credentials: CredentialSpec = {
  fields: [
    {
      name: "apiKey",
      kind: "key",
      label: { en: "API key", es: "Clave de API (API Key)", pt: "Chave de API (API Key)" },
      help: {
        en: "Shown in Bitso under Profile → API.",
        es: "Aparece en Bitso en Perfil → API.",
        pt: "Aparece na Bitso em Perfil → API."
      },
      pattern: "[A-Za-z0-9_-]{4,128}",
      appearsIn: ["header:authorization"]
    },
    {
      name: "apiSecret",
      kind: "secret",
      label: { en: "API secret", es: "Secreto de API (API Secret)", pt: "Segredo de API (API Secret)" },
      help: {
        en: "Bitso shows it only once, when the key is made. If it is lost, make a new key.",
        es: "Bitso lo muestra una sola vez, al crear la clave. Si se pierde, crea una clave nueva.",
        pt: "A Bitso o mostra uma única vez, ao criar a chave. Se for perdido, crie uma chave nova."
      },
      pattern: "[A-Za-z0-9_-]{4,128}",
      appearsIn: []
    }
  ],
  createKeyUrl: "https://bitso.com",
  steps: [
    {
      en: "Sign in on Bitso's website (not the app) and turn on two-factor authentication if it is off.",
      es: "Entra al sitio web de Bitso (no a la app) y activa la verificación en dos pasos si no la tienes.",
      pt: "Entre no site da Bitso (não no aplicativo) e ative a verificação em duas etapas, se ainda não estiver ativa."
    },
    {
      en: "Open Profile → API and choose “Add new API key”.",
      es: "Abre Perfil → API y elige «Agregar nueva API» (“Add new API key”).",
      pt: "Abra Perfil → API e escolha “Adicionar nova API” (“Add new API key”)."
    },
    {
      en: "Name it after this service. Use one key per service, so that each can be revoked alone.",
      es: "Ponle el nombre de este servicio. Usa una clave por servicio, para poder revocar cada una por separado.",
      pt: "Dê a ela o nome deste serviço. Use uma chave por serviço, para poder revogar cada uma separadamente."
    },
    {
      en: "Tick “View account information” and “View balances”, and every other switch that only lets the key view (trades, deposits, withdrawals, ledger). We have not been able to verify the exact names of those; after connecting we show which lists the key can read.",
      es: "Marca “View account information” y “View balances”, y cualquier otro permiso que solo deje consultar (operaciones, depósitos, retiros, movimientos). No hemos podido verificar sus nombres exactos; al conectar te mostramos qué listas puede leer la clave.",
      pt: "Marque “View account information” e “View balances”, e qualquer outra permissão que só permita consultar (operações, depósitos, saques, extrato). Não pudemos verificar os nomes exatos; ao conectar mostramos quais listas a chave consegue ler."
    },
    {
      en: "Never tick “Place orders”, nor anything that withdraws or sends money. Caudal does not need it, and Bitso offers no way to check it afterwards.",
      es: "Nunca marques “Place orders” ni nada que retire o envíe dinero. Caudal no lo necesita, y Bitso no permite comprobarlo después.",
      pt: "Nunca marque “Place orders” nem nada que saque ou envie dinheiro. O Caudal não precisa disso, e a Bitso não permite verificar depois."
    },
    {
      en: "If this server has a fixed address, put it on the key's IP allow-list (up to five addresses).",
      es: "Si este servidor tiene una dirección fija, agrégala a la lista de IP permitidas de la clave (hasta cinco).",
      pt: "Se este servidor tem um endereço fixo, inclua-o na lista de IPs permitidos da chave (até cinco)."
    },
    {
      en: "Confirm with your two-factor code (or PIN), then copy key and secret at once: the secret is shown only once.",
      es: "Confirma con tu código de dos pasos (o NIP) y copia en ese momento la clave y el secreto: el secreto se muestra una sola vez.",
      pt: "Confirme com o código de duas etapas (ou PIN) e copie na hora a chave e o segredo: o segredo é mostrado uma única vez."
    }
  ],
  tick: ["View account information", "View balances"],
  neverTick: ["Place orders", "Withdrawals (any permission that moves money out; its exact name is not verified)"],
  ipAllowList: {
    supported: true,
    maxAddresses: 5,
    advice: {
      en: "Allow only this server's address. If Bitso then refuses the key, a changed address is a likely cause.",
      es: "Permite solo la dirección de este servidor. Si después Bitso rechaza la clave, es probable que la dirección haya cambiado.",
      pt: "Permita apenas o endereço deste servidor. Se depois a Bitso recusar a chave, é provável que o endereço tenha mudado."
    }
  },
  rotateAfterDays: 90
}
