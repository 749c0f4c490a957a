/**
 * The main job, shown: the four examples of the platform's page and the three outcomes, against the emulator on a real
 * socket. `make demo` runs it in a folder where the packed package is installed. It is a check as well: it ends with a
 * status other than 0 if anything came out differently than it says.
 *
 * ESPAI_LANG=zh or en chooses the language; without it LC_ALL, LC_MESSAGES and LANG do. FORCE_COLOR colours without a terminal.
 */
import { createRequire } from 'node:module';
import { inspect, isDeepStrictEqual, styleText } from 'node:util';

import { CardType, CdkeyClient, CdkeyError, cardTypeLabel } from 'espai-cdkey';
import { createEmulator } from 'espai-cdkey/emulator';

/** @typedef {import('espai-cdkey').Card} Card */
/** @typedef {Awaited<ReturnType<typeof start>>} Service */

const { version } = createRequire(import.meta.url)('espai-cdkey/package.json');

// --- The page's examples, letter for letter ---------------------------------------------------------------------

const LIST_EXAMPLE = {
  id: '772868ead56c48d68fd1924aa5ec3aac',
  type: '0',
  code: 'wNaa1GDw',
  user_name: '琳琅',
  user_phone: '15916888888',
  api_limit: '423',
  page: '1',
  limit: '10',
};
const DETAIL_EXAMPLE = { code: 'wNaa1GDw', phone: '15916888888' };
const TRANSFER_EXAMPLE = {
  code: 'wNaa1GDw',
  phone: '15916888888',
  target_code: '3AoPbLSQ',
  target_phone: '17516888888',
  limit: '10',
};
const DESTROY_EXAMPLE = [{ id: '196bd2a26e4d459f9dc7d12053a05c15' }];

/** The card that the page's list and detail answer with. */
const ANSWER_EXAMPLE = {
  id: '772868ead56c48d68fd1924aa5ec3aac',
  code: 'wNaa1GDw',
  type: '0',
  apiLimit: 500,
  userId: '87215a4192654cea8781a1a596d23cae',
  userPhone: '15916888888',
  userName: '琳琅',
  createTime: 1743506056109,
  updateTime: null,
};

/** The two cards of the page's transfer, given as paid ones: with a trial card the page's own rule refuses it. */
const PAID_CARDS = [
  { ...ANSWER_EXAMPLE, type: CardType.Qinglong },
  {
    id: 'b2f0a3c4d5e64f718293a4b5c6d7e8f9',
    code: '3AoPbLSQ',
    type: CardType.Jiuweihu,
    apiLimit: 200,
    userPhone: '17516888888',
    userName: '星河',
  },
];

// --- How it is shown ----------------------------------------------------------------------------------------------

const { ESPAI_LANG, LC_ALL, LC_MESSAGES, LANG, FORCE_COLOR } = process.env;
const language = /^zh/i.test(ESPAI_LANG || LC_ALL || LC_MESSAGES || LANG || '') ? 'zh' : 'en';
const coloured = FORCE_COLOR ? FORCE_COLOR !== '0' : process.stdout.isTTY && process.stdout.hasColors();

/** @param {string} en @param {string} zh */
const t = (en, zh) => (language === 'zh' ? zh : en);
/** @param {Parameters<typeof styleText>[0]} format @param {string} text */
const style = (format, text) => (coloured ? styleText(format, text) : text);
/** @param {string} text */
const print = (text = '') => {
  console.log(text);
};

/** `159****8888`, as the package's own errors show a phone. @param {string | null} phone */
const masked = (phone) => (phone === null ? '' : `${phone.slice(0, 3)}****${phone.slice(-4)}`);

/** How many places a text takes on a terminal, where Chinese takes two a character. @param {string} text */
function width(text) {
  let places = 0;
  for (const character of text) places += /[\p{Script=Han}\u3000-\u303f\uff01-\uff60]/u.test(character) ? 2 : 1;
  return places;
}

