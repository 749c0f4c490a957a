/**
 * A verified transfer against the emulator: what the cards say where the answer is lost, and that nothing is sent that the rules
 * refuse, or without a look at both cards.
 */
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { test } from 'node:test';
import { CdkeyClient, CdkeyError } from 'espai-cdkey';
import { createEmulator } from 'espai-cdkey/emulator';
import { checkPartly, rejection } from '../support/check.js';

/** @typedef {import('espai-cdkey').Card} Card */

/** @param {number} number @param {number | null} apiLimit @param {string} [type] */
const card = (number, apiLimit, type = '5') => ({
  id: `id-${number}`,
  code: `code-${number}`,
  type,
  apiLimit,
  userPhone: `1760000000${number}`,
});

/** A hundred calls on the first card, five on the second, and a third that nobody names. */
function shop(first = card(1, 100), second = card(2, 5)) {
  const emulator = createEmulator({ cards: [first, second, card(3, 50)] });
  /** @type {import('espai-cdkey').CdkeyEvent[]} */
  const events = [];
  const client = new CdkeyClient({
    apiKey: emulator.apiKey,
    fetch: emulator.fetch,
    maxRetries: 0,
    onEvent: (event) => events.push(event),
  });
  const move = {
    phone: first.userPhone,
    code: first.code,
    targetPhone: second.userPhone,
    targetCode: second.code,
    limit: 10,
  };
  const held = () => emulator.cards().map(({ apiLimit }) => apiLimit);
  const sent = () => events.filter(({ type, endpoint }) => type === 'request' && endpoint === 'transfer').length;
  const asked = () => events.filter(({ type }) => type === 'request').map(({ endpoint }) => endpoint);
  return { emulator, client, move, held, sent, asked, events };
}

/** @param {unknown} error */
function evidenceOf(error) {
  assert.ok(error instanceof CdkeyError && error.evidence, 'no evidence');
  return error.evidence;
}

test('a transfer is confirmed by its response, with both cards before and after', async () => {
  const { client, move, emulator, asked, events } = shop();
  const before = emulator.cards();
  const done = await client.transfer(move, { verify: true });
  assert.deepEqual(Object.keys(done), ['message', 'confirmedBy', 'before', 'after']);
  assert.equal(done.confirmedBy, 'response');
  assert.equal(typeof done.message, 'string');
  const after = emulator.cards();
  assert.deepEqual(done.before, { source: before[0], target: before[1] });
  assert.deepEqual(done.after, { source: after[0], target: after[1] });
  assert.deepEqual([after[0]?.apiLimit, after[1]?.apiLimit], [90, 15]);
  assert.deepEqual(asked(), ['detail', 'detail', 'transfer', 'detail', 'detail']);
  assert.equal(new Set(events.map(({ callId }) => callId)).size, 1, 'one call, one number');
});

test('an answer that is lost after the change is made good by the cards', async () => {
  for (const fault of /** @type {const} */ (['drop', 'truncate', 'garbage', 'html'])) {
    const { client, move, emulator, held, sent } = shop();
    emulator.inject({ fault, endpoint: 'transfer', when: 'after' });
    const done = await client.transfer(move, { verify: true });
    assert.deepEqual([done.confirmedBy, done.message], ['reconciliation', null], fault);
    assert.deepEqual([done.before.source.apiLimit, done.after?.source.apiLimit], [100, 90]);
    assert.deepEqual([held(), sent()], [[90, 15, 50], 1]);
  }
});

test('one that never arrived is not observed, after three looks, and is not sent again', async () => {
  const { client, move, emulator, held, asked } = shop();
  emulator.inject({ fault: 'drop', endpoint: 'transfer', when: 'before' });
  const error = await rejection(client.transfer(move, { verify: true }));
  checkPartly(error, { name: 'NetworkError', code: 'network', outcome: 'unknown', endpoint: 'transfer', attempts: 1 });
  const { verdict, before, after } = evidenceOf(error);
  assert.equal(verdict, 'not_observed');
  assert.deepEqual(before, after);
  assert.deepEqual(asked(), [...Array(2).fill('detail'), 'transfer', ...Array(6).fill('detail')]);
  assert.deepEqual(held(), [100, 5, 50]);
});

