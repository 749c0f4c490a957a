/** @typedef {'zh' | 'en'} Language */
/** @typedef {Record<Language, string>} Words */

/**
 * The language to speak: `--lang`, else the environment's. Read before the options are, since their errors need it too; a
 * wrong `--lang` is refused there.
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Language}
 */
export function languageOf(args, env) {
  const place = args.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='));
  const asked = args[place]?.includes('=') ? args[place].slice('--lang='.length) : args[place + 1];
  if (place >= 0 && (asked === 'zh' || asked === 'en')) return asked;
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return /^zh/i.test(locale) ? 'zh' : 'en';
}

/**
 * @param {Words} words
 * @param {Language} language
 */
export function say(words, language) {
  return words[language];
}
