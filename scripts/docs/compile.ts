import { dirname, join } from 'node:path'
import ts from 'typescript'

const root = join(import.meta.dirname, '../..')

/** A program of the repository with texts in place of some of its files, or besides them. */
export function programWith(files: ReadonlyMap<string, string>, more: ts.CompilerOptions = {}): ts.Program {
  const paths = new Map([...files].map(([file, text]) => [join(root, file), text]))
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config,
    { ...ts.sys, readDirectory: () => [] },
    root,
  )
  const merged = { ...options, ...more }
  const host = ts.createCompilerHost(merged, true)
  const { getSourceFile, fileExists, readFile } = host
  host.fileExists = (path) => paths.has(path) || fileExists(path)
  host.readFile = (path) => paths.get(path) ?? readFile(path)
  host.getSourceFile = (path, target, ...rest) => {
    const text = paths.get(path)
    return text === undefined ? getSourceFile(path, target, ...rest) : ts.createSourceFile(path, text, target, true)
  }
  host.directoryExists = (path) =>
    [...paths.keys()].some((file) => dirname(file) === path) || ts.sys.directoryExists(path)
  return ts.createProgram([...paths.keys()], merged, host)
}

/** Type-checks texts as if they were files of the repository; answers each problem with its file and line, from 0. */
export function problemsIn(
  files: ReadonlyMap<string, string>,
  more: ts.CompilerOptions = {},
): { readonly file: string; readonly line: number; readonly problem: string }[] {
  const program = programWith(files, more)
  return [...files.keys()].flatMap((file) => {
    const source = program.getSourceFile(join(root, file))
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
    return found.map(({ start = 0, messageText }) => ({
      file,
      line: source?.getLineAndCharacterOfPosition(start).line ?? 0,
      problem: ts.flattenDiagnosticMessageText(messageText, '\n'),
    }))
  })
}
