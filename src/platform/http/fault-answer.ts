import { DatabaseBusy } from '../database/pool.js';
import { TransactionOver } from '../database/transaction.js';

/** What a caller is told about something thrown. */
export interface FaultAnswer {
  readonly statusCode: number;
  /** For programs. */
  readonly code: string;
  /** For people; of an incident only that it happened. */
  readonly message: string;
  readonly retryAfterSeconds?: number;
  /** Whether the log keeps the error under an incident id that the caller is told. */
  readonly isIncident: boolean;
}

const busy: FaultAnswer = {
  statusCode: 503,
  code: 'BUSY',
  message: 'The service is busy. Nothing has been done; try again in a moment.',
  retryAfterSeconds: 1,
  isIncident: false,
};
const tooSlow: FaultAnswer = {
  statusCode: 503,
  code: 'TIMEOUT',
  message: 'This took too long and was given up. Look whether it was done before you try again.',
  retryAfterSeconds: 5,
  isIncident: false,
};
const unavailable: FaultAnswer = {
  statusCode: 503,
  code: 'UNAVAILABLE',
  message: 'The service cannot reach its database. Look whether it was done before you try again.',
  retryAfterSeconds: 5,
  isIncident: true,
};
const bug: FaultAnswer = {
  statusCode: 500,
  code: 'INTERNAL',
  message: 'Something went wrong on our side.',
  isIncident: true,
};

/** Requests that the HTTP layer itself refuses, by its codes, in words for the caller. */
const refusedRequests: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'The request is too large: at most 8 MB are taken.',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'Send JSON, with the header content-type: application/json.',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The request has no body; send JSON.',
  FST_ERR_CTP_EMPTY_TYPE: 'Send JSON, with the header content-type: application/json.',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'The length of the body is not the one announced.',
  FST_ERR_CTP_INVALID_JSON_BODY: 'The body is not valid JSON.',
  FST_ERR_BAD_URL: 'The address is malformed.',
};

// PostgreSQL: statement cancelled by its timeout; no connection left; ended, shut down or starting up.
const tooSlowCodes = new Set(['57014', '55P03', 'FST_ERR_HANDLER_TIMEOUT']);
const busyCodes = new Set(['53300']);
const unreachable = /^(57P0[1-3]|08...|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND)$/;

/** Sorts what was thrown: an expected shortage, a malformed request, an outage, or a bug. */
export function faultAnswer(cause: unknown): FaultAnswer {
  if (cause instanceof DatabaseBusy) return busy;
  if (cause instanceof TransactionOver) return tooSlow;
  const { code, statusCode, message } = (cause ?? {}) as {
    code?: unknown;
    statusCode?: unknown;
    message?: unknown;
  };
  const name = typeof code === 'string' ? code : '';
  if (busyCodes.has(name)) return busy;
  if (tooSlowCodes.has(name)) return tooSlow;
  if (unreachable.test(name) || /^Connection terminated/.test(String(message))) return unavailable;
  if (cause instanceof SyntaxError && statusCode === 400) return refused(400, 'The body is not valid JSON.');
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    return refused(statusCode, refusedRequests[name] ?? 'The request is malformed.');
  }
  return bug;
}

const refused = (statusCode: number, message: string): FaultAnswer => ({
  statusCode,
  code: 'BAD_REQUEST',
  message,
  isIncident: false,
});
