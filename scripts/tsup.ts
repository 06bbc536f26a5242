import { defineConfig, type Options } from 'tsup'

/** The one build of every published package: ESM and declarations, from src/index.ts to dist/. */
export function library(options: Options = {}) {
  return defineConfig({
    entry: ['src/index.ts'],
    format: ['esm'],
    target: 'node22',
    platform: 'node',
    dts: true,
    clean: true,
    splitting: false,
    treeshake: true,
    silent: true,
    ...options,
  })
}
