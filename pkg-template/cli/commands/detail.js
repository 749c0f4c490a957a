/**
 * `espai-cdkey detail`: one card, by its phone and code.
 */
import { cardLines, viewOf } from '../cards.js';
import { SHOWS, connected } from '../connection.js';
import { EXIT } from '../exit.js';
import { writeFields } from '../fields.js';

/** @type {import('../program.js').Command} */
export const detail = {
  args: [
    { name: '<PHONE>', words: { en: 'the phone that the card is bound to', zh: '卡绑定的手机号' } },
    { name: '<CODE>', words: { en: 'its code', zh: '兑换码' } },
  ],
  options: SHOWS,
  examples: [
    {
      line: 'espai-cdkey detail 15916888888 wNaa1GDw',
      words: { en: 'All that is known of a card', zh: '一张卡的全部信息' },
    },
    {
      line: 'espai-cdkey detail 15916888888 wNaa1GDw --json | jq .apiLimit',
      words: { en: 'Its quota alone', zh: '只要额度' },
    },
  ],
  run(call) {
    const { args, options, world } = call;
    const [phone, code] = args;
    return connected(call, async (client) => {
      const card = await client.detail(/** @type {any} */ ({ phone, code }));
      if (options.json === true) await world.stdout.line(JSON.stringify(card));
      else await writeFields(world.stdout, cardLines(card, viewOf(call)));
      return EXIT.done;
    });
  },
};
