/**
 * The emulator on a real socket, over node:http.
 */
import { createServer } from 'node:http';
import { once } from 'node:events';
import { course } from './course.js';
import { Cors } from './cors.js';
import { control, isControl } from './control.js';
import { invalid, toOptions } from './json.js';
import { CdkeyError, internal } from '../client/errors.js';

/** @typedef {import('./core.js').Core} Core */

/** What a socket that cannot be opened has to do with what was asked for. */
const BLAME = /** @type {const} */ ({
  EADDRINUSE: ['port', 'is in use; choose another, or 0 for a free one'],
  EACCES: ['port', 'may not be opened by this user; choose one from 1024'],
  EADDRNOTAVAIL: ['host', 'is no address of this machine'],
  ENOTFOUND: ['host', 'was not found'],
  EAI_AGAIN: ['host', 'could not be looked up'],
});

/**
 * @param {Core} core
 * @param {unknown} options
 * @returns {Promise<import('./emulator.js').EmulatorServer>}
 */
export async function listen(core, options) {
  const { port, host, ...doors } = check(core, options);
  const server = createServer((request, response) => {
    void serve(core, doors, request, response);
  });
  // Longer than Node's 5 s: a client that comes back after a pause would now and then meet a closing socket.
  server.keepAliveTimeout = 60_000;
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw refused(error);
  }
  /** @type {Promise<void> | undefined} */
  let closed;
  return {
    url: urlOf(/** @type {import('node:net').AddressInfo} */ (server.address())),
    close() {
      closed ??= new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        // Hanging and idle ones too: whoever closes an emulator is done with it.
        server.closeAllConnections();
      });
      return closed;
    },
  };
}

/**
 * Who is let in beside those who have the key.
 * @typedef {object} Doors
 * @property {Cors} cors
 * @property {boolean} controlled Whether tests may ask for more than the service has.
 */

/**
 * @param {Core} core
 * @param {unknown} options
 */
function check(core, options) {
  const {
    port = 0,
    host = '127.0.0.1',
    cors = false,
    control: controlled = false,
  } = toOptions(options, ['port', 'host', 'cors', 'control']);
  if (typeof port !== 'number' || !Number.isInteger(port) || port < 0 || port > 65_535) {
    throw invalid('invalid_argument', 'port', 'must be a whole number from 0 to 65535');
  }
  if (port !== 0 && core.isBlocked(port)) {
    throw invalid(
      'invalid_argument',
      'port',
      `must be another: fetch and browsers never call ${port}; choose one such as 8787, or 0 for a free one`,
    );
  }
  if (typeof host !== 'string' || host === '') {
    throw invalid('invalid_argument', 'host', 'must be a name or an address');
  }
  if (typeof controlled !== 'boolean') throw invalid('invalid_argument', 'control', 'must be true or false');
  return { port, host, cors: new Cors(cors), controlled };
}

/** @param {unknown} error */
function refused(error) {
  const code = /** @type {{ code?: unknown }} */ (error).code;
  const blame = typeof code === 'string' && code in BLAME ? BLAME[/** @type {keyof typeof BLAME} */ (code)] : undefined;
  if (blame) return invalid('invalid_argument', blame[0], blame[1], error);
  return internal('the emulator could not listen', { cause: error });
}

/** @param {import('node:net').AddressInfo} address */
function urlOf({ address, family, port }) {
  // Where every address is listened on, the loopback one is the one to call.
  const host = { '0.0.0.0': '127.0.0.1', '::': '::1' }[address] ?? address;
  return `http://${family === 'IPv6' ? `[${host}]` : host}:${port}`;
}

/**
 * @param {Core} core
 * @param {Doors} doors
 * @param {import('node:http').IncomingMessage} incoming
 * @param {import('node:http').ServerResponse} outgoing
 */
async function serve(core, { cors, controlled }, incoming, outgoing) {
  const left = new AbortController();
  outgoing.once('close', () => {
    left.abort();
  });
  for (const header of cors.headers(incoming.headers.origin)) outgoing.setHeader(...header);
  try {
    const preflight = cors.preflight(incoming);
    if (preflight !== undefined) {
      outgoing.writeHead(204, Object.fromEntries(preflight)).end();
      return;
    }
    const request = await read(incoming, core.maxBodyBytes);
    if (controlled && isControl(request.path)) {
      const { status, headers, body } = control(core, cors, incoming, request);
      outgoing.writeHead(status, Object.fromEntries(headers)).end(body);
      return;
    }
    const reply = await course(core, request, left.signal);
    if (reply.kind === 'drop') incoming.socket.resetAndDestroy();
    if (reply.kind === 'reply') await send(reply, outgoing);
  } catch (error) {
    // Whoever has left needs no answer.
    if (left.signal.aborted) return;
    if (outgoing.headersSent) outgoing.destroy();
    else {
      // A clock that throws, or a defect: said in plain text, so that nobody takes it for a rule.
      outgoing.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' });
      outgoing.end(error instanceof CdkeyError ? error.message : 'the emulator failed');
    }
  }
}

/**
 * @param {import('node:http').IncomingMessage} incoming
 * @param {number} most One byte more is enough to be refused for; what comes after it is let go.
 * @returns {Promise<import('./core.js').ServiceRequest>}
 */
async function read(incoming, most) {
  /** @type {Buffer[]} */
  const pieces = [];
  let length = 0;
  for await (const piece of /** @type {AsyncIterable<Buffer>} */ (incoming)) {
    // Read to the end all the same: a client that is still sending would not hear the answer.
    if (length > most) continue;
    pieces.push(piece);
    length += piece.length;
  }
  return {
    method: incoming.method ?? '',
    path: (incoming.url ?? '').replace(/[?#].*$/s, ''),
    authorization: incoming.headers.authorization ?? null,
    body: Buffer.concat(pieces),
  };
}

/**
 * @param {import('./course.js').Reply} reply
 * @param {import('node:http').ServerResponse} outgoing
 */
async function send({ status, headers, body }, outgoing) {
  outgoing.writeHead(status, Object.fromEntries(headers));
  if (!('source' in body)) {
    outgoing.end(body);
    return;
  }
  outgoing.flushHeaders();
  for await (const piece of body.source) {
    if (outgoing.destroyed) return;
    if (!outgoing.write(piece)) await drained(outgoing);
  }
  // A cut comes once what was written has left, so that the client gets the headers and the first part.
  if (body.cut) outgoing.socket?.destroySoon();
  else outgoing.end();
}

/**
 * Until more can be written, or nobody reads any longer.
 * @param {import('node:http').ServerResponse} outgoing
 * @returns {Promise<void>}
 */
function drained(outgoing) {
  return new Promise((resolve) => {
    const done = () => {
      outgoing.off('drain', done).off('close', done);
      resolve();
    };
    outgoing.on('drain', done).on('close', done);
  });
}
