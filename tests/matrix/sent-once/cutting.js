/**
 * A proxy that breaks: it hands a transfer on, and cuts the browser's connection before the answer, each time but every second one. What
 * it cut, browsers take for their own bad luck, and send again by themselves.
 */
import { appendFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import process from 'node:process';

const behind = new URL(process.argv[2] ?? '');
let transfers = 0;

const server = createServer((browser) => {
  const backend = connect(Number(behind.port), behind.hostname);
  let carried = 0;
  browser.on('data', (bytes) => {
    backend.write(bytes);
    const [line = ''] = bytes.toString('latin1').split('\r\n');
    if (!/^[A-Z]+ \/\S* HTTP\/1\.1$/.test(line)) return;
    carried += 1;
    if (!line.startsWith('POST /api/cdkey/transfer ')) return;
    transfers += 1;
    appendFileSync('cuts.jsonl', `${JSON.stringify({ cut: transfers % 2 === 1, before: carried - 1 })}\n`);
    // The backend reads on: its own connection is kept until it has answered.
    if (transfers % 2 === 1) setTimeout(() => browser.resetAndDestroy(), 100);
  });
  backend.on('data', (bytes) => {
    if (!browser.destroyed) browser.write(bytes);
  });
  for (const socket of [browser, backend]) socket.on('error', () => {});
  browser.on('close', () => setTimeout(() => backend.end(), 2_000));
  backend.on('close', () => browser.end());
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') console.log(`http://127.0.0.1:${address.port}`);
});
