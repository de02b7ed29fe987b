/** This server's API, with the owner token in a header. */
const field = document.getElementById("token")
const keep = document.getElementById("keep")

// The token: in memory, or until the tab is closed if its owner ticks that.
const stored = "caudal-owner-token"
field.value = sessionStorage.getItem(stored) ?? ""
keep.checked = field.value !== ""
export const rememberToken = () =>
  keep.checked && field.value ? sessionStorage.setItem(stored, field.value) : sessionStorage.removeItem(stored)
keep.addEventListener("change", rememberToken)
field.addEventListener("change", rememberToken)

export const hasToken = () => field.value.trim() !== ""
export const askForToken = () => field.focus()

export const headers = (accept) => ({
  "content-type": "application/json",
  accept,
  ...(field.value && { authorization: `Bearer ${field.value.trim()}` })
})

export const post = (body, accept, signal) =>
  fetch("/graphql", { method: "POST", headers: headers(accept), body: JSON.stringify(body), signal, credentials: "omit" })

/** Why there is no answer. `kind`: `unauthorized`, `refused` (the message is the API's), or `unreachable`. */
class NoAnswer extends Error {
  constructor(kind, message) {
    super(message)
    this.kind = kind
  }
}

/** The data of an operation, or a `NoAnswer`. */
export const ask = async (query, variables = {}) => {
  const answer = await post({ query, variables }, "application/json").catch((error) => {
    throw new NoAnswer("unreachable", error.message)
  })
  const { data, errors } = await answer.json().catch(() => {
    throw new NoAnswer("unreachable", `HTTP ${answer.status}`)
  })
  if (answer.status === 401) throw new NoAnswer("unauthorized", errors?.[0]?.message ?? "")
  if (errors) throw new NoAnswer("refused", errors[0].message)
  return data
}
