/** The explorer: one operation at a time, sent to this server with the owner token in a header. */
import { ask, askForToken, hasToken, headers, post, rememberToken } from "./api.js"
import { queries } from "./queries.js"
import { schemaDocs } from "./schema-docs.js"

const $ = (id) => document.getElementById(id)
const query = $("query")
const variables = $("variables")
const response = $("response")
const status = $("status")
const run = $("run")

$("token-form").addEventListener("submit", (event) => {
  event.preventDefault()
  rememberToken()
  if (!$("explorer").hidden) void execute()
})

const say = (text, bad = false) => {
  status.textContent = text
  status.className = bad ? "bad" : ""
}

// Answers, coloured. Built from text nodes: an answer can hold anything.
const tokens = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d[\d.eE+-]*|true|false|null)/g
const colour = (text) => {
  if (text.length > 300_000) return [text]
  const nodes = []
  let last = 0
  for (const match of text.matchAll(tokens)) {
    nodes.push(text.slice(last, match.index))
    const span = document.createElement("span")
    span.className = match[2] ? "k" : match[1] ? "s" : "n"
    span.textContent = match[1] ?? match[3]
    nodes.push(span, match[2] ?? "")
    last = match.index + match[0].length
  }
  nodes.push(text.slice(last))
  return nodes
}
const show = (value) => {
  response.classList.remove("empty")
  response.replaceChildren(...colour(JSON.stringify(value, null, 2)))
}

// What answers show is offered where the next operation needs it.
const seen = { connection: "" }
const notice = (value) => {
  if (Array.isArray(value)) value.forEach(notice)
  else if (value && typeof value === "object") {
    if (typeof value.id === "string" && value.id.startsWith(btoa("Connection:").slice(0, 14))) seen.connection = value.id
    Object.values(value).forEach(notice)
  }
}

const events = async (body, signal) => {
  const answer = await post(body, "text/event-stream", signal)
  if (!answer.ok || !answer.body) return show(await answer.json())
  say("listening …")
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
  let buffer = ""
  let count = 0
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    buffer += part.value
    const messages = buffer.split("\n\n")
    buffer = messages.pop() ?? ""
    for (const message of messages) {
      const data = message
        .split("\n")
        .filter((line) => line.startsWith("data:"))
        .map((line) => line.slice(5))
        .join("\n")
      if (data.trim() === "") continue
      show(JSON.parse(data))
      say(`${++count} update${count === 1 ? "" : "s"}`)
    }
  }
  say(`ended after ${count} update${count === 1 ? "" : "s"}`)
}

/** A secret that has been taken is not left lying on the page. */
const forgetCredentials = (given, value) => {
  const done = value.data?.connectExchange ?? value.data?.replaceCredentials
  if (done?.__typename !== "ConnectSuccess" || !given.input?.credentials) return
  const credentials = given.input.credentials.map((field) => ({ ...field, value: "" }))
  variables.value = JSON.stringify({ ...given, input: { ...given.input, credentials } }, null, 2)
}

let running = null
const execute = async () => {
  if (running) {
    running.abort()
    return
  }
  if (!hasToken()) {
    say("enter the owner token first", true)
    askForToken()
    return
  }
  let given
  try {
    given = variables.value.trim() === "" ? {} : JSON.parse(variables.value)
  } catch (error) {
    say(`variables are not JSON: ${error.message}`, true)
    return
  }
  select("response")
  running = new AbortController()
  run.textContent = "Stop"
  say("asking …")
  const began = performance.now()
  const body = { query: query.value, variables: given }
  try {
    // Comments may stand before the word.
    if (/^\s*(#.*\n\s*)*subscription\b/.test(query.value)) await events(body, running.signal)
    else {
      const answer = await post(body, "application/json", running.signal)
      const value = await answer.json()
      notice(value)
      forgetCredentials(given, value)
      show(value)
      const ms = Math.round(performance.now() - began)
      if (answer.status === 401) say("the owner token is not right", true)
      else
        say(
          value.errors ? `${value.errors.length} error${value.errors.length === 1 ? "" : "s"} · ${ms} ms` : `${ms} ms`,
          Boolean(value.errors)
        )
    }
  } catch (error) {
    if (error.name === "AbortError") say("stopped")
    else say(`no answer: ${error.message}`, true)
  } finally {
    running = null
    run.replaceChildren("Run ", key("Ctrl"), " ", key("Enter"))
  }
}
const key = (text) => {
  const node = document.createElement("kbd")
  node.textContent = text
  return node
}
run.addEventListener("click", () => void execute())
document.addEventListener("keydown", (event) => {
  if (!$("explorer").hidden && (event.ctrlKey || event.metaKey) && event.key === "Enter") {
    event.preventDefault()
    void execute()
  }
})

// The editor: a text area with line numbers, and Tab where no one is trapped by it (Escape, then Tab, leaves).
const number = () => {
  $("gutter").textContent = query.value
    .split("\n")
    .map((_, index) => index + 1)
    .join("\n")
}
let leaving = false
query.addEventListener("input", number)
query.addEventListener("scroll", () => ($("gutter").scrollTop = query.scrollTop))
query.addEventListener("keydown", (event) => {
  if (event.key === "Tab" && !event.shiftKey && !leaving) {
    event.preventDefault()
    query.setRangeText("  ", query.selectionStart, query.selectionEnd, "end")
    number()
  }
  leaving = event.key === "Escape"
})

const choose = (index) => {
  const chosen = queries[index]
  $("query-title").textContent = chosen.title
  query.value = chosen.query
  const filled =
    chosen.variables && "connection" in chosen.variables && seen.connection
      ? { ...chosen.variables, connection: seen.connection }
      : chosen.variables
  variables.value = filled ? JSON.stringify(filled, null, 2) : ""
  variables.rows = Math.max(3, Math.min(14, variables.value.split("\n").length))
  number()
  query.scrollTop = 0
  for (const [at, item] of [...$("ready").children].entries()) item.firstElementChild.setAttribute("aria-current", String(at === index))
}
for (const [index, { title }] of queries.entries()) {
  const item = document.createElement("li")
  const button = document.createElement("button")
  button.type = "button"
  button.textContent = title
  button.addEventListener("click", () => choose(index))
  item.append(button)
  $("ready").append(item)
}
choose(0)

// The schema beside the answer.
const docs = schemaDocs({ docs: $("docs"), search: $("search"), ask })
const select = (name) => {
  for (const tab of ["response", "schema"]) {
    $(`tab-${tab}`).setAttribute("aria-selected", String(tab === name))
    $(`panel-${tab}`).hidden = tab !== name
  }
  if (name === "schema") docs.show()
}
$("tab-response").addEventListener("click", () => select("response"))
$("tab-schema").addEventListener("click", () => select("schema"))

const download = async () => {
  if (!hasToken()) return say("enter the owner token first", true)
  const answer = await fetch("/export/ledger.ndjson", { headers: headers("application/x-ndjson"), credentials: "omit" })
  if (!answer.ok) return show(await answer.json())
  const link = document.createElement("a")
  link.href = URL.createObjectURL(await answer.blob())
  link.download = "ledger.ndjson"
  link.click()
  URL.revokeObjectURL(link.href)
  say("ledger downloaded")
}
$("download").addEventListener("click", () => void download())

response.classList.add("empty")
response.textContent = "Answers appear here. Begin with a ready query."