test('one that is applied while it looks is found by a later look', async () => {
  const { client, move, emulator } = shop();
  // The answer is lost at once, and the change comes a little later.
  let late = Promise.resolve();
  const slow = new CdkeyClient({
    apiKey: emulator.apiKey,
    fetch: (url, init) => {
      if (!url.endsWith('/transfer')) return emulator.fetch(url, init);
      late = new Promise((resolve) => setTimeout(resolve, 100)).then(() => client.transfer(move).then(() => {}));
      return Promise.reject(new TypeError('lost'));
    },
  });
  const done = await slow.transfer(move, { verify: true });
  await late;
  assert.equal(done.confirmedBy, 'reconciliation');
});

test('cards that somebody else moves are a conflict', async () => {
  const { client, move, emulator, events } = shop();
  const rival = { ...move, targetPhone: '17600000003', targetCode: 'code-3' };
  const other = new CdkeyClient({ apiKey: emulator.apiKey, fetch: emulator.fetch });
  const between = new CdkeyClient({
    apiKey: emulator.apiKey,
    onEvent: (event) => events.push(event),
    fetch: async (url, init) => {
      if (!url.endsWith('/transfer')) return emulator.fetch(url, init);
      await other.transfer(rival);
      throw new TypeError('lost');
    },
  });
  const error = await rejection(between.transfer(move, { verify: true }));
  const { verdict, after } = evidenceOf(error);
  assert.deepEqual([verdict, error.outcome], ['conflict', 'unknown']);
  assert.deepEqual([after?.source.apiLimit, after?.target.apiLimit], [90, 5]);
  assert.equal((await client.settle(move, evidenceOf(error).before)).verdict, 'conflict');
});

test('what a person may read stays whole; what is printed, written down or told is masked', async () => {
  const { client, move, emulator, events } = shop();
  emulator.inject({ fault: 'drop', endpoint: 'transfer' });
  const error = await rejection(client.transfer(move, { verify: true }));
  assert.equal(evidenceOf(error).before.source.userPhone, move.phone);
  const shown = [inspect(error, { depth: 9, showHidden: false }), JSON.stringify(error), String(error), error.stack];
  for (const text of [...shown, JSON.stringify(events)]) assert.ok(!text?.includes(move.phone), text);
  const { evidence } = /** @type {any} */ (error.toJSON());
  assert.equal(evidence.verdict, 'not_observed');
  assert.equal(evidence.before.source.userPhone, '176****0001');
  assert.equal(evidence.before.source.apiLimit, 100);
});

test('cards that do not count down give no evidence, and an unlimited one may be a source', async () => {
  for (const [source, target] of /** @type {[number | null, number | null][]} */ ([
    [null, 5],
    [100, null],
    [-7, 5],
  ])) {
    const { client, move, emulator, asked } = shop(card(1, source), card(2, target));
    emulator.inject({ fault: 'drop', endpoint: 'transfer', when: 'before' });
    const error = await rejection(client.transfer(move, { verify: true }));
    const { verdict, after } = evidenceOf(error);
    assert.equal(verdict, 'unreadable');
    assert.deepEqual([after?.source.apiLimit, after?.target.apiLimit], [source, target]);
    assert.equal(asked().length, 5, 'one look, as another would say no more');
  }
  const { client, move } = shop(card(1, null));
  const done = await client.transfer(move, { verify: true });
  assert.deepEqual(
    [done.confirmedBy, done.after?.source.apiLimit, done.after?.target.apiLimit],
    ['response', null, 15],
  );
});

test('what the rules refuse is not sent', async () => {
  for (const [first, second, path, reason] of /** @type {const} */ ([
    [card(1, 100, '0'), card(2, 5), 'code', 'trial_card'],
    [card(1, 100), card(2, 5, '0'), 'targetCode', 'trial_card'],
    [card(1, 9), card(2, 5), 'limit', 'more_than_held'],
  ])) {
    const { client, move, sent } = shop(first, second);
    const error = await rejection(client.transfer(move, { verify: true }));
    checkPartly(error, {
      name: 'ValidationError',
      code: 'refused_by_rule',
      outcome: 'not_sent',
      endpoint: 'transfer',
      path,
    });
    assert.deepEqual([error.reason, sent()], [reason, 0]);
  }
  // Its last call; and a type that is not known here is for the service to judge.
  const last = shop(card(1, 10));
  assert.equal((await last.client.transfer(last.move, { verify: true })).after?.source.apiLimit, 0);
  const unknown = shop(card(1, 10, '77'));
  checkPartly(await rejection(unknown.client.transfer(unknown.move, { verify: true })), { outcome: 'rejected' });
  assert.equal(unknown.sent(), 1);
});