/** @param {string[]} head @param {string[][]} rows */
function table(head, rows) {
  const widths = head.map((title, column) => Math.max(...[head, ...rows].map((row) => width(row[column] ?? title))));
  /** @param {string} left @param {string} middle @param {string} right */
  const rule = (left, middle, right) =>
    style('gray', `  ${left}${widths.map((wide) => '─'.repeat(wide + 2)).join(middle)}${right}`);
  const bar = style('gray', '│');
  /** @param {string[]} row @param {boolean} isHead */
  const line = (row, isHead) => {
    const cells = row.map((cell, column) => {
      const padded = ` ${cell}${' '.repeat((widths[column] ?? 0) - width(cell))} `;
      return isHead ? style('bold', padded) : padded;
    });
    return `  ${bar}${cells.join(bar)}${bar}`;
  };
  print(rule('┌', '┬', '┐'));
  print(line(head, true));
  print(rule('├', '┼', '┤'));
  for (const row of rows) print(line(row, false));
  print(rule('└', '┴', '┘'));
}

/** @param {readonly Card[]} cards */
function cardTable(cards) {
  table(
    t('code type quota owner phone made', '兑换码 类型 剩余额度 用户 手机号 创建时间').split(' '),
    cards.map((card) => [
      card.code,
      t(`${cardTypeLabel(card.type, 'zh')} ${cardTypeLabel(card.type, 'en')}`, cardTypeLabel(card.type)),
      String(card.apiLimit),
      card.userName ?? '',
      masked(card.userPhone),
      card.createTime === null ? '' : new Date(card.createTime).toISOString().slice(0, 10),
    ]),
  );
}

let step = 0;
/** @param {string} en @param {string} zh */
function heading(en, zh) {
  step += 1;
  print();
  print(style(['bold', 'cyan'], `${step}. ${t(en, zh)}`));
}

/** @param {string} en @param {string} zh */
function say(en, zh) {
  print(`  ${t(en, zh)}`);
}

/**
 * A text in lines that a terminal of 100 places shows whole.
 * @param {string} text
 * @param {RegExp} gaps where it may be broken
 */
function wrapped(text, gaps = / /) {
  const lines = [''];
  for (const word of text.split(gaps)) {
    const last = lines.length - 1;
    const longer = lines[last] === '' ? word : `${lines[last]} ${word}`;
    if (width(longer) <= 92) lines[last] = longer;
    else lines.push(word);
  }
  return lines;
}

/**
 * What is asked, as one would write it, with the phones masked.
 * @param {string} call
 * @param {object} input
 */
