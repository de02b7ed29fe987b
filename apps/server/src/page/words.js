/** What the overview says, in the browser's language where that is one of ours. */
const said = {
  en: {
    tagline: "One provable picture of your crypto accounts, through keys that can only read.",
    ownerToken: "Owner token",
    shownOnce: "shown once on first start",
    use: "Use",
    keep: "keep it in this tab until it is closed",
    overview: "Overview",
    local: "This page talks to this server only, works without internet, and shows nothing without the owner token.",
    programs: "Programs use the same API:",
    needsToken: "Enter the owner token above to see your accounts.",
    tokenWhere: "It was shown once, on the first start. Lost it? Run `caudal token reset` where Caudal runs.",
    wrongToken: "This is not the owner token.",
    failed: "No answer: {reason}",
    retry: "Try again",
    worth: "Worth now",
    nothingYet: "Nothing yet",
    portfolio: "Portfolio",
    currency: "Currency",
    asOf: "oldest price of {time}",
    notAll: "Not in the total:",
    gain: "Gain",
    flow: "Paid in, less taken out",
    timeWeighted: "Time-weighted return",
    between: "between {low} and {high}",
    unknown: "unknown",
    days30: "30 days",
    days90: "90 days",
    year: "1 year",
    all: "All",
    noSeries: "No day of this period has a known value yet.",
    holdings: "Holdings",
    asset: "Asset",
    quantity: "Quantity",
    price: "Price",
    value: "Value",
    accounts: "Accounts",
    connect: "Connect an exchange",
    connectFirst: "Connect your first exchange",
    connectWhy: "With a key that can read and nothing else. It is kept encrypted on this machine, and is never shown again.",
    choose: "Exchange",
    howTo: "How to make the key",
    openKeys: "Open the page where {exchange} makes keys",
    tick: "Tick",
    neverTick: "Never tick",
    name: "Name",
    connectNow: "Connect",
    connecting: "Checking the key …",
    cancel: "Cancel",
    consent: "I have checked that this key can neither trade nor withdraw. ({unverified})",
    readTo: "read {time}",
    neverRead: "not read yet",
    syncing: "Reading … rows so far: {count}",
    until: "done about {time}",
    waiting: "The exchange asks us to wait until {time}.",
    syncNow: "Read again",
    PROVED: "Proved complete",
    DIFFERS: "Does not add up",
    UNPROVED: "Not proved yet",
    UNSETTLED: "Still settling",
    ACTIVE: "active",
    ATTENTION: "needs you",
    PAUSED: "paused",
    DISCONNECTED: "disconnected"
  },
  es: {
    tagline: "Una imagen comprobable de tus cuentas cripto, con claves que solo pueden leer.",
    ownerToken: "Token del propietario",
    shownOnce: "se mostró en el primer arranque",
    use: "Usar",
    keep: "guardarlo en esta pestaña hasta cerrarla",
    overview: "Resumen",
    local: "Esta página solo habla con este servidor, funciona sin internet y no muestra nada sin el token del propietario.",
    programs: "Los programas usan la misma API:",
    needsToken: "Escribe arriba el token del propietario para ver tus cuentas.",
    tokenWhere: "Se mostró una sola vez, en el primer arranque. ¿Lo perdiste? Ejecuta `caudal token reset` donde corre Caudal.",
    wrongToken: "Este no es el token del propietario.",
    failed: "Sin respuesta: {reason}",
    retry: "Intentar de nuevo",
    worth: "Valor actual",
    nothingYet: "Todavía nada",
    portfolio: "Portafolio",
    currency: "Moneda",
    asOf: "precio más antiguo de {time}",
    notAll: "No está en el total:",
    gain: "Ganancia",
    flow: "Aportado menos retirado",
    timeWeighted: "Rendimiento ponderado por tiempo",
    between: "entre {low} y {high}",
    unknown: "desconocido",
    days30: "30 días",
    days90: "90 días",
    year: "1 año",
    all: "Todo",
    noSeries: "Ningún día de este periodo tiene todavía un valor conocido.",
    holdings: "Tenencias",
    asset: "Activo",
    quantity: "Cantidad",
    price: "Precio",
    value: "Valor",
    accounts: "Cuentas",
    connect: "Conectar un exchange",
    connectFirst: "Conecta tu primer exchange",
    connectWhy: "Con una clave que solo puede leer. Se guarda cifrada en esta máquina y no se vuelve a mostrar.",
    choose: "Exchange",
    howTo: "Cómo crear la clave",
    openKeys: "Abrir la página donde {exchange} crea claves",
    tick: "Marca",
    neverTick: "Nunca marques",
    name: "Nombre",
    connectNow: "Conectar",
    connecting: "Revisando la clave …",
    cancel: "Cancelar",
    consent: "Revisé que esta clave no puede ni operar ni retirar. ({unverified})",
    readTo: "leída {time}",
    neverRead: "sin leer todavía",
    syncing: "Leyendo … filas hasta ahora: {count}",
    until: "termina hacia {time}",
    waiting: "El exchange pide esperar hasta {time}.",
    syncNow: "Leer de nuevo",
    PROVED: "Completa, con prueba",
    DIFFERS: "No cuadra",
    UNPROVED: "Sin prueba todavía",
    UNSETTLED: "Aún liquidándose",
    ACTIVE: "activa",
    ATTENTION: "te necesita",
    PAUSED: "en pausa",
    DISCONNECTED: "desconectada"
  },
  pt: {
    tagline: "Um retrato comprovável das suas contas cripto, com chaves que só podem ler.",
    ownerToken: "Token do proprietário",
    shownOnce: "mostrado na primeira execução",
    use: "Usar",
    keep: "manter nesta aba até ela ser fechada",
    overview: "Resumo",
    local: "Esta página só fala com este servidor, funciona sem internet e não mostra nada sem o token do proprietário.",
    programs: "Programas usam a mesma API:",
    needsToken: "Digite acima o token do proprietário para ver suas contas.",
    tokenWhere: "Ele foi mostrado uma única vez, na primeira execução. Perdeu? Rode `caudal token reset` onde o Caudal roda.",
    wrongToken: "Este não é o token do proprietário.",
    failed: "Sem resposta: {reason}",
    retry: "Tentar de novo",
    worth: "Valor agora",
    nothingYet: "Nada ainda",
    portfolio: "Portfólio",
    currency: "Moeda",
    asOf: "preço mais antigo de {time}",
    notAll: "Fora do total:",
    gain: "Ganho",
    flow: "Aportado menos retirado",
    timeWeighted: "Retorno ponderado pelo tempo",
    between: "entre {low} e {high}",
    unknown: "desconhecido",
    days30: "30 dias",
    days90: "90 dias",
    year: "1 ano",
    all: "Tudo",
    noSeries: "Nenhum dia deste período tem ainda um valor conhecido.",
    holdings: "Posições",
    asset: "Ativo",
    quantity: "Quantidade",
    price: "Preço",
    value: "Valor",
    accounts: "Contas",
    connect: "Conectar uma exchange",
    connectFirst: "Conecte sua primeira exchange",
    connectWhy: "Com uma chave que só pode ler. Ela fica cifrada nesta máquina e não é mostrada de novo.",
    choose: "Exchange",
    howTo: "Como criar a chave",
    openKeys: "Abrir a página onde a {exchange} cria chaves",
    tick: "Marque",
    neverTick: "Nunca marque",
    name: "Nome",
    connectNow: "Conectar",
    connecting: "Verificando a chave …",
    cancel: "Cancelar",
    consent: "Verifiquei que esta chave não pode negociar nem sacar. ({unverified})",
    readTo: "lida {time}",
    neverRead: "ainda não lida",
    syncing: "Lendo … linhas até agora: {count}",
    until: "termina por volta de {time}",
    waiting: "A exchange pede para esperar até {time}.",
    syncNow: "Ler de novo",
    PROVED: "Completa, com prova",
    DIFFERS: "Não fecha",
    UNPROVED: "Ainda sem prova",
    UNSETTLED: "Ainda liquidando",
    ACTIVE: "ativa",
    ATTENTION: "precisa de você",
    PAUSED: "pausada",
    DISCONNECTED: "desconectada"
  }
}

