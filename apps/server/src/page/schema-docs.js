/** The schema as pages: a search over types and fields, and one page per type. Everything is set as text, never as markup. */
const introspection = `query Schema {
  __schema {
    queryType { name } mutationType { name } subscriptionType { name }
    types {
      kind name description
      fields { name description type { ...Type } args { name description type { ...Type } defaultValue } }
      inputFields { name description type { ...Type } defaultValue }
      enumValues { name description }
      possibleTypes { name }
      interfaces { name }
    }
  }
}
fragment Type on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }`

const element = (tag, text, ...children) => {
  const node = document.createElement(tag)
  if (text) node.textContent = text
  node.append(...children)
  return node
}

const named = (type) => (type.ofType ? named(type.ofType) : type.name)
const written = (type) =>
  type.kind === "NON_NULL" ? `${written(type.ofType)}!` : type.kind === "LIST" ? `[${written(type.ofType)}]` : type.name

/** `ask(query)` gives the data of an answer or throws. */
export const schemaDocs = ({ docs, search, ask }) => {
  let types = null
  let roots = []
  const visited = []

  const link = (text, name) => {
    const button = element("button", text)
    button.type = "button"
    button.addEventListener("click", () => open(name))
    return button
  }
  const typeLink = (type) => link(written(type), named(type))

  const memberEntry = (member) => {
    const entry = [element("dt", "", `${member.name}: `, typeLink(member.type), member.defaultValue ? ` = ${member.defaultValue}` : "")]
    if (member.description) entry.push(element("dd", "", element("p", member.description)))
    for (const arg of member.args ?? []) {
      const about = element(
        "dd",
        "",
        element("code", "", `${arg.name}: `, typeLink(arg.type), arg.defaultValue ? ` = ${arg.defaultValue}` : ""),
        element("p", arg.description)
      )
      about.className = "args"
      entry.push(about)
    }
    return entry
  }

  const page = (type) => {
    const nodes = []
    if (visited.length > 0) {
      const back = link("← back", "")
      back.className = "back"
      nodes.push(back)
    }
    nodes.push(element("h4", type.name), element("p", type.description ?? ""))
    const list = element("dl")
    for (const member of type.fields ?? type.inputFields ?? []) list.append(...memberEntry(member))
    for (const value of type.enumValues ?? [])
      list.append(element("dt", value.name), element("dd", "", element("p", value.description ?? "")))
    for (const { name } of type.kind === "OBJECT" ? [] : (type.possibleTypes ?? []))
      list.append(element("dt", "", "is one of: ", link(name, name)))
    nodes.push(list)
    docs.replaceChildren(...nodes)
    docs.scrollTop = 0
  }

  const overview = () => {
    const list = element("dl")
    for (const name of roots)
      list.append(element("dt", "", link(name, name)), element("dd", "", element("p", types.get(name)?.description ?? "")))
    docs.replaceChildren(element("h4", "Start here"), list)
  }

  let current = ""
  const open = (name) => {
    if (name === "") current = visited.pop() ?? ""
    else if (name !== current) {
      visited.push(current)
      current = name
    }
    const type = types.get(current)
    if (type) page(type)
    else overview()
  }

  const find = (text) => {
    const wanted = text.trim().toLowerCase()
    if (wanted === "") return open(current === "" ? "" : current)
    const list = element("dl")
    let found = 0
    for (const type of types.values()) {
      const members = [...(type.fields ?? []), ...(type.inputFields ?? []), ...(type.enumValues ?? [])].filter(({ name }) =>
        name.toLowerCase().includes(wanted)
      )
      if (!type.name.toLowerCase().includes(wanted) && members.length === 0) continue
      if (++found > 60) break
      list.append(
        element(
          "dt",
          "",
          link(type.name, type.name),
          members.length > 0
            ? ` · ${members
                .map(({ name }) => name)
                .slice(0, 8)
                .join(", ")}`
            : ""
        )
      )
      list.append(element("dd", "", element("p", type.description?.split("\n")[0] ?? "")))
    }
    docs.replaceChildren(found === 0 ? element("p", "Nothing of that name.") : list)
  }

  const load = async () => {
    docs.replaceChildren(element("p", "Reading the schema …"))
    const { __schema: schema } = await ask(introspection)
    roots = [schema.queryType.name, schema.mutationType.name, schema.subscriptionType.name]
    types = new Map(schema.types.filter(({ name }) => !name.startsWith("__")).map((type) => [type.name, type]))
    overview()
  }

  search.addEventListener("input", () => {
    if (types) find(search.value)
  })
  return {
    show: () => {
      if (!types) void load().catch((error) => docs.replaceChildren(element("p", error.message)))
    }
  }
}
