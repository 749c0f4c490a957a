import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PAID_PAIR, TRANSFER, WAYS } from './support.js';

const CARD =
  '{"id":"772868ead56c48d68fd1924aa5ec3aac","create_time":1743506056109,"update_time":null,"code":"wNaa1GDw","user_id":"87215a4192654cea8781a1a596d23cae","api_limit":500,"type":"0","user_phone":15916888888,"user_name":"琳琅"}';

for (const [name, open] of Object.entries(WAYS)) {
  describe(`the page's examples ${name}`, () => {
    /** @type {[string, string, unknown, string, import('espai-cdkey/emulator').EmulatorOptions][]} */
    const examples = [
      [
        'list',
        'list',
        {
          id: '772868ead56c48d68fd1924aa5ec3aac',
          type: '0',
          code: 'wNaa1GDw',
          user_name: '琳琅',
          user_phone: '15916888888',
          api_limit: '423',
          page: '1',
          limit: '10',
        },
        `{"message":"请求成功","data":[${CARD}],"totalNumber":1,"success":true}`,
        {},
      ],
      [
        'detail',
        'detail',
        { code: 'wNaa1GDw', phone: '15916888888' },
        `{"success":true,"message":"请求成功","data":${CARD}}`,
        {},
      ],
      ['transfer, of paid cards', 'transfer', TRANSFER, '{"success":true,"message":"请求成功"}', { cards: PAID_PAIR }],
      [
        'transfer, of the trial card',
        'transfer',
        TRANSFER,
        '{"success":false,"message":"当前额度卡不是付费卡, 不能转让额度","code":400}',
        {},
      ],
      ['destroy', 'destroy', [{ id: '196bd2a26e4d459f9dc7d12053a05c15' }], '{"success":true,"message":"删除成功"}', {}],
    ];
    for (const [title, endpoint, body, expected, options] of examples) {
      test(title, async () => {
        const way = await open(options);
        const answer = await way.post(endpoint, body);
        assert.equal(answer.status, 200);
        assert.equal(answer.headers.get('content-type'), 'application/json; charset=utf-8');
        assert.equal(answer.headers.get('content-length'), String(Buffer.byteLength(expected)));
        assert.equal(await answer.text(), expected);
        await way.close();
      });
    }

    test('refusals before any rule', async () => {
      const way = await open({});
      const authorization = { authorization: `Bearer ${way.emulator.apiKey}` };
      /** @type {[string, RequestInit, number, number][]} */
      const refused = [
        ['nowhere', {}, 404, 404],
        ['list', { method: 'GET', body: null }, 405, 405],
        ['list', { headers: {} }, 200, 401],
        ['list', { headers: authorization }, 200, 401],
        ['list', { body: '{' }, 200, 400],
        ['list', { body: ' '.repeat(8 * 2 ** 20 + 1) }, 413, 413],
        ['detail', { body: '' }, 200, 400],
        ['list?page=1', {}, 200, 0],
      ];
      for (const [endpoint, init, status, code] of refused) {
        const answer = await way.post(endpoint, {}, init);
        assert.equal(answer.status, status, endpoint);
        const envelope = /** @type {{ success: boolean, code?: number }} */ (await answer.json());
        assert.equal(envelope.success, code === 0);
        assert.equal(envelope.code ?? 0, code, endpoint);
      }
      await way.close();
    });
  });
}
