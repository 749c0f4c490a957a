/**
 * The commands: what a list of them shows, and where each is. A file is loaded when its command is called.
 */

/**
 * @typedef {object} Listed
 * @property {string} name
 * @property {import('../language.js').Words} summary
 * @property {() => Promise<import('../program.js').Command>} load
 */

/** @type {readonly Listed[]} */
export const COMMANDS = [
  {
    name: 'list',
    summary: { en: 'List cards, or write them to a spreadsheet', zh: '查询额度卡列表，或导出为表格' },
    load: async () => (await import('./list.js')).list,
  },
  {
    name: 'detail',
    summary: { en: 'Look one card up', zh: '查询一张额度卡' },
    load: async () => (await import('./detail.js')).detail,
  },
  {
    name: 'transfer',
    summary: { en: 'Transfer quota, from one card or from a file of many', zh: '转让额度：一笔，或按文件批量' },
    load: async () => (await import('./transfer.js')).transfer,
  },
  {
    name: 'destroy',
    summary: { en: 'Destroy cards, by a plan that is shown first', zh: '销毁额度卡：先显示计划，再执行' },
    load: async () => (await import('./destroy.js')).destroy,
  },
  {
    name: 'logs',
    summary: { en: 'Show usage records, of one card or of all', zh: '查询额度卡使用记录' },
    load: async () => (await import('./logs.js')).logs,
  },
  {
    name: 'emulator',
    summary: {
      en: 'Run the service on this machine, to try things without a key',
      zh: '在本机运行模拟服务，没有密钥也可以试用',
    },
    load: async () => (await import('./emulator.js')).emulator,
  },
  {
    name: 'admin',
    summary: { en: 'Open the panel in a browser; --demo needs no key', zh: '打开浏览器管理面板；--demo 不需要密钥' },
    load: async () => (await import('./admin.js')).admin,
  },
  {
    name: 'ops',
    summary: { en: 'Look after the ledger of operations, and work for it', zh: '管理操作账本，并执行排队的操作' },
    load: async () => (await import('./ops.js')).ops,
  },
  {
    name: 'doctor',
    summary: { en: 'Check address, key, clock and answer time', zh: '检查地址、密钥、时钟和响应时间' },
    load: async () => (await import('./doctor.js')).doctor,
  },
  {
    name: 'completion',
    summary: { en: 'Print a completion script for a shell', zh: '输出 shell 的自动补全脚本' },
    load: async () => (await import('./completion.js')).completion,
  },
];
