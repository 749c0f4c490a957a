/**
 * One of several processes that serve one site: a handler on a socket, with what moves were made in a folder that all of them share. It
 * prints its port. The arguments: the platform's address, the key, the folder, and `dies` where it ends in the middle of a move.
 */
import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import process from 'node:process';
import { CdkeyClient } from 'espai-cdkey';
import { createHandler, toNodeListener } from 'espai-cdkey/server';

const [baseUrl, apiKey, folder = '', fate = 'lives'] = process.argv.slice(2);

/** A file for each entry, whole at once: `link` is refused where there is one, and `rename` takes its place. */
const idempotency = {
  get: (/** @type {string} */ name) => readFile(join(folder, name), 'utf8').catch(() => undefined),
  set: async (
    /** @type {string} */ name,
    /** @type {string} */ value,
    /** @type {{ ifAbsent: boolean }} */ { ifAbsent },
  ) => {
    const [whole, written] = [join(folder, name), join(folder, randomUUID())];
    await writeFile(written, value);
    if (!ifAbsent) return rename(written, whole);
    const first = await link(written, whole).then(
      () => true,
      () => false,
    );
    await rm(written);
    return first;
  },
};

const handle = createHandler({
  client: new CdkeyClient({
    apiKey,
    baseUrl,
    timeoutMs: 3_000,
    // Once it is sure that the platform has it.
    onEvent: ({ type, endpoint }) => {
      if (fate === 'dies' && type === 'request' && endpoint === 'transfer') setTimeout(() => process.exit(1), 150);
    },
  }),
  authorize: () => ({ actor: 'the page' }),
  allow: ['list', 'transfer'],
  idempotency,
});
const server = createServer(toNodeListener(handle)).listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') console.log(address.port);
});
