import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import ts from 'typescript'
import { programWith } from './compile.ts'

const root = join(import.meta.dirname, '../..')

/** A name that a public package exports. */
export interface Export {
  readonly name: string
  /** `@guanxi/core/storage` */
  readonly module: string
  readonly kind: 'value' | 'type'
  /** Where it is declared: `packages/core/src/crm.ts`. */
  readonly file: string
  readonly text: string
  readonly examples: readonly string[]
  /** Those of its members. */
  readonly memberExamples: readonly string[]
  /** The types that its declaration names, without the bodies of functions. */
  readonly signature: ReadonlySet<string>
}

/** The entries of the public packages, as their manifests say: `@guanxi/core` to `packages/core/src/index.ts`. */
export function entries(): Map<string, string> {
  const manifests = globSync('packages/*/package.json', { cwd: root }).toSorted()
  const found = manifests.flatMap((path) => {
    const { name, private: hidden, exports } = JSON.parse(readFileSync(join(root, path), 'utf8')) as Manifest
    if (hidden === true) return []
    return Object.entries(exports).map(([entry, { source }]) => [name + entry.slice(1), join(dirname(path), source)])
  })
  return new Map(found as [string, string][])
}

interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly exports: Readonly<Record<string, { readonly source: string }>>
}

/** What the entries export. A name that several of them export belongs to the first. */
export function surface(entries: ReadonlyMap<string, string>, texts?: ReadonlyMap<string, string>): Export[] {
  const files = texts ?? new Map([...entries.values()].map((file) => [file, readFileSync(join(root, file), 'utf8')]))
  const program = programWith(files)
  const checker = program.getTypeChecker()
  const seen = new Set<ts.Symbol>()
  return [...entries].flatMap(([module, entry]) => {
    const source = program.getSourceFile(join(root, entry))
    const own = source === undefined ? undefined : checker.getSymbolAtLocation(source)
    if (own === undefined) throw new Error(`${entry} exports nothing`)
    return checker.getExportsOfModule(own).flatMap((exported) => {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported
      if (seen.has(symbol)) return []
      seen.add(symbol)
      return [exportOf(symbol, exported.name, module, checker)]
    })
  })
}

function exportOf(symbol: ts.Symbol, name: string, module: string, checker: ts.TypeChecker): Export {
  const declarations = symbol.declarations ?? []
  return {
    name,
    module,
    kind: symbol.flags & ts.SymbolFlags.Value ? 'value' : 'type',
    file: relative(root, declarations[0]?.getSourceFile().fileName ?? ''),
    text: ts.displayPartsToString(symbol.getDocumentationComment(checker)),
    examples: symbol
      .getJsDocTags(checker)
      .filter((tag) => tag.name === 'example')
      .map((tag) => ts.displayPartsToString(tag.text)),
    memberExamples: declarations.flatMap(examplesOfMembers),
    signature: new Set(declarations.flatMap(typesIn)),
  }
}

function examplesOfMembers(declaration: ts.Node): string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isBlock(node)) return
    const isMember = ts.isTypeElement(node) || ts.isClassElement(node) || ts.isObjectLiteralElementLike(node)
    for (const tag of isMember ? ts.getJSDocTags(node) : [])
      if (tag.tagName.text === 'example') found.push(ts.getTextOfJSDocComment(tag.comment) ?? '')
    ts.forEachChild(node, visit)
  }
  ts.forEachChild(declaration, visit)
  return found
}

function typesIn(declaration: ts.Node): string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isBlock(node)) return
    if (ts.isTypeReferenceNode(node)) found.push(node.typeName.getText())
    if (ts.isExpressionWithTypeArguments(node)) found.push(node.expression.getText())
    ts.forEachChild(node, visit)
  }
  visit(declaration)
  return found
}
