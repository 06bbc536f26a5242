import type { OperationNode } from 'kysely'

/** A piece of a statement, read from the tree that is compiled: names and values are nodes of it, never text. */
export type Token =
  | { readonly is: 'word'; readonly text: string }
  | { readonly is: 'name'; readonly text: string }
  | { readonly is: 'value'; readonly at: number; readonly constant: boolean }
  | { readonly is: 'group'; readonly tokens: readonly Token[] }

type Nodes = {
  readonly kind: string
  readonly sqlFragments?: readonly string[]
  readonly parameters?: readonly OperationNode[]
  readonly name?: string
  readonly value?: object
}

/** The pieces of a statement in order; what stands in brackets is one. */
export function tokensOf(node: OperationNode): readonly Token[] {
  const stack: Token[][] = [[]]
  let values = 0
  const put = (token: Token) => stack.at(-1)?.push(token)
  const read = (text: string) => {
    for (const [word] of text.matchAll(word_)) {
      if (word === '(') stack.push([])
      else if (word === ')') {
        const tokens = stack.pop() ?? []
        put({ is: 'group', tokens })
      } else put({ is: 'word', text: word.toLowerCase() })
    }
  }
  const walk = (of: OperationNode) => {
    const { kind, sqlFragments = [], parameters = [], name = '', value } = of as Nodes
    if (kind === 'IdentifierNode') put({ is: 'name', text: name })
    else if (kind === 'ValueNode') put({ is: 'value', at: values++, constant: 'constant' in (value ?? {}) })
    else if (kind === 'RawNode')
      for (const [at, text] of sqlFragments.entries()) {
        read(text)
        const next = parameters[at]
        if (next !== undefined) walk(next)
      }
    else throw new TypeError(`a node that nobody has read so far: ${kind}`)
  }
  walk(node)
  if (stack.length !== 1) throw new TypeError('a bracket that is not closed')
  return stack[0] ?? []
}

/** Literals, words with their numbers, brackets, and every other sign by itself. */
const word_ = /'(?:[^']|'')*'|"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_]*|\d+|::|[^\s]/gu
