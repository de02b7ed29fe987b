/** How an owner makes a key at Kraken. Permission names are as its form prints them in English. */
import type { CredentialSpec } from "@caudal/exchange"

export const credentials: CredentialSpec = {
  fields: [
    {
      name: "apiKey",
      kind: "key",
      label: { en: "API key", es: "Clave de API (API key)", pt: "Chave de API (API key)" },
      help: {
        en: "Shown in Kraken under Settings → API.",
        es: "Aparece en Kraken en Configuración → API.",
        pt: "Aparece na Kraken em Configurações → API."
      },
      pattern: "[A-Za-z0-9+/=]{16,128}",
      appearsIn: ["header:api-key"]
    },
    {
      name: "apiSecret",
      kind: "secret",
      label: { en: "Private key", es: "Clave privada (private key)", pt: "Chave privada (private key)" },
      help: {
        en: "Kraken shows it only once, when the key is made; it usually ends in ==. If it is lost, make a new key.",
        es: "Kraken la muestra una sola vez, al crear la clave; suele terminar en ==. Si se pierde, crea una clave nueva.",
        pt: "A Kraken a mostra uma única vez, ao criar a chave; costuma terminar em ==. Se for perdida, crie uma chave nova."
      },
      pattern: "[A-Za-z0-9+/]{32,126}={0,2}",
      appearsIn: []
    }
  ],
  createKeyUrl: "https://www.kraken.com/u/security/api",
  steps: [
    {
      en: "Sign in at Kraken, open Settings → API and choose “Create API key”.",
      es: "Entra a Kraken, abre Configuración → API y elige «Crear clave API» (“Create API key”).",
      pt: "Entre na Kraken, abra Configurações → API e escolha “Criar chave de API” (“Create API key”)."
    },
    {
      en: "Name it after this service. Use one key per service: two programs with one key get in each other's way (nonce).",
      es: "Ponle el nombre de este servicio. Usa una clave por servicio: dos programas con la misma clave se estorban (nonce).",
      pt: "Dê a ela o nome deste serviço. Use uma chave por serviço: dois programas com a mesma chave se atrapalham (nonce)."
    },
    {
      en: "Tick “Query Funds”, “Query Closed Orders & Trades” and “Query Ledger Entries”.",
      es: "Marca “Query Funds”, “Query Closed Orders & Trades” y “Query Ledger Entries”.",
      pt: "Marque “Query Funds”, “Query Closed Orders & Trades” e “Query Ledger Entries”."
    },
    {
      en: "Never tick “Withdraw Funds”, “Earn Funds”, “Create & Modify Orders” or “Cancel/Close Orders”. We refuse a key that has one of them.",
      es: "Nunca marques “Withdraw Funds”, “Earn Funds”, “Create & Modify Orders” ni “Cancel/Close Orders”. Rechazamos las claves que los tengan.",
      pt: "Nunca marque “Withdraw Funds”, “Earn Funds”, “Create & Modify Orders” nem “Cancel/Close Orders”. Recusamos chaves que os tenham."
    },
    {
      en: "Leave the query start and end dates empty: they hide a part of your history from the key, and the books then cannot be proved.",
      es: "Deja vacías las fechas de inicio y fin de consulta: ocultan parte de tu historia a la clave, y entonces no se puede demostrar tu libro.",
      pt: "Deixe vazias as datas de início e fim de consulta: elas escondem parte do seu histórico da chave, e então o livro não pode ser provado."
    },
    {
      en: "If this server has a fixed address, put it on the key's IP allow-list.",
      es: "Si este servidor tiene una dirección fija, agrégala a la lista de IP permitidas de la clave.",
      pt: "Se este servidor tem um endereço fixo, inclua-o na lista de IPs permitidos da chave."
    },
    {
      en: "Create the key and copy key and private key at once: the private key is shown only once. Do not set a one-time password for the key.",
      es: "Crea la clave y copia en ese momento la clave y la clave privada: esta se muestra una sola vez. No le pongas contraseña de un solo uso.",
      pt: "Crie a chave e copie na hora a chave e a chave privada: esta é mostrada uma única vez. Não defina senha de uso único para a chave."
    }
  ],
  tick: ["Query Funds", "Query Closed Orders & Trades", "Query Ledger Entries"],
  neverTick: ["Withdraw Funds", "Earn Funds", "Create & Modify Orders", "Cancel/Close Orders"],
  listsRights: true,
  ipAllowList: {
    supported: true,
    maxAddresses: 32,
    advice: {
      en: "Allow only this server's address. If Kraken then refuses the key, a changed address is a likely cause.",
      es: "Permite solo la dirección de este servidor. Si después Kraken rechaza la clave, es probable que la dirección haya cambiado.",
      pt: "Permita apenas o endereço deste servidor. Se depois a Kraken recusar a chave, é provável que o endereço tenha mudado."
    }
  },
  rotateAfterDays: 90
}
