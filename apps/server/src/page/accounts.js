/** Connected accounts: how far each is read, and whether it is proved complete. */
import { element } from "./element.js"
import { lineReason } from "./reasons.js"
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

/** What an owner can say of a line of the certificate, and take back. */
const word = (connection, line, { sayOpening, takeBack }) => {
  const { asset, wallet, older, implied, asserted } = line
  const key = `${connection.id} ${asset.code} ${wallet}`
  const act = (label, does) =>
    element("button", { type: "button", class: "link", "data-key": `${label} ${key}`, onclick: does }, say(label))
  return [
    asserted &&
      element(
        "small",
        {},
        say("byYourWord", { quantity: quantity(asserted.quantity), time: time(asserted.at) }),
        " · ",
        act("takeBack", () => takeBack(asserted))
      ),
    implied && (older || asserted) && act("heldBefore", () => sayOpening(connection, line))
  ]
}

const lines = (connection, told, acts) =>
  element(
    "ul",
    { class: "parts" },
    told.map((line) => {
      const { asset, wallet, state, reason } = line
      const why = lineReason(line)
      const isOpen = state !== "PROVED"
      return element(
        "li",
        {},
        element(
          "span",
          {},
          `${asset.symbol} ${wallet}${isOpen && why ? `: ${why}` : ""}`,
          // Where it lies, and by which rows.
          state === "DIFFERS" && reason !== why && element("small", {}, reason),
          " ",
          ...word(connection, line, acts)
        )
      )
    })
  )

/** What to do, in the reader's language, before what happened. */
export const problem = ({ message, whatToDo }) =>
  element("p", { class: "problem" }, element("b", {}, whatToDo), element("small", {}, message))

const button = (label, { id }, act) =>
  element("button", { type: "button", class: "quiet", "data-key": `${label} ${id}`, onclick: act }, say(label))

/**
 * What an owner can do about an account: `syncNow(connection)` reads it again, `replaceKey` and `disconnect` are as they say;
 * `sayOpening(connection, line)` tells what a line of its certificate began with, and `takeBack(opening)` takes that back.
 */
export const accountsList = (connections, acts) => {
  const { syncNow, replaceKey, disconnect } = acts
  return element(
    "div",
    { class: "accounts" },
    connections.map((connection) => {
      const { label, exchange, status, failure, certificate, progress } = connection
      const isConnected = status !== "DISCONNECTED"
      const told = certificate.lines.filter(({ state, asserted }) => state !== "PROVED" || asserted !== null)
      return element(
        "article",
        {},
        element("h3", {}, label, element("small", {}, [exchange?.name, say(status)].filter(Boolean).join(" · "))),
        seal(certificate),
        progressOf(connection),
        failure && problem(failure),
        certificate.reason && told.length === 0 && element("p", { class: "note" }, certificate.reason),
        lines(connection, told, acts),
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
}
