/**
 * `espai-cdkey admin`: the panel, on this machine, until it is stopped.
 */
import { userInfo } from 'node:os';
import { Problem, EXIT, usage } from '../exit.js';
import { CONNECTION, connected } from '../connection.js';
import { createInterface } from 'node:readline';
import { onTerminal } from '../ask.js';
import { ledgerOptionsOf } from '../ledger-url.js';
import { wholeNumber } from '../whole-number.js';

/** @typedef {import('../../client/index.js').CdkeyClient} CdkeyClient */
/** @typedef {import('../program.js').Call} Call */

const DEFAULT_PORT = 8788;
const HOST = '127.0.0.1';
/** How long a move waits for a card that another one holds: well below what the page waits for its answer. */
const WAIT_MS = 10_000;
const READS = /** @type {const} */ (['list', 'detail', 'balanceLogs']);
const ALL = /** @type {const} */ ([...READS, 'transfer', 'destroy']);

/** @type {import('../program.js').Command} */
export const admin = {
  about: {
    en: 'A panel in the browser: cards, usage records, transfers, bulk and destroys. The key stays in this program; the page never has it.',
    zh: '浏览器里的管理面板：额度卡、使用记录、转让、批量和销毁。密钥只在本程序里，页面永远拿不到。',
  },
  options: [
    {
      flags: '--demo',
      words: {
        en: 'show some hundred made-up cards; needs no key, and changes nothing outside',
        zh: '用几百张虚构的卡演示；不需要密钥，也不会改变外部的任何东西',
      },
    },
    {
      flags: '--port <PORT>',
      words: {
        en: `where to listen on ${HOST}; ${DEFAULT_PORT} unless given, 0 for a free port`,
        zh: `在 ${HOST} 上监听的端口；默认 ${DEFAULT_PORT}, 0 表示任取一个空闲端口`,
      },
      read: (text) => wholeNumber(text, '--port', 65_535),
    },
    {
      flags: '--read-only',
      words: { en: 'nothing can be transferred or destroyed', zh: '只能查看，不能转让或销毁' },
    },
    {
      flags: '--ledger <URL>',
      words: {
        en: 'write every move into this ledger before it is sent: sqlite:FILE or postgres://…; the panel then has a screen Operations',
        zh: '每笔操作先写入此账本再发出：sqlite:文件 或 postgres://…；面板会增加“操作记录”页面',
      },
    },
    {
      flags: '--public-url <URL>',
      words: {
        en: 'the https address of a reverse proxy in front of it; then one signs in with a password',
        zh: '前面反向代理的 https 地址；此时用密码登录',
      },
    },
    {
      flags: '--password-file <FILE>',
      words: {
        en: 'who may sign in: name:hash lines, as htpasswd -B makes them',
        zh: '谁可以登录：每行“用户名:哈希”，与 htpasswd -B 的格式相同',
      },
    },
    {
      flags: '--add-user <NAME>',
      words: {
        en: 'add this user to --password-file (or change the password), and end',
        zh: '把该用户加入 --password-file（或修改密码），然后退出',
      },
    },
    ...CONNECTION,
    { flags: '--json', words: { en: 'print {"url"} as the first line instead', zh: '第一行改为输出 {"url"}' } },
  ],
  examples: [
    {
      line: 'espai-cdkey admin --demo',
      words: { en: 'A living panel, without a key', zh: '没有密钥也能看到可用的面板' },
    },
    {
      line: 'espai-cdkey admin --ledger sqlite:operations.db',
      words: { en: 'Every move is written down before it is sent', zh: '每笔操作先记账，再发出' },
    },
    {
      line: 'espai-cdkey admin --password-file users --add-user lin',
      words: { en: 'One who may sign in', zh: '添加可以登录的用户' },
    },
    {
      line: 'espai-cdkey admin --public-url https://ops.example.com/cards --password-file users',
      words: { en: 'Behind a reverse proxy', zh: '放在反向代理后面' },
    },
  ],
  after: {
    en: `
The link on the terminal signs in once; Enter shows a new one. A session lasts
12 hours. On stderr: a line for each request, with who and what came of it.

With --ledger what an earlier panel left under way is settled at the start, by
what the cards say. SQLite needs Node 22.13 or newer.

Exit status: 0 stopped by Ctrl+C or SIGTERM, 2 a wrong option, key or file, or
a port that is taken, 4 a ledger that cannot be used.`,
    zh: `
终端上的链接只能登录一次；按回车键显示新链接。登录有效期 12 小时。
标准错误输出里，每个请求一行：谁、做了什么、结果如何。

使用 --ledger 时，启动时会按额度卡现状了结上次中断时留下的操作。
SQLite 需要 Node 22.13 或更新版本。

退出状态：0 由 Ctrl+C 或 SIGTERM 停止，2 选项、密钥或文件有误，或端口已被占用，
4 账本无法使用。`,
  },
  run,
};

