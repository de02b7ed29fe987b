/** Connected accounts: how far each is read, and whether it is proved complete. */
import { element } from "./element.js"
import { quantity, say, time } from "./words.js"

export const seal = ({ state, reason }) =>
  element(
    "span",
    { class: `seal ${state.toLowerCase()}`, title: reason },
    element("span", { "aria-hidden": "true" }, state === "PROVED" ? "✓" : "!"),
    say(state)
  )

const progressOf = ({ progress, lastSyncedAt }) => {
  const { running, fraction, rowsStored, eta, pausedUntil } = progress
  if (!running) return element("p", { class: "note" }, lastSyncedAt ? say("readTo", { time: time(lastSyncedAt) }) : say("neverRead"))
  const told = [
    say("syncing", { count: quantity(rowsStored) }),
    pausedUntil ? say("waiting", { time: time(pausedUntil) }) : eta ? say("until", { time: time(eta) }) : ""
  ]
  return element(
    "div",
    {},
    element("progress", { max: 1, value: fraction }),
    element("p", { class: "note" }, told.filter(Boolean).join(" · "))
  )
}

const lines = (certificate) => {
  const open = certificate.lines.filter(({ state }) => state !== "PROVED")
  return element(
    "ul",
    { class: "parts" },
    open.map(({ asset, wallet, difference, reason }) =>
      element(
        "li",
        {},
        element("span", {}, `${asset.symbol} ${wallet}${reason ? `: ${reason}` : ""}`),
        difference && element("span", { class: "figure" }, `${quantity(difference)} ${asset.symbol}`)
      )
    )
  )
}

/** What to do, in the reader's language, before what happened. */
export const problem = ({ message, whatToDo }) =>
  element("p", { class: "problem" }, element("b", {}, whatToDo), element("small", {}, message))

const button = (label, { id }, act) =>
  element("button", { type: "button", class: "quiet", "data-key": `${label} ${id}`, onclick: act }, say(label))

/** What an owner can do about an account: `syncNow(connection)` reads it again, `replaceKey` and `disconnect` are as they say. */
export const accountsList = (connections, { syncNow, replaceKey, disconnect }) =>
  element(
    "div",
    { class: "accounts" },
    connections.map((connection) => {
      const { label, exchange, status, failure, certificate, progress } = connection
      const isConnected = status !== "DISCONNECTED"
      return element(
        "article",
        {},
        element("h3", {}, label, element("small", {}, [exchange?.name, say(status)].filter(Boolean).join(" · "))),
        seal(certificate),
        progressOf(connection),
        failure && problem(failure),
        certificate.reason && element("p", { class: "note" }, certificate.reason),
        lines(certificate),
        element(
          "div",
          { class: "actions" },
          isConnected && !progress.running && button("syncNow", connection, () => syncNow(connection)),
          // Whose adapter is not installed any more cannot be asked for.
          exchange && button("replaceKey", connection, () => replaceKey(connection)),
          isConnected && button("disconnect", connection, () => disconnect(connection))
        )
      )
    })
  )