const language = navigator.language.slice(0, 2)
const own = said[language] ?? said.en

/** What the API calls it. */
export const locale = (said[language] ? language : "en").toUpperCase()

export const say = (key, values = {}) => own[key].replace(/\{(\w+)\}/g, (_, name) => values[name])

/** Where people count in what, by the region of the browser's language. */
const byRegion = { MX: "MXN", BR: "BRL", AR: "ARS", CO: "COP", GB: "GBP", CA: "CAD", ES: "EUR", DE: "EUR", PT: "EUR" }
export const usualCurrency = byRegion[navigator.language.split("-")[1]] ?? "USD"

// Decimals stay texts to the last digit: the browser formats those without making doubles of them.
const format = (options) => {
  const made = new Intl.NumberFormat(navigator.language, options)
  return (decimal) => made.format(decimal)
}
export const quantity = format({ maximumFractionDigits: 18 })
const money = new Map()
/** Money of a currency that stands beside it anyway. */
export const bare = (decimal, currency) => {
  if (!money.has(currency)) {
    const places = currency === "BTC" ? 8 : 2
    money.set(currency, format({ minimumFractionDigits: places, maximumFractionDigits: places }))
  }
  return money.get(currency)(decimal)
}
export const amount = (decimal, currency) => `${bare(decimal, currency)} ${currency}`
export const percent = format({ style: "percent", minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: "exceptZero" })

const clock = new Intl.DateTimeFormat(navigator.language, { dateStyle: "medium", timeStyle: "short" })
export const time = (instant) => clock.format(new Date(instant))
const calendar = new Intl.DateTimeFormat(navigator.language, { dateStyle: "medium", timeZone: "UTC" })
/** Of a civil day, `2021-05-01`. */
export const day = (date) => calendar.format(new Date(date))
