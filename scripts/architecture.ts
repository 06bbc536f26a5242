// The rules of the house, as pure functions from a map of files to the sentences that are wrong about them.
import { isBuiltin } from 'node:module'
import { dirname, join } from 'node:path/posix'
import ts from 'typescript'

/** Path from the repository's root, with `/`, to text. Only `packages/<name>/src/**`, tests left out. */
export type Files = ReadonlyMap<string, string>

export interface Allowed {
  /** A file, or a folder with a closing slash. */
  readonly path: string
  readonly reason: string
}

/** Which packages a package may import. One that is not listed is a plugin, and imports core alone. */
const below: Readonly<Record<string, readonly string[]>> = {
  core: [],
  sql: ['core'],
  sqlite: ['core', 'sql'],
  postgres: ['core', 'sql'],
  duckdb: ['core', 'sql'],
  testkit: ['core', 'sql', 'sqlite'],
}

export function wrongDirections(files: Files): string[] {
  const wrong: string[] = []
  for (const [path, text] of files) {
    const own = packageOf(path)
    for (const specifier of importsOf(path, text)) {
      const [, other] = /^@guanxi\/([^/]+)/.exec(specifier) ?? []
      if (other !== undefined && !(below[own] ?? ['core']).includes(other)) {
        wrong.push(`${path}: ${own} must not import @guanxi/${other}`)
      }
      if (own === 'core' && isBuiltin(specifier)) wrong.push(`${path}: core must not import ${specifier}`)
      if (specifier.startsWith('.') && !join(dirname(path), specifier).startsWith(`packages/${own}/src/`)) {
        wrong.push(`${path}: ${specifier} is outside of the package`)
      }
    }
  }
  return wrong
}

/** Circles among the files of a package, type-only imports included. */
export function fileCircles(files: Files): string[] {
  return circles(graph(files, (path) => path))
}

/** Circles among the folders directly below `root`; a file directly below it counts as a folder of its own. */
export function folderCircles(files: Files, root: string): string[] {
  const inside = new Map([...files].filter(([path]) => path.startsWith(root)))
  return circles(graph(inside, (path) => path.slice(root.length).split('/')[0] ?? ''))
}

/** The files that come with a file, itself included: what it imports, and what those import. */
export function reachedFrom(files: Files, entry: string): ReadonlySet<string> {
  const reached = new Set([entry])
  for (const path of reached) {
    for (const specifier of importsOf(path, files.get(path) ?? '')) {
      const target = join(dirname(path), specifier)
      if (specifier.startsWith('.') && files.has(target)) reached.add(target)
    }
  }
  return reached
}

/** Uses of time, chance and the network that must be injected instead. */
export function forbiddenGlobals(files: Files, allowed: readonly Allowed[]): string[] {
  const wrong: string[] = []
  for (const [path, text] of files) {
    if (allowed.some((a) => path === a.path || (a.path.endsWith('/') && path.startsWith(a.path)))) continue
    const source = parse(path, text)
    const visit = (node: ts.Node): void => {
      if (ts.isTypeNode(node)) return
      const name = forbidden(node)
      if (name) wrong.push(`${path}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}: ${name}`)
      ts.forEachChild(node, visit)
    }
    visit(source)
  }
  return wrong
}

export function tooLong(files: Files, limit = 400): string[] {
  return [...files].flatMap(([path, text]) => {
    const lines = text.replace(/\n$/, '').split('\n').length
    return lines > limit ? [`${path}: ${lines} lines, more than ${limit}`] : []
  })
}

const members = new Set([
  'Date.now',
  'Math.random',
  'performance.now',
  'crypto.randomUUID',
  'crypto.getRandomValues',
  'Temporal.Now',
])
const names = new Set(['setTimeout', 'setInterval', 'setImmediate', 'fetch'])
const modules = new Set([
  'node:timers',
  'node:timers/promises',
  'node:perf_hooks',
  'timers',
  'timers/promises',
  'perf_hooks',
])

