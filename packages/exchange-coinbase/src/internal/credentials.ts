/** How an owner makes a key at Coinbase. Permission names are as its form prints them in English. */
import type { CredentialSpec } from "@caudal/exchange"

export const credentials: CredentialSpec = {
  fields: [
    {
      name: "keyName",
      kind: "key",
      label: { en: "API key name", es: "Nombre de la clave (API key name)", pt: "Nome da chave (API key name)" },
      help: {
        en: "“name” in the key's file: organizations/…/apiKeys/…. For an Ed25519 key, its id.",
        es: "«name» en el archivo de la clave: organizations/…/apiKeys/…. Si la clave es Ed25519, su id.",
        pt: "“name” no arquivo da chave: organizations/…/apiKeys/…. Se a chave for Ed25519, seu id."
      },
      pattern: "(?:organizations/[0-9A-Za-z-]{8,64}/apiKeys/)?[0-9A-Za-z-]{8,64}",
      appearsIn: ["header:authorization"]
    },
    {
      name: "privateKey",
      kind: "secret",
      label: { en: "Private key", es: "Clave privada (private key)", pt: "Chave privada (private key)" },
      help: {
        en: "“privateKey” in the key's file, whole: from -----BEGIN to the end of -----END … KEY-----, or the text that ends in ==. Coinbase shows it only once.",
        es: "«privateKey» en el archivo de la clave, entera: desde -----BEGIN hasta el final de -----END … KEY-----, o el texto que termina en ==. Coinbase la muestra una sola vez.",
        pt: "“privateKey” no arquivo da chave, inteira: de -----BEGIN até o fim de -----END … KEY-----, ou o texto que termina em ==. A Coinbase a mostra uma única vez."
      },
      pattern:
        "-----BEGIN (?:EC )?PRIVATE KEY-----[A-Za-z0-9+/=\\s\\\\]{40,1000}-----END (?:EC )?PRIVATE KEY-----(?:\\\\n)?|[A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{86}==",
      appearsIn: []
    }
  ],
  createKeyUrl: "https://portal.cdp.coinbase.com/access/api",
  steps: [
    {
      en: "Sign in at the Coinbase Developer Platform with your Coinbase account, open API Keys → Secret API Keys and choose “Create API key”.",
      es: "Entra a Coinbase Developer Platform con tu cuenta de Coinbase, abre API Keys → Secret API Keys y elige “Create API key”.",
      pt: "Entre na Coinbase Developer Platform com sua conta da Coinbase, abra API Keys → Secret API Keys e escolha “Create API key”."
    },
    {
      en: "Name it after this service and open “API restrictions”: choose the portfolio, and under the permissions tick “View (read-only)” alone.",
      es: "Ponle el nombre de este servicio y abre “API restrictions”: elige el portafolio y, en los permisos, marca solo “View (read-only)”.",
      pt: "Dê a ela o nome deste serviço e abra “API restrictions”: escolha o portfólio e, nas permissões, marque só “View (read-only)”."
    },
    {
      en: "Never tick “Trade” or “Transfer”. We refuse a key that has one of them.",
      es: "Nunca marques “Trade” ni “Transfer”. Rechazamos las claves que los tengan.",
      pt: "Nunca marque “Trade” nem “Transfer”. Recusamos chaves que os tenham."
    },
    {
      en: "Under “Advanced Settings” choose ECDSA as the signature algorithm: Coinbase may refuse wallets to Ed25519 keys.",
      es: "En “Advanced Settings” elige ECDSA como algoritmo de firma: Coinbase puede negar las billeteras a las claves Ed25519.",
      pt: "Em “Advanced Settings” escolha ECDSA como algoritmo de assinatura: a Coinbase pode negar as carteiras a chaves Ed25519."
    },
    {
      en: "If this server has a fixed address, put it on the key's IP allowlist.",
      es: "Si este servidor tiene una dirección fija, agrégala a la lista de IP permitidas (IP allowlist) de la clave.",
      pt: "Se este servidor tem um endereço fixo, inclua-o na lista de IPs permitidos (IP allowlist) da chave."
    },
    {
      en: "Create the key and copy name and private key at once, or download the file: the private key is shown only once.",
      es: "Crea la clave y copia en ese momento el nombre y la clave privada, o descarga el archivo: la clave privada se muestra una sola vez.",
      pt: "Crie a chave e copie na hora o nome e a chave privada, ou baixe o arquivo: a chave privada é mostrada uma única vez."
    }
  ],
  tick: ["View (read-only)"],
  neverTick: ["Trade", "Transfer"],
  listsRights: true,
  ipAllowList: {
    supported: true,
    maxAddresses: null,
    advice: {
      en: "Allow only this server's address. If Coinbase then refuses the key, a changed address is a likely cause.",
      es: "Permite solo la dirección de este servidor. Si después Coinbase rechaza la clave, es probable que la dirección haya cambiado.",
      pt: "Permita apenas o endereço deste servidor. Se depois a Coinbase recusar a chave, é provável que o endereço tenha mudado."
    }
  },
  rotateAfterDays: 90
}
