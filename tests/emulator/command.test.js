import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { CdkeyClient } from 'espai-cdkey';
import { VERSION, command } from '../support/command.js';
import { PAID_PAIR, TRANSFER, asked } from './support.js';

const folder = mkdtempSync(join(tmpdir(), 'espai-emulator-'));
after(() => {
  rmSync(folder, { recursive: true });
});

/**
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
function start(args, env = { LANG: 'C' }) {
  return command(args, { cwd: folder, env });
}

/**
 * Runs the command to its end.
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
function run(args, env) {
  return start(args, env).ended;
}

/** @param {string} name */
function file(name) {
  return join(folder, name);
}

describe('espai-cdkey emulator', () => {
  test('tells address and key on its first line, serves, and ends well', async () => {
    const emulator = start(['emulator', '--port', '0', '--json']);
    const { url, apiKey, ...more } = JSON.parse(await emulator.line());
    assert.deepEqual(more, {});
    const { total } = await new CdkeyClient({ apiKey, baseUrl: url }).list();
    assert.equal(total, 8);
    const { status, out } = await emulator.stop('SIGINT');
    assert.equal(status, 0);
    assert.equal(out.split('\n').length, 2, 'nothing but the line');
  });

  test('serves usage records to the client, and faults of theirs', async () => {
    writeFileSync(file('pair.json'), JSON.stringify(PAID_PAIR));
    const fault = 'status:balanceLogs,status=503';
    const emulator = start(['emulator', '--port', '0', '--json', '--cards', file('pair.json'), '--fault', fault]);
    const { url, apiKey } = JSON.parse(await emulator.line());
    /** @type {unknown[]} */
    const again = [];
    const client = new CdkeyClient({
      apiKey,
      baseUrl: url,
      onEvent: ({ type, endpoint, httpStatus }) => type === 'retry' && again.push([endpoint, httpStatus]),
    });
    await client.transfer(TRANSFER);
    const { logs, total } = await client.balanceLogs({ id: 'target' });
    assert.deepEqual([total, logs.length, logs[0]?.cardId, logs[0]?.apiLimit], [1, 1, 'target', 10]);
    assert.equal((await client.balanceLogs()).total, 2);
    assert.deepEqual(again, [['balanceLogs', 503]]);
    assert.equal((await emulator.stop()).status, 0);
  });

  test('tells them to people, too, in their language', async () => {
    const key = 'k'.repeat(32);
    const args = ['emulator', '--port', '0', '--api-key', key];
    for (const [more, env, words] of /** @type {const} */ ([
      [[], { LANG: 'en_US.UTF-8' }, /^Emulator at http:\/\/127\.0\.0\.1:\d+ with API key k{32}$/],
      [[], { LANG: 'zh_CN.UTF-8' }, /^模拟器地址 http:\/\/127\.0\.0\.1:\d+ 密钥 k{32}$/],
      [['--lang', 'zh'], { LANG: 'C' }, /^模拟器地址/],
    ])) {
      const emulator = start([...args, ...more], env);
      assert.match(await emulator.line(), words);
      const { status, err } = await emulator.stop();
      assert.equal(status, 0);
      assert.ok(!err.includes(key));
    }
  });

  test('keeps its state whole after each change, and goes on from it', async () => {
    writeFileSync(file('cards.json'), JSON.stringify(PAID_PAIR));
    const args = ['emulator', '--port', '0', '--json', '--cards', 'cards.json', '--state', 'state.json'];
    for (const quotas of [
      [490, 17],
      [480, 27],
    ]) {
      const emulator = start(args);
      const { url, apiKey } = JSON.parse(await emulator.line());
      await new CdkeyClient({ apiKey, baseUrl: url }).transfer(TRANSFER);
      const kept = JSON.parse(readFileSync(file('state.json'), 'utf8'));
      assert.deepEqual(
        kept.map((/** @type {{ apiLimit: number }} */ card) => card.apiLimit),
        quotas,
      );
      assert.equal((await emulator.stop('SIGKILL')).status, null);
    }
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.endsWith('.tmp')),
      [],
    );
  });

  test('with many cards, keeps every change without letting an answer wait for the file', async () => {
    const cards = Array.from({ length: 20_000 }, (_, index) => ({
      ...{ id: `id${index}`, code: `code${index}`, type: '1', api_limit: index === 7 ? 0 : 1000 },
      ...{ user_phone: 13_800_000_000 + index, user_name: `用户${index}` },
    }));
    writeFileSync(file('many.json'), JSON.stringify(cards));
    const args = ['emulator', '--port', '0', '--json', '--cards', 'many.json', '--state', 'many-state.json'];
    const emulator = start([...args, '--control']);
    const { url, apiKey } = JSON.parse(await emulator.line());
    const post = async (/** @type {string} */ path, /** @type {unknown} */ body) => {
      const headers = { authorization: apiKey };
      const answer = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
      assert.equal((await answer.json()).success, true);
    };
    const begun = performance.now();
    for (let time = 1; time <= 300; time += 1) {
      const [from, to] = [time + 10, 19_999 - (time % 3)];
      await post('/cdkey/transfer', {
        ...{ phone: String(13_800_000_000 + from), code: `code${from}`, limit: '5' },
        ...{ target_phone: String(13_800_000_000 + to), target_code: `code${to}` },
      });
      // Whenever one looks, the file is whole.
      if (time % 60 === 0) assert.ok(JSON.parse(readFileSync(file('many-state.json'), 'utf8')).length >= 19_999);
      if (time === 7) {
        await post('/_control/reset', {});
        await post('/cdkey/destroy', [{ id: 'id7' }]);
      }
    }
    // A write of this file for each of them would take several times as long.
    assert.ok(performance.now() - begun < 10_000);
    const now = await (await fetch(`${url}/_control/cards`)).json();
    assert.equal((await emulator.stop()).status, 0);
    const kept = JSON.parse(readFileSync(file('many-state.json'), 'utf8'));
    assert.deepEqual(kept, now);
    assert.equal(kept.length, 19_999);
    assert.deepEqual([kept[15].apiLimit, kept[309].apiLimit, kept.at(-1).apiLimit], [1000, 995, 1490]);
    const again = start([...args, '--port', '0']);
    const told = JSON.parse(await again.line());
    assert.equal((await new CdkeyClient({ apiKey: told.apiKey, baseUrl: told.url }).list({ limit: 1 })).total, 19_999);
    await again.stop();
  });

  test('with many cards, ends with 4 where the last changes cannot be kept', async () => {
    const gone = mkdtempSync(join(folder, 'gone-'));
    const cards = Array.from({ length: 1_500 }, (_, index) => ({
      ...{ id: `id${index}`, code: `code${index}`, type: '1', apiLimit: 5, userPhone: String(index) },
    }));
    writeFileSync(file('cards.json'), JSON.stringify(cards));
    const emulator = start(['emulator', '--port', '0', '--json', '--cards', 'cards.json', '--state', join(gone, 's')]);
    const { url, apiKey } = JSON.parse(await emulator.line());
    rmSync(gone, { recursive: true });
    const client = new CdkeyClient({ apiKey, baseUrl: url });
    await client
      .transfer({ phone: '1', code: 'code1', targetPhone: '2', targetCode: 'code2', limit: 1 })
      .catch(() => {});
    const { status, err } = await emulator.ended;
    assert.equal(status, 4);
    assert.match(err, /cannot write .*s: ENOENT/);
  });

  test('lets pages of other origins in, all or those that are named', async () => {
    for (const [args, origin, granted] of /** @type {[string[], string, string | undefined][]} */ ([
      [['--cors'], 'http://a.example', '*'],
      [['--cors', '--json'], 'http://a.example', '*'],
      [['--cors=http://a.example'], 'http://a.example', 'http://a.example'],
      [['--cors', 'http://a.example,http://b.example'], 'http://b.example', 'http://b.example'],
      [['--cors=http://a.example', '--cors=http://b.example'], 'http://b.example', 'http://b.example'],
      [['--cors=http://a.example'], 'http://b.example', undefined],
      [[], 'http://a.example', undefined],
    ])) {
      const emulator = start(['emulator', '--port', '0', '--json', ...args]);
      const { url } = JSON.parse(await emulator.line());
      const answer = await asked(`${url}/cdkey/list`, { method: 'POST', headers: { origin }, body: '{}' });
      assert.equal(answer.headers['access-control-allow-origin'], granted, args.join(' '));
      assert.equal((await asked(`${url}/_control/cards`, {})).status, 404);
      await emulator.stop();
    }
  });

  test('stops where the state can be kept no longer', async () => {
    writeFileSync(file('cards.json'), JSON.stringify(PAID_PAIR));
    const gone = mkdtempSync(join(folder, 'gone-'));
    const emulator = start(['emulator', '--port', '0', '--json', '--cards', 'cards.json', '--state', join(gone, 's')]);
    const { url, apiKey } = JSON.parse(await emulator.line());
    rmSync(gone, { recursive: true });
    await new CdkeyClient({ apiKey, baseUrl: url }).transfer(TRANSFER).catch(() => {});
    const { status, err } = await emulator.ended;
    assert.equal(status, 4);
    assert.match(err, /cannot write .*s: ENOENT/);
  });

  test('injects faults', async () => {
    writeFileSync(file('cards.json'), JSON.stringify(PAID_PAIR));
    const emulator = start([
      ...['emulator', '--port', '0', '--json', '--cards', 'cards.json'],
      ...['--fault', 'drop:transfer,when=after,times=1'],
      ...['--fault', 'envelope:list,code=503,message=忙, 请稍候'],
    ]);
    const { url, apiKey } = JSON.parse(await emulator.line());
    const client = new CdkeyClient({ apiKey, baseUrl: url });
    await assert.rejects(client.transfer(TRANSFER), { name: 'NetworkError', outcome: 'unknown' });
    await assert.rejects(client.list({}, { maxRetries: 0 }), { apiCode: 503, apiMessage: '忙, 请稍候' });
    assert.equal((await client.detail({ phone: '15916888888', code: 'wNaa1GDw' })).apiLimit, 490);
    await emulator.stop();
  });

  test('refuses what it cannot use, with the place and status 2', async () => {
    writeFileSync(file('not.json'), '[{');
    writeFileSync(file('object.json'), '{}');
    writeFileSync(file('latin1.json'), Buffer.from('["\xe9"]', 'latin1'));
    writeFileSync(file('wrong.json'), '[{"id":"i","code":"c","type":"1","api_limit":1.5}]');
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = /** @type {import('node:net').AddressInfo} */ (taken.address());
    for (const [args, words] of /** @type {[string[], RegExp][]} */ ([
      [['--port', 'x'], /--port must be a whole number from 0 to 65535/],
      [['--port', '65536'], /--port must be/],
      [['--port', '1e3'], /--port must be/],
      [['--port', '6666'], /--port must be another: fetch and browsers never call 6666; choose one such as 8787/],
      [['--cors=http://a.example/'], /--cors must be an origin as browsers write it/],
      [['--cors=*.example'], /--cors must be an origin/],
      [['--cors', 'a.example'], /--cors must be an origin/],
      [['--control=yes'], /--control takes no value/],
      [['--port', String(port)], /--port is in use/],
      [['--host', '203.0.113.1', '--port', '0'], /--host is no address of this machine/],
      [['--api-key', 'short'], /--api-key must be exactly 32/],
      [['--cards', 'nowhere.json'], /cannot read nowhere\.json: [^(]+\(ENOENT\)/],
      [['--cards', 'not.json'], /not\.json is not JSON/],
      [['--cards', 'object.json'], /object\.json must hold a JSON array/],
      [['--cards', 'latin1.json'], /latin1\.json: it is not UTF-8/],
      [['--cards', 'wrong.json'], /wrong\.json: cards\[0\]\.api_limit must be a whole number/],
      [['--state', 'wrong.json'], /wrong\.json: cards\[0\]\.api_limit must be/],
      [['--state', join('nowhere', 'state.json')], /cannot write .*state\.json: ENOENT/],
      [['--fault', 'explode'], /--fault "explode": fault must be one of/],
      [['--fault', 'drop:cards'], /--fault "drop:cards": endpoint must be one of/],
      [['--fault', 'drop,times=0'], /times must be at least 1/],
      [['--fault', 'drop,colour=red'], /colour is no field here/],
      [['--lang', 'fr'], /--lang must be zh or en/],
      [['--nonsense'], /there is no option --nonsense\. Try: espai-cdkey emulator --help/],
      [['--contrl'], /there is no option --contrl\. Did you mean --control\?/],
      [['--port'], /--port needs a value: --port PORT/],
      [['extra'], /"extra" is one argument too many/],
    ])) {
      const { status, out, err } = await run(['emulator', ...args]);
      assert.match(err, words, args.join(' '));
      assert.equal(status, 2, args.join(' '));
      assert.equal(out, '');
      assert.equal(err.trimEnd().split('\n').length, 1, err);
    }
    taken.close();
    assert.equal(readFileSync(file('wrong.json'), 'utf8'), '[{"id":"i","code":"c","type":"1","api_limit":1.5}]');
    assert.ok(!existsSync(file('nowhere')));
  });

  test('explains itself', async () => {
    for (const [args, status, words] of /** @type {[string[], number, RegExp][]} */ ([
      [['--help'], 0, /Usage: espai-cdkey <command>[^]*emulator/],
      [['--help', '--lang', 'zh'], 0, /用法： espai-cdkey <命令>[^]*emulator/],
      [['emulator', '--help'], 0, /Usage: espai-cdkey emulator[^]*--state FILE/],
      [['emulator', '-h', '--lang=zh'], 0, /用法： espai-cdkey emulator[^]*--state FILE/],
      [['--version'], 0, new RegExp(`^${VERSION.replaceAll('.', '\\.')}$`)],
    ])) {
      const ended = await run(args);
      assert.equal(ended.status, status);
      assert.match(ended.out.trimEnd(), words);
      assert.equal(ended.err, '');
    }
    const without = await run([]);
    assert.deepEqual([without.status, without.out], [2, '']);
    assert.match(without.err, /Usage/);
    const other = await run(['emulate']);
    assert.equal(other.status, 2);
    assert.match(other.err, /there is no command "emulate"\. Did you mean emulator\?/);
  });
});