function asked(call, input) {
  const text = inspect(input, { breakLength: Infinity });
  const shown = text.replaceAll(/(phone: ')(\d+)/g, (_, name, phone) => name + masked(phone));
  const lines = wrapped(`client.${call}(${shown})`, /(?<=,) /).join('\n      ');
  print(`  ${style('gray', t('asked', '请求'))} ${lines}`);
}

let failures = 0;
/** @param {unknown} came @param {unknown} wanted @param {string} en @param {string} zh */
function check(came, wanted, en, zh) {
  if (isDeepStrictEqual(came, wanted)) return print(`  ${style('green', '✓')} ${t(en, zh)}`);
  failures += 1;
  print(`  ${style('red', t(`✗ not so: ${en}`, `✗ 与此不符：${zh}`))} ${inspect(came)}`);
}

const MEANING = {
  not_sent: t('nothing left this machine', '没有发出任何请求'),
  rejected: t('the service did not do it', '服务已拒绝，未执行'),
  unknown: t('it may have happened, or not', '可能已执行，也可能没有'),
};

// --- What it runs against -----------------------------------------------------------------------------------------

/**
 * An emulator on a free port of this machine, and a client of it that counts what it sends.
 * @param {Parameters<typeof createEmulator>[0]} options
 */
async function start(options) {
  const emulator = createEmulator(options);
  const { url, close } = await emulator.listen({ port: 0, host: '127.0.0.1' });
  const requests = { sent: 0 };
  const client = new CdkeyClient({
    apiKey: emulator.apiKey,
    baseUrl: url,
    onEvent: (event) => {
      if (event.type === 'request') requests.sent += 1;
    },
  });
  return { client, emulator, requests, url, close };
}

/**
 * Makes a call that must fail, shows how, and gives what counts.
 * @param {Service} service
 * @param {(client: CdkeyClient) => Promise<unknown>} call
 */
async function failing({ client, requests }, call) {
  const before = requests.sent;
  const error = await call(client).then(
    () => new Error('it was not refused'),
    (/** @type {unknown} */ reason) => reason,
  );
  if (!(error instanceof CdkeyError)) throw error;
  const sent = requests.sent - before;
  table(
    [t('error', '错误类'), 'code', 'outcome', t('which means', '含义'), t('requests sent', '请求次数')],
    [[error.name, error.code, error.outcome, MEANING[error.outcome], String(sent)]],
  );
  for (const line of wrapped(error.message)) print(`  ${style('yellow', line)}`);
  return [error.outcome, sent];
}

/**
 * The quota of both cards of the page's transfer, looked up.
 * @param {Service} service
 */
async function quotas({ client }) {
  const { phone, code, target_phone, target_code } = TRANSFER_EXAMPLE;
  const [from, to] = await Promise.all([
    client.detail({ phone, code }),
    client.detail({ phone: target_phone, code: target_code }),
  ]);
  // Null is an unlimited card, which neither of them is.
  return [from.apiLimit ?? NaN, to.apiLimit ?? NaN];
}

/** @param {number[]} before @param {number[]} after */
function quotaTable(before, after) {
  const head = [t('card', '兑换码'), t('quota before', '转让前额度'), t('quota after', '转让后额度')];
  const codes = [TRANSFER_EXAMPLE.code, TRANSFER_EXAMPLE.target_code];
  table(
    head,
    codes.map((code, card) => [code, String(before[card]), String(after[card])]),
  );
}

/** @param {number[]} quota */
const moved = ([from = NaN, to = NaN]) => [from - 10, to + 10];

// --- The four examples of the page --------------------------------------------------------------------------------

/** @param {Service} usual @param {Service} paid */
async function fourExamples(usual, paid) {
  heading("list: the page's example", '查询额度卡列表（list）：平台页面的示例');
  asked('list', LIST_EXAMPLE);
  const page = await usual.client.list(LIST_EXAMPLE);
  cardTable(page.cards);
  check([page.total, page.cards], [1, [ANSWER_EXAMPLE]], "the page's answer, as a typed card", '与页面的返回示例一致');

  heading("detail: the page's example", '查询额度卡信息（detail）：平台页面的示例');
  asked('detail', DETAIL_EXAMPLE);
  const card = await usual.client.detail(DETAIL_EXAMPLE);
  cardTable([card]);
  check(card, ANSWER_EXAMPLE, 'the same card', '与页面的返回示例一致');

  heading("transfer: the page's example", '转让额度卡额度（transfer）：平台页面的示例');
  say(
    '(both cards given as paid ones; step 6 has wNaa1GDw as a trial card)',
    '（两张卡均设为付费卡；第 6 步中 wNaa1GDw 是免费体验卡）',
  );
  asked('transfer', TRANSFER_EXAMPLE);
  const before = await quotas(paid);
  const { message } = await paid.client.transfer(TRANSFER_EXAMPLE);
  const after = await quotas(paid);
  quotaTable(before, after);
  check(
    [message, ...after],
    ['请求成功', ...moved(before)],
    `${message}: 10 calls moved from one card to the other`,
    `${message}：10 次额度已转到另一张卡`,
  );

  heading("destroy: the page's example", '销毁额度卡（destroy）：平台页面的示例');
  asked('destroy', DESTROY_EXAMPLE);
  const { cards } = await usual.client.list();
  const gone = await usual.client.destroy(DESTROY_EXAMPLE);
  const left = await usual.client.list();
  cardTable(cards.filter(({ id }) => !left.cards.some((other) => other.id === id)));
  check(
    [gone.message, left.total],
    ['删除成功', cards.length - 1],
    `${gone.message}: this card is gone`,
    `${gone.message}：此卡已不在`,
  );
}

// --- The three outcomes -------------------------------------------------------------------------------------------

/** @param {Service} usual @param {Service} paid */
async function threeOutcomes(usual, paid) {
  heading('not_sent: a transfer of 0 calls', 'not_sent（未发出）：转让 0 次额度');
  const nothing = { ...TRANSFER_EXAMPLE, limit: '0' };
  asked('transfer', nothing);
  const invalid = await failing(paid, (client) => client.transfer(nothing));
  check(invalid, ['not_sent', 0], 'refused before anything is sent', '在发送之前即被拒绝');

  heading('rejected: a transfer from a trial card', 'rejected（已拒绝）：从免费体验卡转让');
  asked('transfer', TRANSFER_EXAMPLE);
  const trial = await failing(usual, (client) => client.transfer(TRANSFER_EXAMPLE));
  check(
    [...trial, ...(await quotas(usual))],
    ['rejected', 1, 500, 200],
    'only paid cards take part; nothing moved',
    '只有付费卡可以转让；额度没有变',
  );

  heading('rejected: destroying a card that still has quota', 'rejected（已拒绝）：销毁仍有余额的卡');
  const full = await usual.client.detail({ phone: TRANSFER_EXAMPLE.target_phone, code: TRANSFER_EXAMPLE.target_code });
  const wanted = [{ id: full.id }];
  asked('destroy', wanted);
  const kept = await failing(usual, (client) => client.destroy(wanted));
  const { total } = await usual.client.list({ id: full.id });
  check([...kept, total], ['rejected', 1, 1], 'only at quota 0; it is still there', '余额须为 0；该卡仍在');

  heading('unknown: a transfer whose answer is lost', 'unknown（未知）：转让后回复丢失');
  const first = await loseAnswer(paid, 'after');
  check(
    first.after,
    moved(first.before),
    'it did happen: repeating it would move the quota twice',
    '其实已执行：若重发，额度会转让两次',
  );
  print();
  say(
    'Once more, but now the connection breaks before the service acts; the error is the same:',
    '再来一次，但这次连接在服务执行之前断开；错误完全相同：',
  );
  const second = await loseAnswer(paid, 'before');
  check(second.after, second.before, 'it did not happen: now it may be repeated', '并未执行：现在可以重发');
}

/** @param {Service} service @param {'before' | 'after'} when the connection breaks: before the change is made, or after it */
async function loseAnswer(service, when) {
  asked('transfer', TRANSFER_EXAMPLE);
  const before = await quotas(service);
  service.emulator.inject({ fault: 'drop', endpoint: 'transfer', when });
  const lost = await failing(service, (client) => client.transfer(TRANSFER_EXAMPLE));
  check(
    lost,
    ['unknown', 1],
    'sent once, and not again by itself; so look at the cards:',
    '只发送一次，不会自动重发；因此先查看两张卡：',
  );
  const after = await quotas(service);
  quotaTable(before, after);
  return { before, after };
}

// --- All of it ----------------------------------------------------------------------------------------------------

const usual = await start({ seed: 1 });
const paid = await start({ seed: 1, cards: PAID_CARDS });
print(style('bold', `espai-cdkey ${version} · ${t('the quota cards (额度卡) of ESP-AI', 'ESP-AI 平台的额度卡')}`));
print(t(`The emulator stands in for the service, at ${usual.url}`, `以模拟器代替平台服务：${usual.url}`));
print(
  t(
    `and, with two paid cards, at ${paid.url}. Nothing leaves this machine.`,
    `另有两张付费卡的模拟器：${paid.url}。不会访问外部网络。`,
  ),
);
try {
  await fourExamples(usual, paid);
  await threeOutcomes(usual, paid);
} finally {
  await Promise.all([usual.close(), paid.close()]);
}
print();
if (failures > 0) {
  print(
    style('red', t(`${failures} of the above did not come out as it should.`, `以上有 ${failures} 项与预期不符。`)),
  );
  process.exitCode = 1;
} else {
  print(style(['bold', 'cyan'], t('Next, with a key of your own', '接下来，用您自己的密钥')));
  print(`  npm install ./dist/espai-cdkey-${version}.tgz`);
  print(`  export ESPAI_API_KEY=${t('<your 32-character open_api_key>', '<您的 32 位 open_api_key>')}`);
  print(`  node --input-type=module -e '`);
  print(`    import { CdkeyClient } from "espai-cdkey";`);
  print(`    const client = new CdkeyClient({ apiKey: process.env.ESPAI_API_KEY });`);
  print(`    const { cards, total } = await client.list({ limit: 10 });`);
  print(`    console.log(total); console.table(cards, ["code", "type", "apiLimit"]);'`);
  say(
    'This only reads. The README has the other calls; try a transfer on the emulator first.',
    '此脚本只读取数据。其余调用见 README.zh-CN.md；转让请先在模拟器上试。',
  );
}
