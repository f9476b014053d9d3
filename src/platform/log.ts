export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';
const severity: Record<LogLevel, number> = { debug: 10, info: 20, warn: 30, error: 40, silent: 99 };

/**
 * Structured log: one JSON object a line. It carries request ids, acts, durations and codes; never names, addresses,
 * tokens or variables of a query.
 */
export class Log {
  constructor(
    private readonly level: LogLevel,
    private readonly write: (line: string) => void = (line) => process.stdout.write(line + '\n'),
  ) {}

  debug(message: string, fields: object = {}): void {
    this.at('debug', message, fields);
  }
  info(message: string, fields: object = {}): void {
    this.at('info', message, fields);
  }
  warn(message: string, fields: object = {}): void {
    this.at('warn', message, fields);
  }
  error(message: string, fields: object = {}): void {
    this.at('error', message, fields);
  }

  private at(level: LogLevel, message: string, fields: object): void {
    if (severity[level] < severity[this.level]) return;
    const plain = Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, plainly(value)]));
    this.write(JSON.stringify({ time: new Date().toISOString(), level, message, ...plain }));
  }
}

/** An error as text. PostgreSQL's `detail` quotes row values, so it is left out. */
const plainly = (value: unknown): unknown =>
  value instanceof Error ? { name: value.name, message: value.message, stack: value.stack } : value;
