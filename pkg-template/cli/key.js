/**
 * Where the key comes from: the environment, or a file. Never from an argument, which every process of the machine can read.
 */
import { readFileSync, statSync } from 'node:fs';
import { usage } from './exit.js';
import { whyOf } from './system-error.js';

/** The right of everyone else to read. */
const OTHERS_READ = 0o004;

/**
 * @param {string | undefined} file
 * @param {NodeJS.ProcessEnv} env
 * @param {(en: string, zh: string) => void} warn
 * @returns {string}
 */
export function keyOf(file, env, warn) {
  if (file !== undefined) return fromFile(file, warn);
  const key = env['ESPAI_API_KEY'];
  if (key) return key;
  throw usage(
    'there is no API key: set ESPAI_API_KEY to the open_api_key of your ESP-AI account, or name a file that holds it: --api-key-file FILE. To try without one: espai-cdkey emulator',
    '没有 API 密钥：请把环境变量 ESPAI_API_KEY 设为 ESP-AI 账号的 open_api_key，或用 --api-key-file FILE 指定存放它的文件。没有密钥也可以先试用：espai-cdkey emulator',
  );
}

/**
 * @param {string} file
 * @param {(en: string, zh: string) => void} warn
 */
function fromFile(file, warn) {
  /** @type {string} */
  let text;
  try {
    text = readFileSync(file, 'utf8');
    // Warned of, not refused: secrets that an orchestrator mounts are often so, and nobody else is in that container. Windows
    // has other rights.
    if (process.platform !== 'win32' && (statSync(file).mode & OTHERS_READ) !== 0) {
      warn(
        `everyone on this machine can read ${file}; run: chmod 600 ${file}`,
        `本机所有用户都能读取 ${file}；请运行：chmod 600 ${file}`,
      );
    }
  } catch (error) {
    const why = whyOf(error);
    throw usage(`cannot read the key from ${file}: ${why.en}`, `无法从 ${file} 读取密钥：${why.zh}`);
  }
  const key = text.replace(/^\ufeff/, '').trim();
  if (key === '') throw usage(`${file} holds no key: it is empty`, `${file} 是空的，里面没有密钥`);
  return key;
}
