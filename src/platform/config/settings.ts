import { resolve } from 'node:path';
import { Refusal } from '../../shared/refusal.js';
import { checkoutFolder } from './checkout-folder.js';
import {
  Fault,
  folderName,
  hostName,
  isLoopback,
  mailAddress,
  oneOf,
  postgresUrl,
  publicOrigin,
  smtpUrl,
  wholeNumber,
  type Reader,
} from './setting-values.js';

export const logLevels = ['error', 'warn', 'info', 'debug', 'silent'] as const;

export interface Settings {
  /** The role `rochdale_app` of an external PostgreSQL; null: the embedded database. */
  readonly databaseUrl: string | null;
  readonly databaseOwnerUrl: string | null;
  readonly databaseWorkerUrl: string | null;
  readonly dataDirectory: string;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Origin without a final slash; null: this machine at the port in use. */
  readonly publicUrl: string | null;
  /** null: no mail leaves, and it is shown in the log instead. */
  readonly smtpUrl: string | null;
  readonly mailFrom: string | null;
  readonly poolSize: number;
  readonly logLevel: (typeof logLevels)[number];
  readonly requestTimeoutMs: number;
}

export interface SettingDescription {
  readonly name: string;
  readonly meaning: string;
  /** What holds when the setting is absent, as text; null when then nothing is set. */
  readonly fallback: string | null;
}

/** Every setting there is, in the order `rochdale --help` shows them. */
export const settingDescriptions = [
  {
    name: 'DATABASE_URL',
    meaning: 'external PostgreSQL 15 or newer, as role rochdale_app; absent: the embedded database',
    fallback: null,
  },
  {
    name: 'DATABASE_OWNER_URL',
    meaning: 'the same database as role rochdale_owner; used by rochdale migrate alone',
    fallback: null,
  },
  {
    name: 'DATABASE_WORKER_URL',
    meaning: 'the same database as role rochdale_worker; runs the jobs',
    fallback: null,
  },
  {
    name: 'DATA_DIRECTORY',
    meaning: 'folder of the embedded database; relative to the checkout',
    fallback: '.rochdale',
  },
  { name: 'HOST', meaning: 'address to listen on; 0.0.0.0 for all', fallback: '127.0.0.1' },
  { name: 'PORT', meaning: 'port to listen on; 0 for any free one', fallback: '4000' },
  {
    name: 'PUBLIC_URL',
    meaning: 'address that members see, used in links, such as https://coop.example',
    fallback: null,
  },
  { name: 'SMTP_URL', meaning: 'mail server, such as smtps://USER:PASSWORD@HOST:465', fallback: null },
  {
    name: 'MAIL_FROM',
    meaning: 'sender of mail, such as "The cooperative <office@coop.example>"',
    fallback: null,
  },
  { name: 'POOL_SIZE', meaning: 'database connections of one server process, 1 to 100', fallback: '10' },
  { name: 'LOG_LEVEL', meaning: logLevels.join(', '), fallback: 'info' },
  {
    name: 'REQUEST_TIMEOUT_MS',
    meaning: 'milliseconds after which a request is given up, 100 to 600000',
    fallback: '10000',
  },
] as const satisfies readonly SettingDescription[];

export type SettingName = (typeof settingDescriptions)[number]['name'];
export type SettingsReason = 'SETTINGS_INVALID';
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads and checks every setting. An empty value counts as absent. All faults are told at once, a sentence each,
 * that begins with the setting's name and says what to set; a value that may hold a password is never repeated.
 */
export function readSettings(
  env: Environment,
  checkout = checkoutFolder(),
): Settings | Refusal<SettingsReason> {
  const faults: string[] = [];
  const given = (name: SettingName): string | null => env[name]?.trim() || null;
  const optional = <T>(name: SettingName, reader: Reader<T>): T | null => {
    const text = given(name) ?? fallbackOf(name);
    const value = text === null ? null : reader(text);
    if (!(value instanceof Fault)) return value;
    faults.push(`${name} ${value.sentence}`);
    return null;
  };
  // A missing value here has been told as a fault, and the settings are not returned.
  const required = <T>(name: SettingName, reader: Reader<T>): T => optional(name, reader) as T;

  const settings: Settings = {
    databaseUrl: optional('DATABASE_URL', postgresUrl),
    databaseOwnerUrl: optional('DATABASE_OWNER_URL', postgresUrl),
    databaseWorkerUrl: optional('DATABASE_WORKER_URL', postgresUrl),
    dataDirectory: resolve(checkout, required('DATA_DIRECTORY', folderName) ?? ''),
    host: required('HOST', hostName),
    port: required('PORT', wholeNumber(0, 65_535)),
    publicUrl: optional('PUBLIC_URL', publicOrigin),
    smtpUrl: optional('SMTP_URL', smtpUrl),
    mailFrom: optional('MAIL_FROM', mailAddress),
    poolSize: required('POOL_SIZE', wholeNumber(1, 100)),
    logLevel: required('LOG_LEVEL', oneOf(logLevels)),
    requestTimeoutMs: required('REQUEST_TIMEOUT_MS', wholeNumber(100, 600_000)),
  };
  faults.push(...missingCompanions(settings, given));
  if (faults.length === 0) return settings;
  return new Refusal('SETTINGS_INVALID', `The settings cannot be used. ${faults.join(' ')}`, faults);
}

const fallbackOf = (name: SettingName): string | null =>
  settingDescriptions.find((description) => description.name === name)?.fallback ?? null;

/** Settings that make no sense without another one. */
function missingCompanions(settings: Settings, given: (name: SettingName) => string | null): string[] {
  const faults: string[] = [];
  if (given('DATABASE_URL') && !given('DATABASE_WORKER_URL')) {
    faults.push(
      'DATABASE_WORKER_URL must be set beside DATABASE_URL: the same database, as role rochdale_worker.',
    );
  }
  if (given('DATABASE_WORKER_URL') && !given('DATABASE_URL')) {
    faults.push(
      'DATABASE_URL must be set beside DATABASE_WORKER_URL: the same database, as role rochdale_app.',
    );
  }
  if (given('SMTP_URL') && !given('MAIL_FROM')) {
    faults.push('MAIL_FROM must be set beside SMTP_URL: the address that mail is sent from.');
  }
  if (settings.host !== null && !isLoopback(settings.host) && !given('PUBLIC_URL')) {
    faults.push(
      'PUBLIC_URL must be set when HOST is reachable from other machines: links in mail are made from it.',
    );
  }
  return faults;
}
