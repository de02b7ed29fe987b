/** What to do about a problem, in each language. The one table for connecting, for streams and for the command line. */
import type { FailureCode, LocalText } from "@caudal/exchange"
import { failureAdvice } from "./failureAdvice.ts"

export type ProblemCode =
  | FailureCode
  | "UNKNOWN_EXCHANGE"
  | "MARKET_DATA_ONLY"
  | "INVALID_CREDENTIALS"
  | "KEY_TOO_POWERFUL"
  | "CONSENT_REQUIRED"
  | "ACCOUNT_MISMATCH"
  | "CONNECTION_NOT_FOUND"
  | "NOT_CONNECTED"
  | "ASSET_NOT_FOUND"
  | "EMPTY_INTERVAL"
  | "CORRECTION_OVERLAPS"
  | "CORRECTION_NOT_FOUND"
  | "OPENING_NOT_FOUND"
  | "OPENING_IN_FUTURE"
  | "ACQUIRED_AFTER_OPENING"
  | "WALLET_NOT_FOUND"
  | "ASSET_NEVER_SEEN"
  | "IMPORT_NOT_FOUND"
  | "MALFORMED_FILE"
  | "MALFORMED_PRICE"
  | "PRICE_NOT_FOUND"
  | "SUSPECT_PRICES"
  | "PORTFOLIO_NOT_FOUND"
  | "PORTFOLIO_NAME_INVALID"
  | "PORTFOLIO_NAME_TAKEN"
  | "TOO_MANY_PORTFOLIOS"
  | "PORTFOLIO_IS_DEFAULT"
  | "DISPOSAL_NOT_FOUND"
  | "LOT_NOT_FOUND"
  | "LOT_OF_OTHER_ASSET"
  | "LOT_ACQUIRED_LATER"
  | "LOT_HOLDS_LESS"
  | "MORE_THAN_DISPOSED"
  | "IDENTIFIED_IN_FUTURE"
  | "LOT_CHOICE_NOT_FOUND"