test('a card that cannot be read before it: not sent, and told as a transfer', async () => {
  for (const skip of [0, 1]) {
    const { client, move, emulator, sent, events } = shop();
    emulator.inject({ fault: 'drop', endpoint: 'detail', skip });
    const error = await rejection(client.transfer(move, { verify: true }));
    checkPartly(error, {
      name: 'NetworkError',
      outcome: 'not_sent',
      endpoint: 'transfer',
      attempts: 0,
      retryable: true,
    });
    assert.deepEqual([sent(), error.evidence], [0, undefined]);
    const ends = events.filter(({ type }) => type === 'error');
    assert.deepEqual(
      ends.map(({ endpoint, outcome }) => [endpoint, outcome]),
      [['transfer', 'not_sent']],
    );
  }
  const { client, move, sent } = shop();
  const error = await rejection(client.transfer({ ...move, code: 'no-such' }, { verify: true }));
  checkPartly(error, { name: 'ApiError', outcome: 'not_sent', endpoint: 'transfer' });
  assert.equal(sent(), 0);
});

/** @param {ReturnType<typeof shop>} of @param {number} from From which read on another card is answered. @param {Partial<Card>} as */
function confused({ emulator }, from, as) {
  let reads = 0;
  return new CdkeyClient({
    apiKey: emulator.apiKey,
    maxRetries: 0,
    fetch: async (url, init) => {
      const answer = await /** @type {Promise<Response>} */ (emulator.fetch(url, init));
      if (!url.endsWith('/detail') || (reads += 1) < from) return answer;
      const body = /** @type {any} */ (await answer.json());
      Object.assign(body.data, as);
      return Response.json(body);
    },
  });
}

test('another card than the one asked for is no evidence', async () => {
  for (const as of [{ code: 'code-3' }, { user_phone: 17600000003 }]) {
    const all = shop();
    const error = await rejection(confused(all, 1, as).transfer(all.move, { verify: true }));
    checkPartly(error, { name: 'DecodeError', code: 'bad_response', outcome: 'not_sent', endpoint: 'transfer' });
    assert.deepEqual(all.held(), [100, 5, 50]);
  }
  for (const as of [{ code: 'code-3' }, { id: 'id-3' }]) {
    const all = shop();
    all.emulator.inject({ fault: 'drop', endpoint: 'transfer', when: 'after' });
    const error = await rejection(confused(all, 3, as).transfer(all.move, { verify: true }));
    const { verdict, after } = evidenceOf(error);
    assert.deepEqual([verdict, after, error.outcome], ['unreadable', null, 'unknown']);
  }
});

test('a confirmed transfer is never rejected, whatever becomes of the reads after it', async () => {
  for (const skip of [2, 3]) {
    const { client, move, emulator, held } = shop();
    emulator.inject({ fault: 'drop', endpoint: 'detail', skip });
    const done = await client.transfer(move, { verify: true });
    assert.deepEqual([done.confirmedBy, done.after], ['response', null]);
    assert.deepEqual(held(), [90, 15, 50]);
  }
});

test('a card that is gone afterwards: unreadable', async () => {
  const { client, move, emulator } = shop(card(1, 10));
  const other = new CdkeyClient({ apiKey: emulator.apiKey, fetch: emulator.fetch });
  emulator.inject({ fault: 'drop', endpoint: 'transfer', when: 'after' });
  const late = new CdkeyClient({
    apiKey: emulator.apiKey,
    fetch: async (url, init) => {
      try {
        return await emulator.fetch(url, init);
      } catch (error) {
        await other.destroy('id-1');
        throw error;
      }
    },
  });
  const error = await rejection(late.transfer(move, { verify: true }));
  assert.deepEqual([evidenceOf(error).verdict, evidenceOf(error).after], ['unreadable', null]);
  assert.ok(client);
});