/** @param {Call} call */
async function run(call) {
  const { options } = call;
  if (options.addUser !== undefined) return addUser(call);
  if ((options.publicUrl === undefined) !== (options.passwordFile === undefined)) {
    throw usage(
      '--public-url and --password-file go together: what others can reach asks for a password, and on this machine a link signs in',
      '--public-url 和 --password-file 要一起使用：别人能访问的面板需要密码，只在本机使用时用链接登录',
    );
  }
  if (options.demo !== true) return connected(call, (client) => overLedger(call, client));
  // By cards that are made up, operations of real ones would be settled wrongly.
  if (options.ledger !== undefined && options.ledger !== 'memory:') {
    throw usage(
      '--demo takes no ledger but memory:, as its cards are made up anew at each start',
      '--demo 只能使用 memory: 账本，因为演示卡每次启动都会重新生成',
    );
  }
  const [{ createDemoEmulator }, { CdkeyClient: Client }] = await Promise.all([
    import('../../emulator/emulator.node.js'),
    import('../../client/index.js'),
  ]);
  const { apiKey, fetch } = await createDemoEmulator();
  return overLedger(call, new Client({ apiKey, fetch }));
}

/**
 * @param {Call} call
 * @param {CdkeyClient} client
 */
async function overLedger(call, client) {
  const { options, world } = call;
  if (options.ledger === undefined) return serve(call, client);
  const { Operations, openLedger } = await import('../../ledger/ledger.js');
  const ledger = await openLedger(options.ledger, ledgerOptionsOf(world.env));
  try {
    return await serve(call, client, new Operations({ client, ledger, waitMs: WAIT_MS }));
  } finally {
    await ledger.close();
  }
}

/**
 * What an earlier program left under way. It may take a minute, until it is certain that a program on another machine is dead, and so
 * nobody waits for it: what is asked for meanwhile with the same key settles itself.
 * @param {Call} call
 * @param {import('../../ledger/ledger.js').Operations} operations
 * @param {AbortSignal} signal
 */
async function recover({ options, world, say }, operations, signal) {
  try {
    const { done, unknown, released } = await operations.recover({ signal });
    if (signal.aborted || done + unknown + released === 0) return;
    const json = JSON.stringify({ event: 'recovered', done, unknown, released });
    const words = say({
      en: `Recovered: done ${done}, unknown ${unknown}, never sent ${released}. What is unknown stands in the panel under Operations.`,
      zh: `已恢复：完成 ${done}，未知 ${unknown}，未曾发出 ${released}。未知的操作见面板的“操作记录”。`,
    });
    await world.stderr.line(options.json === true ? json : words);
  } catch (error) {
    const { code = 'internal', message } = /** @type {{ code?: string, message: string }} */ (error);
    const words = say({
      en: `What an earlier panel left could not be settled yet: ${message}`,
      zh: `上次遗留的操作暂时无法了结：${message}`,
    });
    await world.stderr.line(options.json === true ? JSON.stringify({ event: 'recovered', code }) : words);
  }
}

/**
 * @param {Call} call
 * @param {CdkeyClient} client
 * @param {import('../../ledger/ledger.js').Operations} [operations]
 */
async function serve(call, client, operations) {
  const { options, world, say } = call;
  // Before the first line is out: whoever reads it may stop the program at once.
  /** @type {() => void} */
  let end = () => {};
  const ended = new Promise((resolve) => {
    end = () => {
      resolve(undefined);
    };
  });
  const release = world.onStop(end);

  const { openSite } = await import('../../admin/open.js');
  const { demo = false, port = DEFAULT_PORT, publicUrl, passwordFile: passwords } = options;
  const site = await openSite({
    client,
    demo,
    port,
    host: HOST,
    allow: options.readOnly === true ? READS : ALL,
    ...(publicUrl === undefined ? {} : { publicUrl: addressOf(publicUrl), passwords }),
    ...(operations === undefined ? {} : { operations }),
    onEvent: (event) => void world.stderr.line(options.json === true ? JSON.stringify(event) : lineOf(event)),
  }).catch((error) => {
    if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error;
    throw usage(
      `port ${port} is not free (${error.code}): choose another with --port, or --port 0 for any`,
      `端口 ${port} 不可用 (${error.code})：请用 --port 换一个，或用 --port 0 任取`,
    );
  });

  const actor = publicUrl === undefined ? whoami() : undefined;
  const url = () => (actor === undefined ? site.url : site.link(actor));
  await world.stdout.line(options.json === true ? JSON.stringify({ url: url() }) : say(greeting(url(), demo)));
  const stopAsking = actor === undefined || !onTerminal(call) ? () => {} : onEnter(call, url);

  const stop = new AbortController();
  // One that may only look changes nothing.
  const recovering =
    operations === undefined || options.readOnly === true ? undefined : recover(call, operations, stop.signal);
  await ended;
  stop.abort();
  // A second Ctrl+C ends it at once.
  release();
  stopAsking();
  await site.close();
  await recovering;
  return EXIT.done;
}

