import { join } from 'node:path'
import ts from 'typescript'

const root = join(import.meta.dirname, '../..')
/** Where the files that exist in memory seem to be: beside core, so that its dependencies are found. */
const memory = join(root, 'packages/core/in-memory')

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: true,
  declaration: true,
  emitDeclarationOnly: true,
  allowImportingTsExtensions: true,
}

/** What a program cost. */
export interface Cost {
  readonly instantiations: number
  /** The declarations of its last file. */
  readonly declaration: string
}

/** Compiles small programs in memory, as an app or a plugin's author would: against declarations, never sources. */
export class Compiler {
  readonly #files = new Map<string, string>()
  readonly #parsed = new Map<string, ts.SourceFile | undefined>()
  readonly #host: ts.CompilerHost

  constructor() {
    const disk = ts.createCompilerHost(options)
    const inFolder = (folder: string) => [...this.#files.keys()].some((file) => file.startsWith(`${folder}/`))
    this.#host = {
      ...disk,
      fileExists: (file) => this.#files.has(file) || disk.fileExists(file),
      readFile: (file) => this.#files.get(file) ?? disk.readFile(file),
      directoryExists: (folder) => inFolder(folder) || ts.sys.directoryExists(folder),
      getSourceFile: (file, how) => {
        if (!this.#parsed.has(file)) {
          const text = this.#files.get(file) ?? disk.readFile(file)
          this.#parsed.set(file, text === undefined ? undefined : ts.createSourceFile(file, text, how))
        }
        return this.#parsed.get(file)
      },
    }
    this.#declare([join(root, 'packages/core/src/index.ts')], join(memory, 'core'), join(root, 'packages/core/src'))
  }

  /** Keeps the declarations of modules, by name, for those that import them. */
  libraries(sources: Readonly<Record<string, string>>): void {
    const files = Object.entries(sources).map(([name, source]) => this.#write(`${name}.ts`, source))
    this.#declare(files, memory, memory)
    for (const file of files) this.#files.delete(file)
  }

  /** Checks a program and counts what its types cost; throws if it does not compile. */
  cost(source: string, name = 'app'): Cost {
    const file = this.#write(`${name}.ts`, source)
    const program = this.#program([file])
    const parsed = program.getSourceFile(file)
    refuse(program.getSemanticDiagnostics(parsed), source)
    const instantiations = program.getInstantiationCount()
    let declaration = ''
    program.emit(parsed, (_, text) => {
      declaration = text
    })
    return { instantiations, declaration }
  }

  #declare(files: readonly string[], outDir: string, rootDir: string): void {
    const program = this.#program(files, { outDir, rootDir })
    const result = program.emit(undefined, (file, text) => {
      this.#files.set(file, text)
    })
    refuse(result.diagnostics, files.join())
  }

  #program(files: readonly string[], more: ts.CompilerOptions = {}): ts.Program {
    const paths = { '@guanxi/core': [join(memory, 'core/index.d.ts')] }
    return ts.createProgram(files, { ...options, paths, ...more }, this.#host)
  }

  #write(name: string, text: string): string {
    const file = join(memory, name)
    this.#files.set(file, text)
    this.#parsed.delete(file)
    return file
  }
}

function refuse(problems: readonly ts.Diagnostic[], source: string): void {
  if (problems.length === 0) return
  const said = problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
  throw new Error(`${said.join('\n')}\n\n${source}`)
}
