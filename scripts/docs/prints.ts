import ts from 'typescript'
import type { Program } from './program.ts'

/** What a `console.log` of a page printed, and what the comment behind it says. */
export interface Printed {
  readonly line: number
  readonly expected: string
  readonly actual: string
}

const mark = '\u0001printed '

/** The program with each `console.log(…) // what it prints` reporting both. */
export function reporting({ text, origins }: Program): string {
  const source = ts.createSourceFile('page.ts', text, ts.ScriptTarget.ES2023, true)
  const edits: { readonly from: number; readonly to: number; readonly put: string }[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText(source) === 'console.log') {
      const expected = commentBehind(text, node.getEnd())
      const line = origins[source.getLineAndCharacterOfPosition(node.getStart(source)).line] ?? 0
      if (expected !== undefined)
        edits.push({
          from: node.expression.getStart(source),
          to: node.expression.getEnd(),
          put: `__prints(${line}, ${JSON.stringify(expected)})`,
        })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  const put = edits
    .toSorted((a, b) => b.from - a.from)
    .reduce((all, { from, to, put }) => all.slice(0, from) + put + all.slice(to), text)
  const report = `import { format as __format } from 'node:util'
const __prints = (line: number, expected: string) => (...values: unknown[]) =>
  process.stdout.write(${JSON.stringify(mark)} + JSON.stringify({ line, expected, actual: __format(...values) }) + '\\n')
`
  return report + put
}

/** A comment on the same line, or on lines of its own below. */
function commentBehind(text: string, end: number): string | undefined {
  const [, same, below] = /^\)*;?[ \t]*(?:\/\/[ \t]*([^\n]*)|\n((?:[ \t]*\/\/[^\n]*\n?)+))/.exec(text.slice(end)) ?? []
  const comment = same ?? below?.replace(/^[ \t]*\/\/[ \t]?/gm, '')
  return comment?.replace(/^prints: /, '').trim()
}

/** What a run has reported: what a statement in a loop printed is one text. */
export function printedIn(output: string): Printed[] {
  const found = new Map<number, Printed>()
  for (const text of output.split('\n').filter((line) => line.startsWith(mark))) {
    const one = JSON.parse(text.slice(mark.length)) as Printed
    const before = found.get(one.line)
    found.set(one.line, before === undefined ? one : { ...one, actual: `${before.actual}\n${one.actual}` })
  }
  return [...found.values()]
}

/** Whether it printed what the comment says: quotes, brackets and spaces do not count, `…` stands for anything. */
export function isAsSaid({ expected, actual }: Printed): boolean {
  const bare = (text: string) => text.replace(/[\s'"`[\]{}(),]/g, '')
  const pattern = expected.split('…').map((part) => bare(part).replace(/[.*+?^$|\\]/g, '\\$&'))
  return new RegExp(`^${pattern.join('.*')}$`, 's').test(bare(actual))
}
