/**
 * Sockets that are cut: by whoever asks, at any place of a request, and on a connection that carries several.
 */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { describe, test } from 'node:test';
import { toNodeListener } from 'espai-cdkey/server';
import { sleep } from '../support/check.js';
import { TRANSFER, backend, quotas, serve } from './support.js';

const BODY = JSON.stringify(TRANSFER);

/**
 * @param {string} key
 * @param {string} [body]
 */
function requestOf(key, body = BODY) {
  const head = [
    'POST /cdkey/transfer HTTP/1.1',
    'host: x',
    'content-type: application/json',
    `content-length: ${body.length}`,
  ];
  return `${[...head, `idempotency-key: ${key}`].join('\r\n')}\r\n\r\n${body}`;
}

/**
 * Writes, and cuts the connection after some time.
 * @param {string} url
 * @param {string} text
 * @param {number} [ms]
 * @returns {Promise<string>} What came before that.
 */
async function writeAndCut(url, text, ms = 50) {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  let heard = '';
  socket.on('error', () => {});
  socket.setEncoding('utf8').on('data', (piece) => (heard += piece));
  socket.write(text);
  await sleep(ms);
  socket.resetAndDestroy();
  return heard;
}

/** @param {import('node:test').TestContext} t */
async function started(t) {
  const all = backend({ authorize: () => ({ actor: 'x' }) });
  return { ...all, url: await serve(t, toNodeListener(all.handle)) };
}

describe('a request that is cut', () => {
  test('before its body is whole does nothing, wherever it is cut', async (t) => {
    const { emulator, url, events } = await started(t);
    const text = requestOf('k');
    const places = Array.from({ length: 20 }, (_, at) => Math.floor((text.length * at) / 20)).concat(text.length - 1);
    await Promise.all(places.map((place) => writeAndCut(url, text.slice(0, place))));
    await sleep(100);
    assert.deepEqual(quotas(emulator), [500, 7]);
    assert.ok(events.every(({ outcome }) => outcome === 'not_sent'));
  });

  test('while the move is under way: sent again with its key, it is made once, and its answer comes', async (t) => {
    const { emulator, url } = await started(t);
    emulator.inject({ fault: 'latency', ms: 200, when: 'before', endpoint: 'transfer' });
    assert.equal(await writeAndCut(url, requestOf('k')), '');
    // At once, as a browser does; and once more, when it is over.
    for (let time = 0; time < 2; time += 1) {
      const heard = await writeAndCut(url, requestOf('k'), 400);
      assert.match(heard, /^HTTP\/1\.1 200 /);
      assert.match(heard, /"success":true/);
    }
    assert.deepEqual(quotas(emulator), [490, 17]);
  });

  test('behind others on one connection', async (t) => {
    const { emulator, url } = await started(t);
    emulator.inject({ fault: 'latency', ms: 100, when: 'before', endpoint: 'transfer' });
    const heard = await writeAndCut(
      url,
      requestOf('a') + requestOf('b') + requestOf('a') + requestOf('c').slice(0, -1),
      500,
    );
    assert.equal(heard.match(/HTTP\/1\.1 200 /g)?.length, 3);
    assert.deepEqual(quotas(emulator), [480, 27]);
  });

  test('nothing that is no HTTP ends the server', async (t) => {
    const { emulator, url } = await started(t);
    for (const text of [
      'x',
      '\0'.repeat(1000),
      'POST /cdkey/transfer HTTP/1.1\r\n\r\n',
      'POST /cdkey/transfer HTTP/1.0\r\ncontent-type: application/json\r\n\r\n',
      'TRACE /cdkey/transfer HTTP/1.1\r\nhost: x\r\n\r\n',
      'POST http://other.example/cdkey/transfer HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n',
      'OPTIONS * HTTP/1.1\r\nhost: x\r\n\r\n',
      'POST /cdkey/transfer HTTP/1.1\r\nhost: x\r\nhost: y\r\ncontent-length: 0\r\n\r\n',
      'POST /cdkey/transfer HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
      `POST /cdkey/transfer HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\n`,
      'GET /cdkey/transfer HTTP/1.1\r\nhost: [::1\r\n\r\n',
    ]) {
      const heard = await writeAndCut(url, text);
      assert.doesNotMatch(heard, /^HTTP\/1\.1 2/, text);
    }
    assert.match(await writeAndCut(url, requestOf('k'), 100), /^HTTP\/1\.1 200 /);
    assert.deepEqual(quotas(emulator), [490, 17]);
  });
});