export const advice: Readonly<Record<ProblemCode, LocalText>> = {
  ...failureAdvice,
  UNKNOWN_EXCHANGE: {
    en: "Choose one of the exchanges that the `exchanges` query lists.",
    es: "Elige uno de los exchanges que lista la consulta `exchanges`.",
    pt: "Escolha uma das exchanges que a consulta `exchanges` lista."
  },
  MARKET_DATA_ONLY: {
    en: "Nothing to connect: only public prices come from this exchange. Connect an account at one whose `marketDataOnly` is false.",
    es: "No hay nada que conectar: de este exchange solo se leen precios públicos. Conecta una cuenta en uno cuyo `marketDataOnly` sea false.",
    pt: "Nada a conectar: desta exchange só se leem preços públicos. Conecte uma conta em uma cujo `marketDataOnly` seja false."
  },
  INVALID_CREDENTIALS: {
    en: "Fill in the field as the exchange shows it; the `exchanges` query describes every field.",
    es: "Llena el campo como lo muestra el exchange; la consulta `exchanges` describe cada campo.",
    pt: "Preencha o campo como a exchange o mostra; a consulta `exchanges` descreve cada campo."
  },
  KEY_TOO_POWERFUL: {
    en: "Delete this key at the exchange and create one with viewing rights only, never trading or withdrawals. Caudal has not stored it.",
    es: "Elimina esta clave en el exchange y crea otra solo con permisos de lectura, nunca de operar ni de retirar. Caudal no la guardó.",
    pt: "Exclua esta chave na exchange e crie outra somente com permissões de leitura, nunca de negociar ou sacar. O Caudal não a guardou."
  },
  CONSENT_REQUIRED: {
    en: "Look at the key's permissions at the exchange yourself. If it can only view, connect again and accept that this cannot be verified.",
    es: "Revisa tú mismo los permisos de la clave en el exchange. Si solo puede leer, conecta de nuevo y acepta que no se puede verificar.",
    pt: "Confira você mesmo as permissões da chave na exchange. Se ela só pode ler, conecte de novo e aceite que isso não pode ser verificado."
  },
  ACCOUNT_MISMATCH: {
    en: "These credentials open another account. Use a key of the same account, or connect this one as a new connection.",
    es: "Estas credenciales abren otra cuenta. Usa una clave de la misma cuenta o conecta esta como una conexión nueva.",
    pt: "Estas credenciais abrem outra conta. Use uma chave da mesma conta ou conecte esta como uma conexão nova."
  },
  CONNECTION_NOT_FOUND: {
    en: "Ask `viewer { connections { id } }` for the connections there are.",
    es: "Consulta `viewer { connections { id } }` para ver las conexiones que existen.",
    pt: "Consulte `viewer { connections { id } }` para ver as conexões existentes."
  },
  NOT_CONNECTED: {
    en: "This connection has no credentials any more. Replace its credentials to connect it again; its history is still there.",
    es: "Esta conexión ya no tiene credenciales. Reemplázalas para conectarla de nuevo; su historial sigue ahí.",
    pt: "Esta conexão não tem mais credenciais. Substitua-as para conectá-la de novo; o histórico continua lá."
  },
  ASSET_NOT_FOUND: {
    en: "Choose an id that `viewer { knownAssets }` lists, or name the asset yourself in `ownAsset`.",
    es: "Elige un id que liste `viewer { knownAssets }`, o nombra tú el activo en `ownAsset`.",
    pt: "Escolha um id que `viewer { knownAssets }` lista, ou dê você o nome do ativo em `ownAsset`."
  },
  EMPTY_INTERVAL: {
    en: "Give a `from` that is before `to`, or leave one of them out.",
    es: "Indica un `from` anterior a `to`, u omite uno de los dos.",
    pt: "Informe um `from` anterior a `to`, ou omita um dos dois."
  },
  CORRECTION_OVERLAPS: {
    en: "Remove the other correction first, or choose an interval that does not touch it.",
    es: "Quita primero la otra corrección, o elige un intervalo que no la toque.",
    pt: "Remova primeiro a outra correção, ou escolha um intervalo que não a toque."
  },
  CORRECTION_NOT_FOUND: {
    en: "Ask `viewer { assetCorrections { id } }` for the corrections there are.",
    es: "Consulta `viewer { assetCorrections { id } }` para ver las correcciones que existen.",
    pt: "Consulte `viewer { assetCorrections { id } }` para ver as correções existentes."
  },
  OPENING_NOT_FOUND: {
    en: "Ask `viewer { connections { openings { id } } }` for the openings there are.",
    es: "Consulta `viewer { connections { openings { id } } }` para ver los saldos iniciales que existen.",
    pt: "Consulte `viewer { connections { openings { id } } }` para ver os saldos iniciais existentes."
  },
  OPENING_IN_FUTURE: {
    en: "Give an instant that has passed: the one at which the account held this.",
    es: "Indica un instante ya pasado: aquel en que la cuenta tenía esto.",
    pt: "Informe um instante já passado: aquele em que a conta tinha isto."
  },
  ACQUIRED_AFTER_OPENING: {
    en: "Give an `acquiredAt` that is not after `at`, or leave it out.",
    es: "Indica un `acquiredAt` que no sea posterior a `at`, u omítelo.",
    pt: "Informe um `acquiredAt` que não seja posterior a `at`, ou omita-o."
  },
  WALLET_NOT_FOUND: {
    en: "Name one of the wallets that the message lists, as the certificate names them.",
    es: "Indica una de las carteras que menciona el mensaje, tal como las nombra el certificado.",
    pt: "Informe uma das carteiras citadas na mensagem, como o certificado as chama."
  },
  ASSET_NEVER_SEEN: {
    en: "Check how the exchange spells the asset: the certificate's lines show the codes. If nothing was read of the account yet, wait for its first sync.",
    es: "Revisa cómo escribe el exchange el activo: las líneas del certificado muestran los códigos. Si aún no se ha leído nada de la cuenta, espera a la primera sincronización.",
    pt: "Verifique como a exchange escreve o ativo: as linhas do certificado mostram os códigos. Se nada da conta foi lido ainda, espere a primeira sincronização."
  },
  IMPORT_NOT_FOUND: {
    en: "Ask `viewer { priceSources { imported } }` for the names there are.",
    es: "Consulta `viewer { priceSources { imported } }` para ver los nombres que existen.",
    pt: "Consulte `viewer { priceSources { imported } }` para ver os nomes existentes."
  },
  MALFORMED_FILE: {
    en: "Correct the line that the message names and import the file again. Nothing of it was kept.",
    es: "Corrige la línea que indica el mensaje e importa el archivo de nuevo. No se guardó nada de él.",
    pt: "Corrija a linha indicada na mensagem e importe o arquivo de novo. Nada dele foi guardado."
  },
  MALFORMED_PRICE: {
    en: "Give two different assets, a day such as 2024-02-29 and an amount above zero.",
    es: "Indica dos activos distintos, un día como 2024-02-29 y un monto mayor que cero.",
    pt: "Informe dois ativos diferentes, um dia como 2024-02-29 e um valor maior que zero."
  },
  PRICE_NOT_FOUND: {
    en: "Ask `viewer { ownPrices { id } }` for the prices that you have set.",
    es: "Consulta `viewer { ownPrices { id } }` para ver los precios que fijaste.",
    pt: "Consulte `viewer { ownPrices { id } }` para ver os preços que você definiu."
  },
  SUSPECT_PRICES: {
    en: "Look at the evidence: dates may be a day off, or a code may mean another asset. If the file is right all the same, import it with `force`.",
    es: "Revisa la evidencia: las fechas pueden estar corridas un día, o un código puede ser de otro activo. Si aun así el archivo es correcto, impórtalo con `force`.",
    pt: "Veja a evidência: as datas podem estar um dia fora, ou um código pode ser de outro ativo. Se mesmo assim o arquivo está certo, importe-o com `force`."
  },
  PORTFOLIO_NOT_FOUND: {
    en: "Ask `viewer { portfolios }` for the portfolios there are.",
    es: "Consulta `viewer { portfolios }` para ver los portafolios que existen.",
    pt: "Consulte `viewer { portfolios }` para ver os portfólios existentes."
  },
  PORTFOLIO_NAME_INVALID: {
    en: "Give the portfolio a name of 1 to 80 characters on one line.",
    es: "Dale al portafolio un nombre de 1 a 80 caracteres en una sola línea.",
    pt: "Dê ao portfólio um nome de 1 a 80 caracteres em uma só linha."
  },
  PORTFOLIO_NAME_TAKEN: {
    en: "Choose a name that none of your other portfolios has; upper and lower case are the same.",
    es: "Elige un nombre que no tenga otro de tus portafolios; mayúsculas y minúsculas son iguales.",
    pt: "Escolha um nome que nenhum outro portfólio seu tenha; maiúsculas e minúsculas são iguais."
  },
  TOO_MANY_PORTFOLIOS: {
    en: "Delete a portfolio that you no longer need, then create this one. Its connections and their history stay.",
    es: "Elimina un portafolio que ya no necesites y luego crea este. Sus conexiones y su historial se conservan.",
    pt: "Exclua um portfólio de que não precisa mais e depois crie este. As conexões e o histórico dele ficam."
  },
  PORTFOLIO_IS_DEFAULT: {
    en: "Rename it if you like, or delete another portfolio: one that shows everything always stays.",
    es: "Cámbiale el nombre si quieres, o elimina otro portafolio: siempre queda uno que muestra todo.",
    pt: "Mude o nome dele se quiser, ou exclua outro portfólio: sempre fica um que mostra tudo."
  },
  DISPOSAL_NOT_FOUND: {
    en: "Ask `disposals` with the same arguments for the disposals there are: `event` is their id. A withdrawal or a transfer between your accounts takes no choice.",
    es: "Consulta `disposals` con los mismos argumentos para ver las ventas que existen: `event` es su id. Un retiro o un traspaso entre tus cuentas no admite elección.",
    pt: "Consulte `disposals` com os mesmos argumentos para ver as vendas existentes: `event` é o id. Um saque ou uma transferência entre suas contas não admite escolha."
  },
  LOT_NOT_FOUND: {
    en: "Ask `availableLots` for the lots that this disposal can take, and name one of them.",
    es: "Consulta `availableLots` para ver los lotes que esta venta puede tomar e indica uno de ellos.",
    pt: "Consulte `availableLots` para ver os lotes que esta venda pode usar e indique um deles."
  },
  LOT_OF_OTHER_ASSET: {
    en: "Choose a lot of the asset that was disposed of: `availableLots` lists them.",
    es: "Elige un lote del activo que se vendió: `availableLots` los lista.",
    pt: "Escolha um lote do ativo que foi vendido: `availableLots` os lista."
  },
  LOT_ACQUIRED_LATER: {
    en: "Choose a lot that was there at the time of the disposal: `availableLots` lists them.",
    es: "Elige un lote que ya existía en el momento de la venta: `availableLots` los lista.",
    pt: "Escolha um lote que já existia no momento da venda: `availableLots` os lista."
  },
  LOT_HOLDS_LESS: {
    en: "Choose fewer units of it, or another lot. Earlier disposals took the rest, or it lies in another account while each account has lots of its own: `availableLots` says what is left.",
    es: "Elige menos unidades de él, u otro lote. Las ventas anteriores tomaron el resto, o está en otra cuenta y cada cuenta tiene lotes propios: `availableLots` dice cuánto queda.",
    pt: "Escolha menos unidades dele, ou outro lote. Vendas anteriores usaram o resto, ou ele está em outra conta e cada conta tem lotes próprios: `availableLots` diz quanto resta."
  },
  MORE_THAN_DISPOSED: {
    en: "Choose no more units in all than the message says.",
    es: "Elige en total no más unidades de las que dice el mensaje.",
    pt: "Escolha no total não mais unidades do que a mensagem diz."
  },
  IDENTIFIED_IN_FUTURE: {
    en: "Give an `identifiedAt` that has passed, or leave it out for now.",
    es: "Indica un `identifiedAt` ya pasado, u omítelo para usar este momento.",
    pt: "Informe um `identifiedAt` já passado, ou omita-o para usar este momento."
  },
  LOT_CHOICE_NOT_FOUND: {
    en: "Ask `lotChoices` of the portfolio for the choices there are.",
    es: "Consulta `lotChoices` del portafolio para ver las elecciones que existen.",
    pt: "Consulte `lotChoices` do portfólio para ver as escolhas existentes."
  }
}
