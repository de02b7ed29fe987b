/** How much one operation may ask for. Counted on the document before it runs, with the values its variables really have. */
import type { DocumentNode, FieldNode, GraphQLSchema, OperationDefinitionNode, SelectionNode, SelectionSetNode, ValueNode } from "graphql"
import { getNamedType, getNullableType, isInterfaceType, isListType, isObjectType, Kind, parse } from "graphql"
import type { Plugin } from "graphql-yoga"
import { refused } from "./errors.ts"
import { defaultPageSize } from "./pageSize.ts"

export const maxTokens = 1000
export const maxDepth = 12
/** Tools nest deeper than people when they read the schema: lists of non-null lists of …. */
export const maxIntrospectionDepth = 16
export const maxAliases = 30
export const maxCost = 25_000

/** What a list without `first` is taken to hold. */
const assumedListLength = 5

type Variables = Readonly<Record<string, unknown>>

interface Measured {
  readonly depth: number
  readonly introspectionDepth: number
  readonly aliases: number
  readonly cost: number
}

interface Place {
  readonly parent: string
  readonly introspects: boolean
  readonly counted: boolean
}

const nothing: Measured = { depth: 0, introspectionDepth: 0, aliases: 0, cost: 0 }

const sum = (left: Measured, right: Measured): Measured => ({
  depth: Math.max(left.depth, right.depth),
  introspectionDepth: Math.max(left.introspectionDepth, right.introspectionDepth),
  aliases: left.aliases + right.aliases,
  cost: left.cost + right.cost
})

/** Fragments are followed where they are spread. Validation has refused cycles; each is measured once per parent type. */
export const measure = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables
): Measured => {
  const fragments = new Map(
    document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : []))
  )
  const seen = new Map<string, Measured>()
  const defaults = new Map(operation.variableDefinitions?.map(({ variable, defaultValue }) => [variable.name.value, defaultValue]))

  const intOf = (node: ValueNode | undefined): number | undefined => {
    if (node?.kind === Kind.INT) return Number(node.value)
    if (node?.kind !== Kind.VARIABLE) return undefined
    const given = variables[node.name.value]
    return typeof given === "number" ? given : given === undefined ? intOf(defaults.get(node.name.value)) : undefined
  }

  /** `counted`: a page above has already been multiplied by its size, so its `edges` are not once more. */
  const ofSet = (set: SelectionSetNode, at: Place): Measured => set.selections.map((node) => ofSelection(node, at)).reduce(sum, nothing)

  const ofSelection = (node: SelectionNode, at: Place): Measured => {
    if (node.kind === Kind.FIELD) return ofField(node, at)
    if (node.kind === Kind.INLINE_FRAGMENT) return ofSet(node.selectionSet, { ...at, parent: node.typeCondition?.name.value ?? at.parent })
    const key = `${node.name.value} ${at.introspects} ${at.counted}`
    const known = seen.get(key)
    const fragment = fragments.get(node.name.value)
    if (known !== undefined || fragment === undefined) return known ?? nothing
    seen.set(key, nothing)
    const measured = ofSet(fragment.selectionSet, { ...at, parent: fragment.typeCondition.name.value })
    seen.set(key, measured)
    return measured
  }

  const ofField = (node: FieldNode, at: Place): Measured => {
    const parent = schema.getType(at.parent)
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined
    const introspects = at.introspects || node.name.value === "__schema" || node.name.value === "__type"
    const pages = field?.args.some(({ name }) => name === "first") ?? false
    const isList = field !== undefined && isListType(getNullableType(field.type))
    const below =
      node.selectionSet === undefined
        ? nothing
        : ofSet(node.selectionSet, {
            parent: field === undefined ? "" : getNamedType(field.type).name,
            introspects,
            counted: pages && !isList
          })
    const asked = node.arguments?.find(({ name }) => name.value === "first" || name.value === "last")
    const times = pages ? (intOf(asked?.value) ?? defaultPageSize) : isList && !at.counted ? assumedListLength : 1
    return {
      depth: introspects ? 0 : 1 + below.depth,
      introspectionDepth: introspects ? 1 + below.introspectionDepth : below.introspectionDepth,
      aliases: (node.alias === undefined ? 0 : 1) + below.aliases,
      // What the schema costs to read is bounded by its own depth.
      cost: introspects ? 1 : 1 + Math.max(1, times) * below.cost
    }
  }

  const root = schema.getRootType(operation.operation)
  return ofSet(operation.selectionSet, { parent: root?.name ?? "", introspects: false, counted: false })
}

const excess = ({ depth, introspectionDepth, aliases, cost }: Measured) => {
  if (depth > maxDepth)
    return refused("TOO_DEEP", `This operation nests ${depth} levels; at most ${maxDepth} are answered. Ask in two steps.`)
  if (introspectionDepth > maxIntrospectionDepth)
    return refused("TOO_DEEP", `This introspection nests ${introspectionDepth} levels; at most ${maxIntrospectionDepth} are answered.`)
  if (aliases > maxAliases)
    return refused("TOO_MANY_ALIASES", `This operation has ${aliases} aliases; at most ${maxAliases} are answered. Use several operations.`)
  if (cost > maxCost)
    return refused(
      "TOO_COSTLY",
      `This operation could yield about ${cost} fields; at most ${maxCost} are answered. Ask for smaller pages or fewer fields.`
    )
  return undefined
}

export const useLimits = (): Plugin => {
  const check = (args: {
    readonly schema: GraphQLSchema
    readonly document: DocumentNode
    readonly operationName?: string | null
    readonly variableValues?: unknown
  }) => {
    const operations = args.document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION)
    const operation = args.operationName == null ? operations[0] : operations.find(({ name }) => name?.value === args.operationName)
    return operation === undefined
      ? undefined
      : excess(measure(args.schema, args.document, operation, (args.variableValues ?? {}) as Variables))
  }
  return {
    onParse: ({ setParseFn }) => setParseFn((source, options) => parse(source, { ...options, maxTokens })),
    onExecute: ({ args, setResultAndStopExecution }) => {
      const error = check(args as never)
      if (error !== undefined) setResultAndStopExecution({ errors: [error] })
    },
    onSubscribe: ({ args, setResultAndStopExecution }) => {
      const error = check(args as never)
      if (error !== undefined) setResultAndStopExecution({ errors: [error] })
    }
  }
}
