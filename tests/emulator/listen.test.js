import assert from 'node:assert/strict';
import { createConnection, createServer } from 'node:net';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createEmulator } from 'espai-cdkey/emulator';
import { poster } from './support.js';

describe('listen', () => {
  test('takes a free port of this machine alone, and gives it back', async () => {
    const emulator = createEmulator();
    const server = await emulator.listen();
    const { hostname, port } = new URL(server.url);
    assert.equal(hostname, '127.0.0.1');
    await server.close();
    await server.close();
    const again = await emulator.listen({ port: Number(port) });
    assert.equal(again.url, server.url);
    await again.close();
  });

  test('two sockets of one emulator serve the same cards', async () => {
    const emulator = createEmulator();
    const [one, other] = [await emulator.listen(), await emulator.listen({ host: 'localhost' })];
    const id = '196bd2a26e4d459f9dc7d12053a05c15';
    const done = await poster(emulator, fetch, one.url)('destroy', [{ id }]);
    assert.equal((await done.json()).success, true);
    const gone = await poster(emulator, fetch, other.url)('destroy', [{ id }]);
    assert.equal((await gone.json()).code, 404);
    await Promise.all([one.close(), other.close()]);
  });

  test('keeps a connection for the next request', async () => {
    const emulator = createEmulator();
    const server = await emulator.listen();
    const socket = createConnection(Number(new URL(server.url).port), '127.0.0.1');
    const request = `POST /cdkey/list HTTP/1.1\r\nhost: x\r\nauthorization: ${emulator.apiKey}\r\ncontent-length: 2\r\n\r\n{}`;
    for (let time = 0; time < 3; time += 1) {
      socket.write(request);
      let answer = '';
      while (!answer.includes('"success":true')) answer += String((await once(socket, 'data'))[0]);
      assert.match(answer, /^HTTP\/1\.1 200 OK\r\n/);
    }
    socket.destroy();
    await server.close();
  });

  test('closes at once under a request that hangs, and one that waits', { timeout: 20_000 }, async () => {
    const emulator = createEmulator();
    const server = await emulator.listen();
    const post = poster(emulator, fetch, server.url);
    emulator.inject({ fault: 'hang' });
    emulator.inject({ fault: 'latency', ms: 60_000 });
    const ends = ['list', 'list'].map((name) => assert.rejects(post(name, {}), TypeError));
    await sleep(300);
    await server.close();
    await Promise.all(ends);
  });

  test('says which option is wrong', async () => {
    const emulator = createEmulator();
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = /** @type {import('node:net').AddressInfo} */ (taken.address());
    /** @type {[unknown, string][]} */
    const cases = [
      [{ port }, 'port'],
      [{ port: -1 }, 'port'],
      [{ port: 1.5 }, 'port'],
      [{ port: 65_536 }, 'port'],
      [{ port: '80' }, 'port'],
      [{ port: NaN }, 'port'],
      [{ host: '' }, 'host'],
      [{ host: 5 }, 'host'],
      [{ host: '203.0.113.1' }, 'host'],
      [{ address: 'x' }, 'address'],
      [{ cors: 'http://localhost' }, 'cors'],
      [{ cors: null }, 'cors'],
      [{ cors: ['http://localhost:5173', 'http://localhost:5173/'] }, 'cors[1]'],
      [{ cors: ['localhost:5173'] }, 'cors[0]'],
      [{ cors: ['http://localhost:80'] }, 'cors[0]'],
      [{ cors: ['HTTP://localhost'] }, 'cors[0]'],
      [{ cors: ['*'] }, 'cors[0]'],
      [{ cors: [5] }, 'cors[0]'],
      [{ control: 'yes' }, 'control'],
      [null, 'options'],
      ['8787', 'options'],
    ];
    for (const [options, path] of cases) {
      await assert.rejects(emulator.listen(/** @type {any} */ (options)), {
        name: 'ValidationError',
        code: 'invalid_argument',
        path,
      });
    }
    taken.close();
  });

  test('refuses a port that fetch and browsers never call', async () => {
    const emulator = createEmulator();
    for (const port of [1, 25, 6000, 6666, 10_080]) {
      await assert.rejects(emulator.listen({ port }), {
        name: 'ValidationError',
        code: 'invalid_argument',
        path: 'port',
        message: new RegExp(`^port must be another: .* never call ${port}; choose one such as 8787`),
      });
      // That this is so.
      await assert.rejects(fetch(`http://127.0.0.1:${port}/`), (error) => {
        assert.equal(/** @type {{ cause?: Error }} */ (error).cause?.message, 'bad port');
        return true;
      });
    }
  });

  test('a clock that throws is told in plain text, and the server lives on', async () => {
    let broken = true;
    const emulator = createEmulator({
      now: () => (broken ? assert.fail('a clock of a user') : Date.now()),
    });
    const server = await emulator.listen();
    const post = poster(emulator, fetch, server.url);
    const answer = await post('list', {});
    assert.equal(answer.status, 500);
    assert.match(await answer.text(), /^now threw/);
    broken = false;
    assert.equal((await post('list', {})).status, 200);
    await server.close();
  });
});
