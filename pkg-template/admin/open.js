/**
 * Puts the site on a socket of this machine.
 */
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { SECRETS } from '../client/secrets.js';
import { createHandler, toNodeListener } from '../server/server.js';
import { OperationsApi } from './operations.js';
import { Panel } from './panel.js';
import { readUsers } from './passwords.js';
import { Sessions } from './sessions.js';
import { Site, tokenOf } from './site.js';
import { Tries } from './tries.js';

/** @typedef {import('../client/index.js').Endpoint} Endpoint */

/**
 * @typedef {object} OpenOptions
 * @property {import('../client/index.js').CdkeyClient} client With the key.
 * @property {boolean} demo
 * @property {string} host
 * @property {number} port 0 takes a free one.
 * @property {readonly Endpoint[]} allow
 * @property {URL} [publicUrl] What people open, where a reverse proxy is in front.
 * @property {string} [passwords] A file; goes with `publicUrl`.
 * @property {import('../ledger/ledger.js').Operations} [operations] Where every move is written down first.
 * @property {(event: AuditEvent) => void} onEvent
 */

/** @typedef {import('../server/server.js').ServerEvent | import('./operations.js').OperationsEvent} AuditEvent */

/** In the package it lies one folder up from the command's pieces. */
const FOLDER = new URL('../panel/', import.meta.url);

/** @param {OpenOptions} options */
export async function openSite({ client, demo, host, port, allow, publicUrl, passwords, operations, onEvent }) {
  const panel = new Panel(fileURLToPath(FOLDER));
  // Now, that a wrong file is told at the start; and at each sign-in, that who is added or taken out is so at once.
  if (passwords !== undefined) await readUsers(passwords);
  const server = createServer();
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(undefined));
  });
  const bound = /** @type {import('node:net').AddressInfo} */ (server.address()).port;
  const base = (publicUrl?.pathname ?? '').replace(/\/+$/, '');
  // A reverse proxy gives on the Host that it was asked for, or its own name for us.
  const hosts = [`${host}:${bound}`, `localhost:${bound}`, ...(publicUrl === undefined ? [] : [publicUrl.host])];
  const origins = [
    ...(publicUrl === undefined ? [] : [publicUrl.origin]),
    ...[host, 'localhost'].map((name) => `http://${name}:${bound}`),
  ];
  const sessions = new Sessions();
  const settles = allow.includes('transfer') || allow.includes('destroy');
  // Cookies know no ports: two panels of one machine would sign each other out.
  const cookie = `espai_cdkey_${bound}`;
  const site = new Site({
    base,
    hosts,
    origins,
    secure: publicUrl?.protocol === 'https:',
    cookie,
    panel,
    sessions,
    ...(passwords === undefined ? {} : { passwords: { users: () => readUsers(passwords), tries: new Tries() } }),
    session: (actor) => ({
      ...{ actor, allow, demo, signOut: true },
      ...(operations === undefined ? {} : { operations: settles ? 'settle' : 'look' }),
    }),
    ...(operations === undefined
      ? {}
      : { operations: new OperationsApi({ operations, settles, secrets: () => secretsOf(client), onEvent }) }),
    handle: createHandler({
      client,
      operations,
      authorize(request) {
        const actor = sessions.actorOf(tokenOf(request, cookie));
        return actor === undefined ? false : { actor };
      },
      allow,
      origins,
      basePath: `${base}/api`,
      onEvent,
    }),
  });
  server.on(
    'request',
    toNodeListener((request, more) => site.answer(request, more)),
  );
  const root = publicUrl === undefined ? `http://${host}:${bound}` : publicUrl.origin;
  return {
    url: `${root}${base}/`,
    /** @param {string} actor Whom it signs in. */
    link: (actor) => `${root}${base}/sign-in/${sessions.offer(actor)}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      await closed;
    },
  };
}

/**
 * @param {any} client
 * @returns {readonly string[]}
 */
function secretsOf(client) {
  return client[SECRETS]();
}
