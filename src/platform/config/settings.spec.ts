import fc from 'fast-check';
import { isRefusal } from '../../shared/refusal.js';
import { readSettings, settingDescriptions, type Environment, type Settings } from './settings.js';

const read = (env: Environment) => readSettings(env, '/srv/rochdale');

function accepted(env: Environment): Settings {
  const settings = read(env);
  if (isRefusal(settings)) throw new Error(settings.message);
  return settings;
}

function faults(env: Environment): readonly string[] {
  const refusal = read(env);
  if (!isRefusal(refusal)) throw new Error('accepted');
  expect(refusal.reason).toBe('SETTINGS_INVALID');
  return refusal.details;
}

const external = {
  DATABASE_URL: 'postgresql://rochdale_app:secret@db/rochdale',
  DATABASE_WORKER_URL: 'postgresql://rochdale_worker:secret@db/rochdale',
};

describe('settings', () => {
  it('need nothing: the embedded database in the checkout, and this machine alone at port 4000', () => {
    expect(accepted({})).toEqual({
      databaseUrl: null,
      databaseOwnerUrl: null,
      databaseWorkerUrl: null,
      dataDirectory: '/srv/rochdale/.rochdale',
      host: '127.0.0.1',
      port: 4000,
      publicUrl: null,
      smtpUrl: null,
      mailFrom: null,
      poolSize: 10,
      logLevel: 'info',
      requestTimeoutMs: 10_000,
    });
  });

  it('treat an empty value as absent', () => {
    expect(accepted({ PORT: '', DATABASE_URL: ' ', LOG_LEVEL: '' })).toEqual(accepted({}));
  });

  it('take an external database with its roles, and the owner alone for migrating', () => {
    expect(accepted(external).databaseUrl).toBe(external.DATABASE_URL);
    const owner = 'postgres://rochdale_owner@db:5433/rochdale?sslmode=verify-full';
    expect(accepted({ DATABASE_OWNER_URL: owner }).databaseOwnerUrl).toBe(owner);
  });

  it('resolve the data directory from the checkout', () => {
    expect(accepted({ DATA_DIRECTORY: 'data' }).dataDirectory).toBe('/srv/rochdale/data');
    expect(accepted({ DATA_DIRECTORY: '/var/coop' }).dataDirectory).toBe('/var/coop');
  });

  it.each([
    [{ PORT: '65536' }, 'PORT must be a whole number from 0 to 65535, and is "65536".'],
    [{ PORT: '4e3' }, 'PORT must be a whole number from 0 to 65535, and is "4e3".'],
    [{ POOL_SIZE: '0' }, 'POOL_SIZE must be a whole number from 1 to 100, and is "0".'],
    [
      { REQUEST_TIMEOUT_MS: '-5' },
      'REQUEST_TIMEOUT_MS must be a whole number from 100 to 600000, and is "-5".',
    ],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of error, warn, info, debug, silent, and is "loud".'],
    [{ HOST: 'a b' }, 'HOST must be an address or a host name, such as 127.0.0.1 or 0.0.0.0, and is "a b".'],
    [
      { HOST: '0.0.0.0' },
      'PUBLIC_URL must be set when HOST is reachable from other machines: links in mail are made from it.',
    ],
    [{ PUBLIC_URL: 'coop.example' }, 'PUBLIC_URL must look like https://coop.example.'],
    [
      { PUBLIC_URL: 'http://coop.example' },
      'PUBLIC_URL must begin with https://, because sign-in cookies are sent over nothing else.',
    ],
    [
      { PUBLIC_URL: 'https://coop.example/app' },
      'PUBLIC_URL must be an address without path, such as https://coop.example.',
    ],
    [
      { SMTP_URL: 'smtps://mail.example' },
      'MAIL_FROM must be set beside SMTP_URL: the address that mail is sent from.',
    ],
    [
      { MAIL_FROM: 'Coop\r\nBcc: x <a@b.example>' },
      'MAIL_FROM must be an address, such as "The cooperative <office@coop.example>".',
    ],
    [
      { DATABASE_URL: external.DATABASE_URL },
      'DATABASE_WORKER_URL must be set beside DATABASE_URL: the same database, as role rochdale_worker.',
    ],
    [
      { DATABASE_WORKER_URL: external.DATABASE_WORKER_URL },
      'DATABASE_URL must be set beside DATABASE_WORKER_URL: the same database, as role rochdale_app.',
    ],
    [
      { DATABASE_OWNER_URL: 'postgresql://db/rochdale' },
      'DATABASE_OWNER_URL must look like postgresql://ROLE:PASSWORD@HOST:5432/DATABASE; it names no role.',
    ],
    [
      { DATABASE_OWNER_URL: 'postgresql://owner@db' },
      'DATABASE_OWNER_URL must look like postgresql://ROLE:PASSWORD@HOST:5432/DATABASE; it names no database.',
    ],
  ] as [Environment, string][])('refuse %j', (env, sentence) => {
    expect(faults(env)).toEqual([sentence]);
  });

  it('tell all faults at once', () => {
    expect(faults({ PORT: 'x', POOL_SIZE: 'y', SMTP_URL: 'z', MAIL_FROM: 'a@b.example' })).toHaveLength(3);
  });

  it('accept plain http for this machine alone, and keep the origin without a final slash', () => {
    expect(accepted({ PUBLIC_URL: 'http://localhost:4000/' }).publicUrl).toBe('http://localhost:4000');
    expect(accepted({ HOST: '0.0.0.0', PUBLIC_URL: 'https://coop.example' }).host).toBe('0.0.0.0');
  });

  it('never repeat what may hold a password', () => {
    const secret = 'correct-horse';
    for (const name of ['DATABASE_URL', 'DATABASE_OWNER_URL', 'DATABASE_WORKER_URL', 'SMTP_URL']) {
      expect(faults({ [name]: `ftp://user:${secret}@host/x` }).join()).not.toContain(secret);
    }
  });

  it('answer any text with settings or with sentences that begin with a setting of the list', () => {
    const names = settingDescriptions.map(({ name }) => name);
    const anyEnvironment = fc.dictionary(fc.constantFrom(...names), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(anyEnvironment, (env) => {
        const answer = read(env);
        if (!isRefusal(answer)) return;
        expect(answer.details.length).toBeGreaterThan(0);
        for (const sentence of answer.details) {
          expect(names.some((name) => sentence.startsWith(`${name} must `))).toBe(true);
        }
      }),
    );
  });
});
