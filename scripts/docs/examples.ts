import ts from 'typescript'
import { problemsIn } from './compile.ts'
import type { Export } from './surface.ts'

const preludeOf = (module: string): string =>
  `../../../scripts/docs/prelude${module === '@guanxi/tickets' ? '-tickets' : ''}.ts`
/** What an example may use without making it: scripts/docs/prelude.ts. */
const given: ReadonlySet<string> = new Set('storage schema crm me students z afterAll describe expect test'.split(' '))

/** What the reference lacks: a sentence for each export that says too little. */
export function lacking(exports: readonly Export[]): string[] {
  const shown = new Set(exports.flatMap(({ examples }) => examples.flatMap((example) => [...namesIn(example)])))
  const signed = new Set(
    exports
      .filter(({ kind, examples }) => kind === 'value' && examples.length > 0)
      .flatMap((one) => [...one.signature]),
  )
  return exports.flatMap(({ name, file, kind, text, examples }) => {
    const wrong: string[] = []
    if (text.trim() === '') wrong.push(`${file}: ${name} has no text`)
    if (examples.length > 0) return wrong
    if (kind === 'value') wrong.push(`${file}: ${name} has no example`)
    else if (!shown.has(name) && !signed.has(name)) wrong.push(`${file}: no example shows the type ${name}`)
    return wrong
  })
}

/** What does not compile in the examples. */
export function wrongExamples(exports: readonly Export[]): string[] {
  const programs = new Map<string, { readonly of: Export; readonly text: string; readonly imports: number }>()
  for (const one of exports) {
    const known = knownIn(one.module, exports)
    for (const [index, example] of [...one.examples, ...one.memberExamples].entries()) {
      const imports = importsOf(example, known, preludeOf(one.module))
      const folder = one.module.replaceAll(/[^a-z]+/g, '-').slice(1)
      // With the kind: some disks take `Query` and `query` for one name.
      programs.set(`docs/api/${folder}/${one.name}.${one.kind}.${index}.ts`, {
        of: one,
        text: [...imports, example, 'export {}'].join('\n'),
        imports: imports.length,
      })
    }
  }
  const texts = new Map([...programs].map(([file, { text }]) => [file, text]))
  return problemsIn(texts).map(({ file, line, problem }) => {
    const program = programs.get(file)
    return `${program?.of.file}: ${program?.of.name}, line ${line + 1 - (program?.imports ?? 0)} of its example: ${problem}`
  })
}

/** What names mean in a module's examples: first its own exports, then those of the others. */
function knownIn(module: string, exports: readonly Export[]): ReadonlyMap<string, Export> {
  const last = exports.toReversed()
  const own = last.filter((one) => one.module === module)
  return new Map([...last, ...own].map((one) => [one.name, one]))
}

/** The imports that an example leaves out: what it uses and does not declare, from where it is exported. */
function importsOf(example: string, known: ReadonlyMap<string, Export>, prelude: string): string[] {
  const declared = declaredIn(example)
  return [...namesIn(example)].flatMap((name) => {
    if (declared.has(name)) return []
    if (given.has(name)) return [`import { ${name} } from '${prelude}'`]
    const one = known.get(name)
    if (one === undefined) return []
    return [`import { ${one.kind === 'type' ? 'type ' : ''}${name} } from '${one.module}'`]
  })
}

/** The identifiers of a text that stand for something: no members, no keys. */
function namesIn(text: string): Set<string> {
  const found = new Set<string>()
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && !isMember(node)) found.add(node.text)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile('example.ts', text, ts.ScriptTarget.ES2023, true))
  return found
}

function isMember(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node
  if (ts.isQualifiedName(parent)) return parent.right === node
  if (ts.isBindingElement(parent)) return parent.propertyName === node
  const keyed =
    ts.isPropertyAssignment(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isPropertyDeclaration(parent)
  return keyed && parent.name === node
}

/** The names that a text declares itself, on whatever level: an example is short. */
function declaredIn(text: string): Set<string> {
  const found = new Set<string>()
  const visit = (node: ts.Node): void => {
    const named = ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node)
    const declares =
      named ||
      ts.isFunctionDeclaration(node) ||
      ts.isClassDeclaration(node) ||
      ts.isInterfaceDeclaration(node) ||
      ts.isTypeAliasDeclaration(node) ||
      ts.isImportSpecifier(node)
    if (declares && node.name !== undefined && ts.isIdentifier(node.name)) found.add(node.name.text)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile('example.ts', text, ts.ScriptTarget.ES2023, true))
  return found
}
