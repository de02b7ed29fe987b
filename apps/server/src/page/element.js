/** Elements are made of their attributes and what they hold. Texts become text nodes: an answer can hold anything. */
const svg = "http://www.w3.org/2000/svg"
const drawn = new Set(["svg", "path", "line", "circle", "text"])

export const element = (name, attributes = {}, ...inside) => {
  const made = drawn.has(name) ? document.createElementNS(svg, name) : document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value)
    else made.setAttribute(key, value === true ? "" : value)
  }
  return fill(made, ...inside)
}

/** Puts into an element what it is to hold instead of what it held; nothing for `false` and `null`. */
export const fill = (one, ...inside) => {
  one.replaceChildren(...inside.flat().filter((child) => child !== null && child !== undefined && child !== false))
  return one
}
