import type { Given, OpenSubject, StorageName, Subject, SubjectName } from './subject.ts'

interface Module {
  readonly open: OpenSubject
}

const ours: Readonly<Record<string, Readonly<Partial<Record<StorageName, () => Promise<Module>>>>>> = {
  raw: { sqlite: () => import('./raw/sqlite.ts'), postgres: () => import('./raw/postgres.ts') },
  guanxi: { sqlite: () => import('./guanxi/sqlite.ts'), postgres: () => import('./guanxi/postgres.ts') },
  'raw-copy': { postgres: () => import('./raw/postgres-copy.ts') },
  'guanxi-copy': { postgres: () => import('./guanxi/postgres-copy.ts') },
}

/** Opens a subject. The peers are found by their path: whoever has not installed them can still read this file. */
export async function openSubject(
  name: SubjectName,
  storage: StorageName,
  target: string,
  given: Given,
): Promise<Subject> {
  const peer = new URL(`../peers/src/${name}/${storage}.ts`, import.meta.url).href
  const { open }: Module = await (ours[name]?.[storage]?.() ?? import(peer))
  return await open(target, given)
}