/**
 * @param {string} url
 * @param {boolean} demo
 */
function greeting(url, demo) {
  return {
    en: `${demo ? 'Demo panel' : 'Panel'}: ${url}`,
    zh: `${demo ? '演示面板' : '管理面板'}：${url}`,
  };
}

/**
 * @param {Call} call
 * @param {() => string} url
 */
function onEnter({ world, say }, url) {
  void world.stderr.line(
    say({
      en: 'The link signs in once. Enter shows a new one, Ctrl+C stops.',
      zh: '链接只能登录一次。按回车键显示新链接，按 Ctrl+C 停止。',
    }),
  );
  const lines = createInterface({ input: world.stdin });
  lines.on('line', () => void world.stdout.line(url()));
  return () => {
    lines.close();
  };
}

/** @param {string} text */
function addressOf(text) {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(url?.hostname ?? '');
  const secure = url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback);
  if (url !== undefined && secure && !url.username && !url.password && !url.search && !url.hash) return url;
  throw usage(
    '--public-url must be the https address that people open, such as https://ops.example.com or https://example.com/cards; over http everyone on the way could read the session',
    '--public-url 必须是大家打开的 https 地址，例如 https://ops.example.com 或 https://example.com/cards；用 http 的话，途中任何人都能读到登录会话',
  );
}

/** @param {Call} call */
async function addUser(call) {
  const { options, world, say } = call;
  const { addUser: name, passwordFile: file } = options;
  if (file === undefined) throw usage('--add-user needs --password-file FILE', '--add-user 需要 --password-file FILE');
  const passwords = await import('../../admin/passwords.js');
  passwords.checkName(name);
  await passwords.addUser(file, name, await newPassword(call));
  await world.stderr.line(say({ en: `${name} can sign in with ${file}.`, zh: `${name} 现在可以用 ${file} 登录。` }));
  return EXIT.done;
}

/**
 * Asked for twice on a terminal, where it is not shown; the first line of what a program sends elsewhere.
 * @param {Call} call
 * @returns {Promise<string>}
 */
async function newPassword(call) {
  const { world, say } = call;
  if (!onTerminal(call)) {
    for await (const line of createInterface({ input: world.stdin })) return line;
    return '';
  }
  const { read } = await import('read');
  const ask = (/** @type {import('../language.js').Words} */ words) =>
    read({ prompt: say(words), silent: true, input: world.stdin, output: world.stderr.stream }).catch(() => {
      throw new Problem(EXIT.usage, { en: 'nothing was changed', zh: '没有改变任何东西' });
    });
  const first = await ask({ en: 'Password: ', zh: '密码：' });
  if ((await ask({ en: 'Again: ', zh: '再输入一次：' })) !== first) {
    throw usage('the two are not the same: nothing was changed', '两次输入不一致：没有改变任何东西');
  }
  return first;
}

/** Who is at this terminal, for the audit lines. */
function whoami() {
  try {
    return userInfo().username;
  } catch {
    // A container's user may have no name.
    return 'admin';
  }
}

/**
 * @param {import('../../admin/open.js').AuditEvent} event
 */
function lineOf(event) {
  const { at, actor, endpoint, code, durationMs } = event;
  const { outcome, key, look, as } = /** @type {Record<string, string | undefined>} */ (/** @type {unknown} */ (event));
  const when = new Date(at).toISOString();
  const more = [key && JSON.stringify(key), look, as, outcome].filter((text) => text !== undefined);
  const what = [endpoint ?? '-', code ?? 'done', ...more].join(' ');
  return `${when} ${actor ?? '-'} ${what} ${Math.round(durationMs)} ms`;
}
