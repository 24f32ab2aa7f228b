import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { StartError } from './start-error.ts';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;
const PROXY_WORDS = ['loopback', 'linklocal', 'uniquelocal'];

export type LogLevel = (typeof LOG_LEVELS)[number];

/** Everything that can be set from outside. Paths are absolute, absent settings are `null`. */
export interface Config {
  /** 0 lets the system choose a free one. */
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  /** An existing PostgreSQL 15 or newer; `null` means the embedded one under `dataDir`. */
  readonly databaseUrl: string | null;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  /** The origin tablets reach the server at, without a trailing slash; printed in enrolment codes. */
  readonly publicUrl: string | null;
  /** Peers whose `X-Forwarded-*` headers are believed: addresses, networks, or words of proxy-addr. */
  readonly trustProxy: readonly string[];
  readonly logLevel: LogLevel;
  /** Start a new database without the demo town. */
  readonly empty: boolean;
  /** Serve the client's sources with hot reload in place of the built PWA. */
  readonly dev: boolean;
  /** Build the PWA first when its sources are newer. */
  readonly build: boolean;
}

const environmentSchema = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, '要写 0 到 65535 的整数 · must be a whole number from 0 to 65535')
    .transform(Number)
    .refine((port) => port <= 65_535, '要写 0 到 65535 的整数 · must be a whole number from 0 to 65535')
    .default(8080),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, '要写一个地址或主机名 · must be an address or a host name')
    .default('0.0.0.0'),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: z
    .url({
      protocol: /^postgres(ql)?$/,
      hostname: /.*/,
      error: '要写成 postgres://用户:密码@主机:5432/库名 · must look like postgres://user:password@host:5432/database',
    })
    .optional(),
  TLS_CERT: z.string().optional(),
  TLS_KEY: z.string().optional(),
  PUBLIC_URL: z
    .url({
      protocol: /^https?$/,
      error: '要写成 https://points.example.cn · must be an address like https://points.example.cn',
    })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  TRUST_PROXY: z
    .string()
    .transform((list) => list.split(',').map((part) => part.trim()))
    .refine(
      (parts) => (parts.length === 1 && parts[0] === 'none') || parts.every(isProxyRange),
      '要写 none，或用逗号分开的 loopback、uniquelocal、linklocal、地址、网段 · must be none, or a comma list of loopback, uniquelocal, linklocal, addresses, networks',
    )
    .transform((parts) => (parts[0] === 'none' ? [] : parts))
    .default(['loopback']),
  LOG_LEVEL: z.enum(LOG_LEVELS, `要写其中之一 · must be one of: ${LOG_LEVELS.join(', ')}`).default('warn'),
});

/** Values of these are never repeated in an error message. */
const SECRET_VARIABLES = new Set<PropertyKey>(['DATABASE_URL']);

/**
 * Reads the configuration.
 * @param environment the process's variables; an empty value counts as not set
 * @param args command line words after the script's name: `--empty`, `--dev`, `--no-build`
 * @throws StartError that lists every variable or word that is wrong, in both languages
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>, args: readonly string[]): Config {
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = environmentSchema.safeParse(set);
  const lines = parsed.success ? [] : parsed.error.issues.map((issue) => describe(issue, set));
  const values = parsed.success ? parsed.data : undefined;

  if (Boolean(set.TLS_CERT) !== Boolean(set.TLS_KEY)) {
    const missing = set.TLS_CERT ? 'TLS_KEY' : 'TLS_CERT';
    lines.push(`${missing}: TLS_CERT 和 TLS_KEY 要一起设 · TLS_CERT and TLS_KEY go together`);
  }
  const flags = readFlags(args, lines);
  if (values === undefined || lines.length > 0) {
    throw new StartError(
      `设置有误，没有启动：`,
      `The settings are wrong, nothing was started:\n  ${lines.join('\n  ')}`,
    );
  }

  return {
    port: values.PORT,
    host: values.HOST,
    dataDir: resolve(values.DATA_DIR),
    databaseUrl: values.DATABASE_URL ?? null,
    tls:
      values.TLS_CERT && values.TLS_KEY
        ? { certFile: resolve(values.TLS_CERT), keyFile: resolve(values.TLS_KEY) }
        : null,
    publicUrl: values.PUBLIC_URL ?? null,
    trustProxy: values.TRUST_PROXY,
    logLevel: values.LOG_LEVEL,
    ...flags,
  };
}

function readFlags(args: readonly string[], problems: string[]): Pick<Config, 'empty' | 'dev' | 'build'> {
  const { values, tokens } = parseArgs({
    args: [...args],
    options: { empty: { type: 'boolean' }, dev: { type: 'boolean' }, 'no-build': { type: 'boolean' } },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    const word = token.kind === 'option' ? token.rawName : token.kind === 'positional' ? token.value : '--';
    const known =
      token.kind === 'option' && ['empty', 'dev', 'no-build'].includes(token.name) && token.value === undefined;
    if (!known) problems.push(`${word}: 没有这个参数 · unknown argument; known are --empty, --dev, --no-build`);
  }
  return { empty: values.empty === true, dev: values.dev === true, build: values['no-build'] !== true };
}

function describe(issue: z.core.$ZodIssue, set: Readonly<Record<string, string | undefined>>): string {
  const name = issue.path[0] ?? '';
  const value = SECRET_VARIABLES.has(name) ? '' : `=${JSON.stringify(set[String(name)])}`;
  return `${String(name)}${value}: ${issue.message}`;
}

function isProxyRange(part: string): boolean {
  if (PROXY_WORDS.includes(part)) return true;
  const [address = '', bits, ...rest] = part.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}
