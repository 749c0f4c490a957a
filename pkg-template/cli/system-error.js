/**
 * What the system says of a file, for a person.
 */

/** @typedef {import('./language.js').Words} Words */

/** @type {Record<string, Words>} */
const SAID = {
  ENOENT: { en: 'there is no such file or folder', zh: '没有这个文件或文件夹' },
  EISDIR: { en: 'it is a folder', zh: '它是文件夹' },
  ENOTDIR: { en: 'a part of its path is no folder', zh: '路径中有一部分不是文件夹' },
  EACCES: { en: 'it may not be opened by this user', zh: '当前用户没有权限' },
  EPERM: { en: 'it may not be opened by this user', zh: '当前用户没有权限' },
  EROFS: { en: 'nothing can be written there', zh: '那里是只读的' },
  ENOSPC: { en: 'the disk is full', zh: '磁盘已满' },
  EDQUOT: { en: "this user's share of the disk is full", zh: '磁盘配额已满' },
  EFBIG: { en: 'it would be too large', zh: '文件过大' },
};

/**
 * What the system calls an error: `ENOENT`.
 * @param {unknown} error
 */
export function codeOf(error) {
  return String(/** @type {{ code?: unknown }} */ (error).code ?? error);
}

/**
 * @param {unknown} error
 * @returns {Words}
 */
export function whyOf(error) {
  const code = codeOf(error);
  const said = Object.hasOwn(SAID, code) ? SAID[code] : undefined;
  return said === undefined ? { en: code, zh: code } : { en: `${said.en} (${code})`, zh: `${said.zh} (${code})` };
}
