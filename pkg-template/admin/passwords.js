/**
 * The password file of a panel that more than this machine can reach: lines of `name:hash`, as `htpasswd -B` writes them, so that
 * whoever runs a web server has the tool already.
 *
 * bcryptjs makes and checks the hashes: pure JavaScript, without dependencies, and of the form that htpasswd knows. Node's own scrypt
 * would have needed a file format of ours.
 */
import { readFile, stat } from 'node:fs/promises';
import { compare, hash, truncates } from 'bcryptjs';
import { usage } from '../cli/exit.js';
import { whyOf } from '../cli/system-error.js';
import { writeWhole } from '../cli/whole-file.js';

/** Of a hash: what htpasswd makes costs 5, which is too cheap for a password that the network can try. */
const COST = 12;
/** @see https://pages.nist.gov/800-63-4/sp800-63b.html */
const LEAST = 15;
const HASH = /^\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}$/;
const NAME = /^[^\s:\p{C}]{1,64}$/u;
/** Of no password at all: a name that is not there takes as long as one that is. */
const NOBODY = `$2b$${COST}$${'.'.repeat(53)}`;
/** The right of anybody else. */
const OTHERS = 0o077;

/** @typedef {Map<string, string>} Users Hashes by name. */

/**
 * @param {string} file
 * @returns {Promise<Users>}
 * @throws {import('../cli/exit.js').Problem} It cannot be read, others may read it, or a line is no user.
 */
export async function readUsers(file) {
  const text = await readFile(file, 'utf8').catch((error) => {
    const why = whyOf(error);
    throw usage(
      `cannot read the password file ${file}: ${why.en}. To make one: espai-cdkey admin --password-file ${file} --add-user NAME`,
      `无法读取密码文件 ${file}：${why.zh}。创建：espai-cdkey admin --password-file ${file} --add-user 用户名`,
    );
  });
  // Windows has other rights.
  if (process.platform !== 'win32' && ((await stat(file)).mode & OTHERS) !== 0) {
    throw usage(
      `others than its owner have rights to the password file ${file}; run: chmod 600 ${file}`,
      `密码文件 ${file} 对其他用户开放了权限；请运行：chmod 600 ${file}`,
    );
  }
  /** @type {Users} */
  const users = new Map();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line === '' || line.startsWith('#')) continue;
    const [name = '', hashed = ''] = line.split(':');
    if (!NAME.test(name) || !HASH.test(hashed) || users.has(name)) {
      throw usage(
        `line ${index + 1} of ${file} is not name:hash with a bcrypt hash, or names a user twice; to add one: espai-cdkey admin --password-file ${file} --add-user NAME (or htpasswd -B -C ${COST})`,
        `${file} 第 ${index + 1} 行不是“用户名:bcrypt 哈希”，或用户名重复；添加用户：espai-cdkey admin --password-file ${file} --add-user 用户名（或 htpasswd -B -C ${COST}）`,
      );
    }
    users.set(name, hashed);
  }
  if (users.size === 0) {
    throw usage(
      `${file} has no user; to add one: espai-cdkey admin --password-file ${file} --add-user NAME`,
      `${file} 里没有用户；添加用户：espai-cdkey admin --password-file ${file} --add-user 用户名`,
    );
  }
  return users;
}

/**
 * @param {Users} users
 * @param {string} name
 * @param {string} password
 */
export async function isRight(users, name, password) {
  const hashed = users.get(name);
  // What bcrypt would cut is not a password of anybody: it would match by its first part alone.
  const right = await compare(truncates(password) ? '' : password, hashed ?? NOBODY);
  return right && hashed !== undefined && password !== '' && !truncates(password);
}

/**
 * Adds a user, or gives one another password.
 * @param {string} file Made where it is not there.
 * @param {string} name
 * @param {string} password
 */
export async function addUser(file, name, password) {
  checkName(name);
  if ([...password].length < LEAST || truncates(password)) {
    throw usage(
      `a password has at least ${LEAST} characters, and at most 72 bytes: four words make a good one`,
      `密码至少 ${LEAST} 个字符，最多 72 字节：四个单词连起来就很好`,
    );
  }
  const users = await readUsers(file).catch(async (error) => {
    if (await isThere(file)) throw error;
    return /** @type {Users} */ (new Map());
  });
  users.set(name, await hash(password, COST));
  await writeWhole(file, async (write) => {
    for (const [each, hashed] of users) await write(`${each}:${hashed}\n`);
  });
}

/** @param {string} name */
export function checkName(name) {
  if (NAME.test(name)) return;
  throw usage(
    'the name of a user has 1 to 64 characters, none of them a space, a colon or invisible',
    '用户名为 1 到 64 个字符，不能有空格、冒号或不可见字符',
  );
}

/** @param {string} file */
async function isThere(file) {
  return stat(file).then(
    ({ size }) => size > 0,
    () => false,
  );
}
