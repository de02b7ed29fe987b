/** Two views of one server: what is held, and the API to ask for anything else. The address says which (`#api`). */
import "./explorer.js"
import { isBusy, load } from "./overview.js"
import { locale, say } from "./words.js"

const $ = (id) => document.getElementById(id)

document.documentElement.lang = locale.toLowerCase()
for (const one of document.querySelectorAll("[data-say]")) one.textContent = say(one.dataset.say)
$("token").placeholder = say("shownOnce")

const show = () => {
  const isApi = location.hash === "#api"
  for (const [name, shown] of [
    ["overview", !isApi],
    ["explorer", isApi]
  ]) {
    $(name).hidden = !shown
    $(`tab-${name}`).setAttribute("aria-selected", String(shown))
  }
  if (!isApi && !isBusy()) void load()
}

$("tab-overview").addEventListener("click", () => (location.hash = ""))
$("tab-explorer").addEventListener("click", () => (location.hash = "api"))
$("token-form").addEventListener("submit", () => location.hash !== "#api" && !isBusy() && void load())
addEventListener("hashchange", show)
show()
