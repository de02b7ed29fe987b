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

/** Why there is no answer: `unauthorized`, or the first error of it. */
export class NoAnswer extends Error {
  constructor(message, isUnauthorized = false) {
    super(message)
    this.isUnauthorized = isUnauthorized
  }
}

/** The data of an operation, or a `NoAnswer`. */
export const ask = async (query, variables = {}) => {
  const answer = await post({ query, variables }, "application/json").catch((error) => {
    throw new NoAnswer(error.message)
  })
  const { data, errors } = await answer.json()
  if (answer.status === 401) throw new NoAnswer(errors?.[0]?.message ?? "", true)
  if (errors) throw new NoAnswer(errors[0].message)
  return data
}
