/** What to do about a problem, in each language. The one table for connecting, for streams and for the command line. */
import type { FailureCode, LocalText } from "@caudal/exchange"

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
  | "IMPORT_NOT_FOUND"
  | "MALFORMED_FILE"
  | "MALFORMED_PRICE"
  | "PRICE_NOT_FOUND"
  | "SUSPECT_PRICES"

export const advice: Readonly<Record<ProblemCode, LocalText>> = {
  AUTH_INVALID: {
    en: "Copy the key and the secret again from the exchange, without spaces. If the secret is no longer shown there, create a new key with viewing rights only. If both are right, look at the key's list of allowed IP addresses and at this machine's clock.",
    es: "Copia de nuevo la clave y el secreto desde el exchange, sin espacios. Si el secreto ya no se muestra, crea una clave nueva solo con permisos de lectura. Si ambos son correctos, revisa la lista de direcciones IP permitidas de la clave y el reloj de este equipo.",
    pt: "Copie de novo a chave e o segredo da exchange, sem espaços. Se o segredo não aparece mais, crie uma chave nova somente com permissões de leitura. Se ambos estão certos, verifique a lista de endereços IP permitidos da chave e o relógio desta máquina."
  },
  AUTH_EXPIRED: {
    en: "This key has expired or was revoked. Create a new one with viewing rights only and replace the credentials; your history stays.",
    es: "Esta clave expiró o fue revocada. Crea una nueva solo con permisos de lectura y reemplaza las credenciales; tu historial se conserva.",
    pt: "Esta chave expirou ou foi revogada. Crie uma nova somente com permissões de leitura e substitua as credenciais; seu histórico fica."
  },
  PERMISSION_MISSING: {
    en: "The key may not read this. At the exchange, tick the viewing permission that the message names, or create a new key with all viewing permissions, then replace the credentials.",
    es: "La clave no puede leer esto. En el exchange, marca el permiso de lectura que indica el mensaje, o crea una clave nueva con todos los permisos de lectura, y reemplaza las credenciales.",
    pt: "A chave não pode ler isto. Na exchange, marque a permissão de leitura indicada na mensagem, ou crie uma chave nova com todas as permissões de leitura, e substitua as credenciais."
  },
  PERMISSION_EXCESS: {
    en: "This key can do more than read. Delete it at the exchange and create one with viewing rights only, never trading or withdrawals.",
    es: "Esta clave puede hacer más que leer. Elimínala en el exchange y crea otra solo con permisos de lectura, nunca de operar ni de retirar.",
    pt: "Esta chave pode fazer mais do que ler. Exclua-a na exchange e crie outra somente com permissões de leitura, nunca de negociar ou sacar."
  },
  IP_NOT_ALLOWED: {
    en: "The exchange only accepts this key from other addresses. Add the public IP address of the machine that runs Caudal to the key's allow-list.",
    es: "El exchange solo acepta esta clave desde otras direcciones. Agrega la dirección IP pública del equipo donde corre Caudal a la lista permitida de la clave.",
    pt: "A exchange só aceita esta chave de outros endereços. Adicione o endereço IP público da máquina que executa o Caudal à lista permitida da chave."
  },
  CLOCK_SKEW: {
    en: "The clock of the machine that runs Caudal is off. Turn on automatic time (NTP) there, then sync again; `caudal doctor` shows by how much.",
    es: "El reloj del equipo donde corre Caudal está desajustado. Activa la hora automática (NTP) y sincroniza de nuevo; `caudal doctor` muestra la diferencia.",
    pt: "O relógio da máquina que executa o Caudal está errado. Ative a hora automática (NTP) e sincronize de novo; `caudal doctor` mostra a diferença."
  },
  NONCE_REUSED: {
    en: "Another program uses the same key at the same time. Give every program its own key. Caudal tries again by itself.",
    es: "Otro programa usa la misma clave al mismo tiempo. Da a cada programa su propia clave. Caudal lo intenta de nuevo por sí solo.",
    pt: "Outro programa usa a mesma chave ao mesmo tempo. Dê a cada programa a sua própria chave. O Caudal tenta de novo sozinho."
  },
  ACCOUNT_LOCKED: {
    en: "The exchange has locked this account. Sign in there or write to its support to unlock it, then sync again.",
    es: "El exchange bloqueó esta cuenta. Entra en su sitio o escribe a su soporte para desbloquearla y sincroniza de nuevo.",
    pt: "A exchange bloqueou esta conta. Entre no site dela ou fale com o suporte para desbloqueá-la e sincronize de novo."
  },
  KYC_REQUIRED: {
    en: "The exchange asks you to verify your identity first. Finish the verification there, then sync again.",
    es: "El exchange pide que primero verifiques tu identidad. Termina la verificación en su sitio y sincroniza de nuevo.",
    pt: "A exchange pede que você verifique sua identidade antes. Conclua a verificação no site dela e sincronize de novo."
  },
  RATE_LIMITED: {
    en: "Nothing to do: the exchange asked us to slow down, and Caudal goes on after the pause. If it happens often, check whether another program uses the same account.",
    es: "No tienes que hacer nada: el exchange pidió ir más despacio y Caudal sigue después de la pausa. Si pasa a menudo, revisa si otro programa usa la misma cuenta.",
    pt: "Nada a fazer: a exchange pediu para ir mais devagar e o Caudal continua após a pausa. Se acontecer muito, veja se outro programa usa a mesma conta."
  },
  LOCKED_OUT: {
    en: "Nothing to do but wait: the exchange blocks requests for a while, and Caudal goes on by itself afterwards. Stop other programs that use the same account or address.",
    es: "Solo hay que esperar: el exchange bloquea las peticiones por un tiempo y Caudal sigue solo después. Detén otros programas que usen la misma cuenta o dirección.",
    pt: "Só resta esperar: a exchange bloqueia as requisições por um tempo e o Caudal continua sozinho depois. Pare outros programas que usem a mesma conta ou endereço."
  },
  MAINTENANCE: {
    en: "The exchange is under maintenance. A connected account tries again by itself; to connect a new one, try again in some minutes.",
    es: "El exchange está en mantenimiento. Una cuenta ya conectada lo intenta de nuevo por sí sola; para conectar una nueva, inténtalo en unos minutos.",
    pt: "A exchange está em manutenção. Uma conta já conectada tenta de novo sozinha; para conectar uma nova, tente em alguns minutos."
  },
  NETWORK: {
    en: "The exchange could not be reached: it is down, or this machine has no way to it. Check the internet connection, proxy or firewall of the machine that runs Caudal; `caudal doctor` tests it. A connected account tries again by itself.",
    es: "No se pudo llegar al exchange: está caído, o este equipo no tiene camino hacia él. Revisa la conexión a internet, el proxy o el cortafuegos del equipo donde corre Caudal; `caudal doctor` lo prueba. Una cuenta ya conectada lo intenta de nuevo por sí sola.",
    pt: "Não foi possível alcançar a exchange: ela está fora do ar, ou esta máquina não tem caminho até ela. Verifique a conexão, o proxy ou o firewall da máquina que executa o Caudal; `caudal doctor` faz o teste. Uma conta já conectada tenta de novo sozinha."
  },
  TIMEOUT: {
    en: "The exchange did not answer in time. A connected account tries again by itself; to connect a new one, try again. If it lasts, check the connection with `caudal doctor`.",
    es: "El exchange no respondió a tiempo. Una cuenta ya conectada lo intenta de nuevo por sí sola; para conectar una nueva, inténtalo otra vez. Si continúa, revisa la conexión con `caudal doctor`.",
    pt: "A exchange não respondeu a tempo. Uma conta já conectada tenta de novo sozinha; para conectar uma nova, tente outra vez. Se persistir, verifique a conexão com `caudal doctor`."
  },
  WEB_PAGE: {
    en: "The exchange, or a proxy before it, answered with a web page instead of data; that often means maintenance or a login page of the network. A connected account tries again by itself. If it lasts, open the exchange's site from that machine and see what it shows.",
    es: "El exchange, o un proxy delante de él, respondió con una página web en lugar de datos; suele ser mantenimiento o la página de acceso de la red. Una cuenta ya conectada lo intenta de nuevo por sí sola. Si continúa, abre el sitio del exchange desde ese equipo y mira qué muestra.",
    pt: "A exchange, ou um proxy diante dela, respondeu com uma página web em vez de dados; costuma ser manutenção ou a página de acesso da rede. Uma conta já conectada tenta de novo sozinha. Se persistir, abra o site da exchange nessa máquina e veja o que aparece."
  },
  ANSWER_CUT_OFF: {
    en: "The exchange's answer was empty or cut off on the way. Nothing of it was stored, and a connected account asks again by itself. If it lasts, a proxy or firewall on the way may be shortening answers.",
    es: "La respuesta del exchange llegó vacía o cortada. No se guardó nada de ella, y una cuenta ya conectada vuelve a preguntar por sí sola. Si continúa, puede que un proxy o cortafuegos esté recortando las respuestas.",
    pt: "A resposta da exchange chegou vazia ou cortada. Nada dela foi guardado, e uma conta já conectada pergunta de novo sozinha. Se persistir, um proxy ou firewall no caminho pode estar cortando as respostas."
  },
  REGION_BLOCKED: {
    en: "The exchange refuses requests from the country of this machine's address. Run Caudal from a place that the exchange serves.",
    es: "El exchange rechaza peticiones desde el país de la dirección de este equipo. Ejecuta Caudal desde un lugar que el exchange atienda.",
    pt: "A exchange recusa requisições do país do endereço desta máquina. Execute o Caudal de um lugar que a exchange atenda."
  },
  HISTORY_TRUNCATED: {
    en: "The exchange no longer gives the oldest part of the history. If you have its statement for that time, keep it: it can fill the gap. If the key was made with a start or end date, make one without them.",
    es: "El exchange ya no entrega la parte más antigua del historial. Si tienes su estado de cuenta de ese periodo, guárdalo: puede llenar el hueco. Si la clave se creó con fecha de inicio o de fin, crea una sin ellas.",
    pt: "A exchange não entrega mais a parte mais antiga do histórico. Se você tem o extrato desse período, guarde-o: ele pode preencher a lacuna. Se a chave foi criada com data de início ou de fim, crie uma sem elas."
  },
  CURSOR_INVALID: {
    en: "Nothing to do: the exchange forgot our place in its list, and Caudal reads that part again.",
    es: "No tienes que hacer nada: el exchange olvidó nuestra posición en su lista y Caudal vuelve a leer esa parte.",
    pt: "Nada a fazer: a exchange esqueceu nossa posição na lista e o Caudal lê essa parte de novo."
  },
  DATA_CHANGED_DURING_PAGING: {
    en: "Nothing to do: the exchange's list changed or came back empty where rows were before. What is stored stays, and the next sync looks again.",
    es: "No tienes que hacer nada: la lista del exchange cambió o llegó vacía donde antes había filas. Lo guardado se conserva y la próxima sincronización vuelve a mirar.",
    pt: "Nada a fazer: a lista da exchange mudou ou veio vazia onde antes havia linhas. O que está guardado permanece, e a próxima sincronização olha de novo."
  },
  MARKET_GONE: {
    en: "The exchange no longer has this market or list. Rows that are stored stay; later ones can only come from a statement.",
    es: "El exchange ya no tiene este mercado o esta lista. Las filas guardadas se conservan; las demás solo pueden venir de un estado de cuenta.",
    pt: "A exchange não tem mais este mercado ou esta lista. As linhas salvas ficam; as outras só podem vir de um extrato."
  },
  SCHEMA_DRIFT: {
    en: "The exchange changed its answers, and this version cannot read them. What is stored stays as it is; update Caudal, or report it, and the next sync goes on from there.",
    es: "El exchange cambió sus respuestas y esta versión no puede leerlas. Lo guardado se conserva tal cual; actualiza Caudal, o repórtalo, y la próxima sincronización seguirá desde ahí.",
    pt: "A exchange mudou suas respostas e esta versão não consegue lê-las. O que está guardado permanece como está; atualize o Caudal, ou relate o problema, e a próxima sincronização continua daí."
  },
  UNKNOWN_ASSET: {
    en: "An asset that this version does not know. It is counted under the exchange's own code; an update of Caudal will name it.",
    es: "Un activo que esta versión no conoce. Se cuenta con el código del exchange; una actualización de Caudal le dará nombre.",
    pt: "Um ativo que esta versão não conhece. Ele é contado com o código da exchange; uma atualização do Caudal lhe dará nome."
  },
  UNKNOWN_OPERATION: {
    en: "An operation that this version does not know. It is counted in the balance and shown as unrecognised; an update of Caudal will name it.",
    es: "Una operación que esta versión no conoce. Se cuenta en el saldo y se muestra como no reconocida; una actualización de Caudal le dará nombre.",
    pt: "Uma operação que esta versão não conhece. Ela conta no saldo e aparece como não reconhecida; uma atualização do Caudal lhe dará nome."
  },
  BALANCE_MISMATCH: {
    en: "The ledger and the exchange's balance differ. Look at the certificate: it names the asset, the time and the likely cause.",
    es: "El libro y el saldo del exchange difieren. Mira el certificado: indica el activo, el momento y la causa probable.",
    pt: "O livro e o saldo da exchange diferem. Veja o certificado: ele indica o ativo, o momento e a causa provável."
  },
  EXCHANGE_GONE: {
    en: "The exchange has closed its service. Your stored history stays; save the statements it still offers.",
    es: "El exchange cerró su servicio. Tu historial guardado se conserva; guarda los estados de cuenta que aún ofrezca.",
    pt: "A exchange encerrou o serviço. Seu histórico salvo fica; guarde os extratos que ela ainda oferecer."
  },
  ADAPTER_BUG: {
    en: "A fault in this exchange's adapter. Nothing is lost: the raw answers are kept. Please update Caudal or report it.",
    es: "Una falla en el adaptador de este exchange. Nada se pierde: las respuestas originales se guardan. Actualiza Caudal o repórtalo.",
    pt: "Uma falha no adaptador desta exchange. Nada se perde: as respostas originais são guardadas. Atualize o Caudal ou relate o problema."
  },
  STORAGE: {
    en: "The machine that runs Caudal cannot write its database, most likely because its disk is full. Free some space there; nothing stored is lost, and Caudal goes on by itself. `caudal doctor` looks into it.",
    es: "El equipo donde corre Caudal no puede escribir su base de datos, probablemente porque el disco está lleno. Libera espacio; nada de lo guardado se pierde y Caudal sigue por sí solo. `caudal doctor` lo revisa.",
    pt: "A máquina que executa o Caudal não consegue gravar seu banco de dados, provavelmente porque o disco está cheio. Libere espaço; nada do que foi salvo se perde e o Caudal continua sozinho. `caudal doctor` verifica."
  },
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
  }
}
