/** A dialog over the page, which is gone once it is closed. */
import { element } from "./element.js"
import { say } from "./words.js"

export const openDialog = (kind, title, ...inside) => {
  const dialog = element(
    "dialog",
    { class: kind, "aria-label": title, onclose: () => dialog.remove() },
    element("form", { method: "dialog", class: "bar" }, element("h2", {}, title), element("button", { class: "quiet" }, say("close"))),
    ...inside
  )
  document.body.append(dialog)
  dialog.showModal()
  return dialog
}
