import type { FastifyReply, FastifyRequest } from 'fastify';

/** `__Host-`: bound to this host, this path and a secure connection by the browser itself. */
export const sessionCookie = '__Host-rochdale';
/** Holds the secret that binds a one-time code to the browser that asked for it. */
export const signInCookie = '__Host-rochdale-sign-in';

/** The value of a cookie that the browser sent, or null. */
export function cookieOf(request: FastifyRequest, name: string): string | null {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name && value) return value;
  }
  return null;
}

const hostOnly = 'Path=/; HttpOnly; Secure; SameSite=Lax';

/** The cookies of one request and its answer, for the few acts that hand a secret to a browser. */
export class CookieJar {
  constructor(private readonly exchange: { readonly reply: FastifyReply }) {}

  /** What the browser sent, or null. */
  get(name: string): string | null {
    return cookieOf(this.exchange.reply.request, name);
  }

  /** Sets a cookie that scripts cannot read and other sites cannot send along. The value is one of our own secrets. */
  set(name: string, value: string, expiresAt: Date): void {
    if (!/^[A-Za-z0-9_-]+$/.test(value)) throw new Error('a cookie of ours is base64url');
    this.add(`${name}=${value}; ${hostOnly}; Expires=${expiresAt.toUTCString()}`);
  }

  /** Takes a cookie away from the browser. */
  clear(name: string): void {
    this.add(`${name}=; ${hostOnly}; Max-Age=0`);
  }

  private add(cookie: string): void {
    void this.exchange.reply.header('set-cookie', cookie);
  }
}
