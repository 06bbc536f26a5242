import ts from 'typescript'
import { type Block, isNotRun } from './blocks.ts'

/** The blocks of a page as one program. */
export interface Program {
  readonly text: string
  /** The page's line of each line of the program; undefined for lines that the page does not have. */
  readonly origins: readonly (number | undefined)[]
}

/**
 * Joins blocks: imports go to the top, each once; a block that declares a name again opens a scope of its own, which the
 * blocks behind it share. Relative imports are dropped, for what they name stands on the page.
 */
export function programOf(blocks: readonly Block[]): Program {
  const imports = new Imports()
  const body: [line: string, origin?: number][] = []
  let declared = new Set<string>()
  let scopes = 0
  for (const block of blocks) {
    const { code, names } = partsOf(block, imports)
    const own = isNotRun(block)
    if (own) body.push(['void (async () => {'])
    else if (names.some((name) => declared.has(name))) {
      body.push(['{'])
      scopes++
      declared = new Set()
    }
    for (const [index, line] of code.split('\n').entries()) body.push([line, block.line + index])
    if (own) body.push(['})'])
    else for (const name of names) declared.add(name)
  }
  const lines: typeof body = [
    ...imports.lines().map((line): [string] => [line]),
    ...body,
    ['}'.repeat(scopes)],
    ['export {}'],
  ]
  return { text: lines.map(([line]) => line).join('\n'), origins: lines.map(([, origin]) => origin) }
}

/** A block without its imports and `export`s, line by line as it was, and the names that it declares. */
function partsOf({ code, line }: Block, imports: Imports): { readonly code: string; readonly names: string[] } {
  const source = ts.createSourceFile('block.ts', code, ts.ScriptTarget.ES2023, true)
  const names: string[] = []
  let text = code
  const blank = (node: ts.Node) => {
    const [from, to] = [node.getStart(source), node.getEnd()]
    text = text.slice(0, from) + text.slice(from, to).replace(/[^\n]/g, ' ') + text.slice(to)
  }
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement)) {
      imports.add(statement, line)
      blank(statement)
      continue
    }
    if (ts.isExportDeclaration(statement)) blank(statement)
    if (ts.canHaveModifiers(statement))
      for (const modifier of ts.getModifiers(statement) ?? [])
        if (modifier.kind === ts.SyntaxKind.ExportKeyword) blank(modifier)
    names.push(...declaredBy(statement))
  }
  return { code: text, names }
}

function declaredBy(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap((declaration) => bound(declaration.name))
  const named =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement)
  return named && statement.name !== undefined ? [statement.name.text] : []
}

function bound(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text]
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? bound(element.name) : []))
}

/** The imports of all blocks. */
class Imports {
  readonly #named = new Map<string, Map<string, boolean>>()
  readonly #whole = new Set<string>()

  add(statement: ts.ImportDeclaration, line: number): void {
    const module = (statement.moduleSpecifier as ts.StringLiteral).text
    if (module.startsWith('.')) return
    const clause = statement.importClause
    const bindings = clause?.namedBindings
    if (clause === undefined || bindings === undefined || !ts.isNamedImports(bindings) || clause.name !== undefined) {
      this.#whole.add(statement.getText())
      return
    }
    const names = this.#named.get(module) ?? new Map<string, boolean>()
    this.#named.set(module, names)
    for (const element of bindings.elements) {
      const typed = clause.phaseModifier === ts.SyntaxKind.TypeKeyword || element.isTypeOnly
      const spelled = element.getText().replace(/^type\s+/, '')
      names.set(spelled, typed && (names.get(spelled) ?? true))
    }
    if (names.size === 0) throw new Error(`line ${line}: an import of nothing`)
  }

  lines(): string[] {
    const named = [...this.#named].map(([module, names]) => {
      const list = [...names].map(([name, typed]) => (typed ? `type ${name}` : name))
      return `import { ${list.join(', ')} } from '${module}'`
    })
    return [...this.#whole, ...named]
  }
}