test('the answer of the service is what counts where it refuses', async () => {
  const { client, move, emulator, asked } = shop();
  emulator.inject({ fault: 'envelope', code: 400, message: 'no', endpoint: 'transfer' });
  const error = await rejection(client.transfer(move, { verify: true }));
  checkPartly(error, { name: 'ApiError', outcome: 'rejected', endpoint: 'transfer' });
  assert.deepEqual([error.evidence, asked().length], [undefined, 3]);
});

test('an abort at each step: nothing more is read, and nothing is sent after it', { timeout: 20_000 }, async () => {
  // At the first to the fifth request: two reads, the transfer, two reads.
  for (const [at, lost] of /** @type {[number, boolean][]} */ ([
    [1, false],
    [2, false],
    [3, false],
    [4, false],
    [5, false],
    [4, true],
    [5, true],
  ])) {
    const { emulator, move, held } = shop();
    const controller = new AbortController();
    let requests = 0;
    if (lost) emulator.inject({ fault: 'drop', endpoint: 'transfer', when: 'after' });
    const client = new CdkeyClient({
      apiKey: emulator.apiKey,
      fetch: (url, init) => {
        requests += 1;
        if (requests === at) setTimeout(() => controller.abort('enough'));
        return requests === at ? new Promise(() => {}) : emulator.fetch(url, init);
      },
    });
    const call = client.transfer(move, { verify: true, signal: controller.signal });
    if (at > 3 && !lost) {
      assert.equal((await call).after, null, 'confirmed all the same');
    } else {
      const error = await rejection(call);
      if (at < 3) {
        checkPartly(error, { name: 'AbortError', outcome: 'not_sent', endpoint: 'transfer' });
        assert.equal(error.cause, 'enough');
        assert.deepEqual([error.evidence, held()], [undefined, [100, 5, 50]]);
      } else {
        assert.equal(error.outcome, 'unknown');
        assert.equal(error.name, lost ? 'NetworkError' : 'AbortError', 'the original error');
        assert.deepEqual([evidenceOf(error).verdict, evidenceOf(error).after], ['unreadable', null]);
      }
    }
    assert.equal(requests, at);
  }
});

test('an abort in the pause between two looks ends it', async () => {
  const { client, move, emulator, asked } = shop();
  emulator.inject({ fault: 'drop', endpoint: 'transfer', when: 'before' });
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 120);
  const began = performance.now();
  const error = await rejection(client.transfer(move, { verify: true, signal: controller.signal }));
  assert.ok(performance.now() - began < 245, 'it did not wait for the next look');
  assert.deepEqual([evidenceOf(error).verdict, error.name], ['unreadable', 'NetworkError']);
  assert.equal(asked().length, 5);
});

test('an instance that dies: not sent before the transfer, unknown from then on', async (t) => {
  // A clock that throws at the third request is a defect that nobody expects.
  const own = Date.now;
  t.after(() => (Date.now = own));
  for (const [at, outcome, attempts] of /** @type {[number, string, number][]} */ ([
    [1, 'not_sent', 0],
    [2, 'not_sent', 0],
    [3, 'unknown', 1],
    [4, 'unknown', 1],
    [5, 'unknown', 1],
  ])) {
    const { emulator, move } = shop();
    let requests = 0;
    const client = new CdkeyClient({
      apiKey: emulator.apiKey,
      fetch: async (url, init) => {
        requests += 1;
        const answer = await emulator.fetch(url, init);
        if (requests === at) {
          Date.now = () => {
            Date.now = own;
            throw new Error('broken');
          };
        }
        return answer;
      },
    });
    const error = await rejection(client.transfer(move, { verify: true }));
    checkPartly(error, { name: 'InternalError', endpoint: 'transfer' });
    assert.deepEqual([error.outcome, error.attempts], [outcome, attempts], `at request ${at}`);
  }
});

test('verify is true or false, and of a transfer only', async () => {
  const { client, move, sent } = shop();
  const bad = /** @type {any} */ ({ verify: 'yes' });
  checkPartly(await rejection(client.transfer(move, bad)), { code: 'invalid_argument', path: 'verify' });
  checkPartly(await rejection(client.detail(move, /** @type {any} */ ({ verify: true }))), {
    code: 'invalid_argument',
  });
  assert.equal(sent(), 0);
  assert.deepEqual(Object.keys(await client.transfer(move, { verify: false })), ['message']);
});
