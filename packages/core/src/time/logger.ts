/**
 * Where Guanxi says what nobody asked.
 *
 * @example
 * const logger: Logger = {
 *   warn: (message, details) => console.warn(message, details),
 *   error: (message, details) => console.error(message, details),
 * }
 * createCrm({ storage, logger })
 */
export interface Logger {
  warn(message: string, details?: Readonly<Record<string, unknown>>): void
  error(message: string, details?: Readonly<Record<string, unknown>>): void
}
