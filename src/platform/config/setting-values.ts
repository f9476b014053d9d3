/** Why a setting's text cannot be used, as the end of a sentence that begins with its name. Never quotes secrets. */
export class Fault {
  constructor(readonly sentence: string) {}
}

export type Reader<T> = (text: string) => T | Fault;

export const wholeNumber =
  (least: number, most: number): Reader<number> =>
  (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
    if (value >= least && value <= most) return value;
    return new Fault(`must be a whole number from ${least} to ${most}, and is ${quoted(text)}.`);
  };

export const oneOf =
  <T extends string>(values: readonly T[]): Reader<T> =>
  (text) =>
    values.find((value) => value === text) ??
    new Fault(`must be one of ${values.join(', ')}, and is ${quoted(text)}.`);

/** A connection to PostgreSQL that names its role; the password may also come from the server's own trust rules. */
export const postgresUrl: Reader<string> = (text) => {
  const url = urlOf(text);
  const shape = 'must look like postgresql://ROLE:PASSWORD@HOST:5432/DATABASE';
  if (!url || !['postgres:', 'postgresql:'].includes(url.protocol)) return new Fault(`${shape}.`);
  if (url.username === '') return new Fault(`${shape}; it names no role.`);
  if (url.pathname.length < 2) return new Fault(`${shape}; it names no database.`);
  return text;
};

export const smtpUrl: Reader<string> = (text) => {
  const url = urlOf(text);
  if (url && ['smtp:', 'smtps:'].includes(url.protocol) && url.hostname !== '') return text;
  return new Fault('must look like smtps://USER:PASSWORD@HOST:465 (or smtp://… for STARTTLS on port 587).');
};

/** The origin that members see. Session cookies need https, which browsers waive only for this machine itself. */
export const publicOrigin: Reader<string> = (text) => {
  const url = urlOf(text);
  if (!url || !['http:', 'https:'].includes(url.protocol))
    return new Fault('must look like https://coop.example.');
  if (url.username !== '' || url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    return new Fault(`must be an address without path, such as ${url.origin}.`);
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return new Fault('must begin with https://, because sign-in cookies are sent over nothing else.');
  }
  return url.origin;
};

export const hostName: Reader<string> = (text) =>
  /^[A-Za-z0-9.:_-]{1,253}$/.test(text)
    ? text
    : new Fault(`must be an address or a host name, such as 127.0.0.1 or 0.0.0.0, and is ${quoted(text)}.`);

/** `Name <address>` or an address alone. Control characters would let a header be smuggled in. */
export const mailAddress: Reader<string> = (text) => {
  const plain = /^[^\s@<>"]+@[^\s@<>"]+$/;
  const address = /^[^<>"\p{Cc}]{0,100}<([^<>]+)>$/u.exec(text)?.[1] ?? text;
  return plain.test(address)
    ? text
    : new Fault('must be an address, such as "The cooperative <office@coop.example>".');
};

export const folderName: Reader<string> = (text) =>
  text.includes('\0') ? new Fault('must be the name of a folder.') : text;

export const isLoopback = (host: string): boolean =>
  host === 'localhost' ||
  host.endsWith('.localhost') ||
  /^127(\.\d{1,3}){3}$/.test(host) ||
  /^\[?::1\]?$/.test(host);

function urlOf(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

const quoted = (text: string): string => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
