/** What it was worth over time, as a line with a gap where a value is unknown. */
import { element } from "./element.js"
import { amount, day, say, short } from "./words.js"

const width = 720
const height = 220
const edge = { top: 18, right: 8, bottom: 4, left: 8 }

const runsOf = (points) => {
  const runs = [[]]
  for (const [i, { value }] of points.entries()) {
    if (value === null) runs.push([])
    else runs.at(-1).push([i, Number(value)])
  }
  return runs.filter((run) => run.length > 0)
}

/** A few round values between two, so that heights can be read: 0, 20,000, 40,000. */
const scaleOf = (low, high) => {
  const most = (high - low) / 2
  // Always nothing.
  if (most < 1e-9) return [low]
  const power = 10 ** Math.floor(Math.log10(most))
  const step = [5, 2, 1].map((one) => one * power).find((one) => one <= most)
  // Where something is owed this is minus nought, which is not to be shown as such.
  const first = Math.ceil(low / step)
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, i) => (first + i) * step || 0)
}

/** `points`: `{ date, value }`, value a decimal or null. `why(date)` tells where the value of a day comes from. */
export const chart = (points, currency, why) => {
  const runs = runsOf(points)
  const known = runs.flat()
  if (known.length === 0) return element("p", { class: "note" }, say("noSeries"))
  const values = known.map(([, value]) => value)
  const low = Math.min(0, ...values)
  const high = Math.max(...values, low + Number.EPSILON)
  const x = (i) => edge.left + (points.length === 1 ? 0.5 : i / (points.length - 1)) * (width - edge.left - edge.right)
  const y = (value) => edge.top + (1 - (value - low) / (high - low || 1)) * (height - edge.top - edge.bottom)
  const at = ([i, value]) => `${x(i).toFixed(1)} ${y(value).toFixed(1)}`
  const told = ([i]) => `${day(points[i].date)}: ${amount(points[i].value, currency)}`
  const line = (run) => "M" + run.map(at).join("L")
  const area = (run) => `${line(run)}L${x(run.at(-1)[0]).toFixed(1)} ${y(low)}L${x(run[0][0]).toFixed(1)} ${y(low)}Z`

  const label = element("output", { class: "chart-label" })
  const mark = element("line", { class: "mark", y1: edge.top, y2: height - edge.bottom, visibility: "hidden" })
  const dot = element("circle", { class: "dot", r: 4, visibility: "hidden" })
  const show = (i) => {
    const { date, value } = points[i]
    label.textContent = `${day(date)} · ${value === null ? say("unknown") : amount(value, currency)}`
    mark.setAttribute("x1", x(i))
    mark.setAttribute("x2", x(i))
    mark.setAttribute("visibility", "visible")
    dot.setAttribute("visibility", value === null ? "hidden" : "visible")
    if (value === null) return
    dot.setAttribute("cx", x(i))
    dot.setAttribute("cy", y(Number(value)))
  }
  const leave = () => {
    label.textContent = ""
    for (const one of [mark, dot]) one.setAttribute("visibility", "hidden")
  }
  let place = points.length - 1
  const to = (event) => {
    const { left, width: shown } = drawing.getBoundingClientRect()
    const share = (((event.clientX - left) / shown) * width - edge.left) / (width - edge.left - edge.right)
    place = Math.max(0, Math.min(points.length - 1, Math.round(share * (points.length - 1))))
    show(place)
  }
  const drawing = element(
    "svg",
    {
      viewBox: `0 0 ${width} ${height}`,
      class: "chart",
      role: "img",
      tabindex: 0,
      "aria-label": `${told(known[0])} – ${told(known.at(-1))}`,
      onpointerdown: to,
      onpointermove: to,
      onpointerleave: leave,
      onblur: leave,
      onclick: (event) => {
        to(event)
        if (points[place].value !== null) why(points[place].date)
      },
      onkeydown: (event) => {
        if (event.key === "Enter" && points[place].value !== null) return why(points[place].date)
        const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
        if (step === undefined) return
        event.preventDefault()
        place = Math.max(0, Math.min(points.length - 1, place + step))
        show(place)
      }
    },
    scaleOf(low, high).flatMap((value) => [
      element("line", { class: "scale", x1: edge.left, x2: width - edge.right, y1: y(value), y2: y(value) }),
      element("text", { class: "scale", x: edge.left, y: y(value) - 4 }, short(value))
    ]),
    runs.map((run) => element("path", { class: "area", d: area(run) })),
    runs.map((run) => element("path", { class: "line", d: run.length === 1 ? `${line(run)}h0.1` : line(run) })),
    element("line", { class: "ground", x1: edge.left, x2: width - edge.right, y1: y(low), y2: y(low) }),
    mark,
    dot
  )
  const ends = element("figcaption", {}, element("span", {}, day(points[0].date)), element("span", {}, day(points.at(-1).date)))
  return element("figure", {}, label, drawing, ends)
}