function forbidden(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    const { text } = node.moduleSpecifier
    const bindings = node.importClause?.namedBindings
    const random = /^(node:)?crypto$/.test(text) && bindings && /\brandom/.test(bindings.getText())
    return modules.has(text) || random ? `import from ${text}` : undefined
  }
  if (ts.isIdentifier(node)) return names.has(node.text) && isGlobalUse(node) ? node.text : undefined
  if (ts.isPropertyAccessExpression(node)) {
    const left = node.expression.getText().replace(/^globalThis\./, '')
    const name = left === 'globalThis' ? node.name.text : `${left}.${node.name.text}`
    return (left === 'globalThis' && names.has(name)) || members.has(name) ? name : undefined
  }
  if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
    if (!ts.isIdentifier(node.expression) || node.expression.text !== 'Date') return undefined
    if (ts.isCallExpression(node)) return 'Date()'
    return node.arguments?.length ? undefined : 'new Date()'
  }
  return undefined
}

/** Read as a value, not the name of a member or a binding, and not declared in the function or file around it. */
function isGlobalUse(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return false
  if (ts.isBindingElement(parent)) return parent.initializer === node
  if (
    (ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isPropertyAssignment(parent)) &&
    parent.name === node
  )
    return false
  if (ts.isPropertySignature(parent) || ts.isMethodSignature(parent) || ts.isMethodDeclaration(parent)) return false
  if (ts.isFunctionDeclaration(parent) || ts.isImportSpecifier(parent) || ts.isPropertyDeclaration(parent)) return false
  for (let scope: ts.Node | undefined = parent; scope; scope = scope.parent) {
    if (declarations(scope).some((name) => name === node.text)) return false
  }
  return true
}

function declarations(scope: ts.Node): string[] {
  if (ts.isFunctionLike(scope)) return scope.parameters.flatMap((parameter) => bound(parameter.name))
  if (!ts.isSourceFile(scope) && !ts.isBlock(scope)) return []
  return scope.statements.flatMap((statement) => {
    if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.flatMap((d) => bound(d.name))
    if (ts.isFunctionDeclaration(statement)) return statement.name ? [statement.name.text] : []
    const bindings = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : undefined
    return bindings && ts.isNamedImports(bindings) ? bindings.elements.map((element) => element.name.text) : []
  })
}

function bound(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text]
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? bound(element.name) : []))
}

function graph(files: Files, nodeOf: (path: string) => string): Map<string, Set<string>> {
  const arrows = new Map<string, Set<string>>()
  for (const [path, text] of files) {
    const from = nodeOf(path)
    const targets = arrows.get(from) ?? new Set()
    arrows.set(from, targets)
    for (const specifier of importsOf(path, text)) {
      if (!specifier.startsWith('.')) continue
      const target = join(dirname(path), specifier)
      if (!files.has(target)) continue
      // A folder may import itself; a file that does so is a circle.
      if (nodeOf(target) !== from || target === path) targets.add(nodeOf(target))
    }
  }
  return arrows
}

function circles(arrows: Map<string, Set<string>>): string[] {
  const found: string[] = []
  const done = new Set<string>()
  const visit = (node: string, trail: readonly string[]): void => {
    const at = trail.indexOf(node)
    if (at >= 0) {
      found.push([...trail.slice(at), node].join(' -> '))
      return
    }
    if (done.has(node)) return
    for (const next of arrows.get(node) ?? []) visit(next, [...trail, node])
    done.add(node)
  }
  for (const node of arrows.keys()) visit(node, [])
  return found
}

function importsOf(path: string, text: string): string[] {
  const specifiers: string[] = []
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier)
      add(node.moduleSpecifier)
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal)
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0])
    ts.forEachChild(node, visit)
  }
  const add = (node: ts.Node | undefined): void => {
    if (node && ts.isStringLiteralLike(node)) specifiers.push(node.text)
  }
  visit(parse(path, text))
  return specifiers
}

function parse(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true)
}

function packageOf(path: string): string {
  return path.split('/')[1] ?? ''
}
