import { dirname, join } from 'node:path'
import ts from 'typescript'

const root = join(import.meta.dirname, '../..')

/** Type-checks texts as if they were files of the repository; answers each problem with its file and line, from 0. */
export function problemsIn(
  files: ReadonlyMap<string, string>,
  more: ts.CompilerOptions = {},
): { readonly file: string; readonly line: number; readonly problem: string }[] {
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
  const program = ts.createProgram([...paths.keys()], merged, host)
  return [...paths.keys()].flatMap((path) => {
    const source = program.getSourceFile(path)
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
    return found.map(({ start = 0, messageText }) => ({
      file: path.slice(root.length + 1),
      line: source?.getLineAndCharacterOfPosition(start).line ?? 0,
      problem: ts.flattenDiagnosticMessageText(messageText, '\n'),
    }))
  })
}
