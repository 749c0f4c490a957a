import { defineTexts } from '../i18n/texts.ts';

/** Words of destroys. */
export const texts = defineTexts({
  en: {
    destroy: {
      title: 'Destroy cards',
      nothing: 'No card was chosen. Select some in the list of cards.',
      toCards: 'To the cards',
      reading: 'Reading the cards…',
      warning: 'A destroyed card cannot be brought back.',
      will: 'Will it be destroyed?',
      yes: 'yes',
      no: 'no',
      summary: (allowed: number, refused: number) =>
        `${allowed} of ${allowed + refused} will be destroyed${refused > 0 ? '; the others are left alone, for the reason beside each' : ''}.`,
      none: 'None of these may be destroyed. The reason stands beside each.',
      gone: (count: number) => `${count} of those chosen ${count === 1 ? 'is' : 'are'} not there any more.`,
      changed: 'A card has changed since. Nothing was destroyed: look at the plan as it is now.',
      type: (count: number) => `Type the number of cards, ${count}, to confirm`,
      confirm: (count: number) => `Destroy ${count} now`,
      checking: 'Reading the cards once more…',
      running: 'Destroying. Please wait…',
      stop: 'Stop',
      stopHint: 'What has begun is waited for; the rest is left alone.',
      over: (done: number, failed: number, unknown: number, skipped: number) =>
        `Destroyed ${done}, not destroyed ${failed}, unknown ${unknown}, left alone ${skipped}.`,
      result: 'Result',
      status: {
        waiting: 'waiting',
        done: 'destroyed',
        failed: 'not destroyed',
        unknown: 'nobody knows',
        skipped: 'left alone',
      },
      unsettled: 'An earlier move of one of these cards is not settled. Settle it first.',
      table: 'The cards that were chosen',
    },
  },
  zh: {
    destroy: {
      title: '销毁额度卡',
      nothing: '没有选择任何卡。请先在额度卡列表中选择。',
      toCards: '前往额度卡列表',
      reading: '正在读取额度卡…',
      warning: '销毁后无法恢复。',
      will: '是否会销毁',
      yes: '会',
      no: '不会',
      summary: (allowed, refused) =>
        `共 ${allowed + refused} 张，将销毁 ${allowed} 张${refused > 0 ? '；其余不会改动，原因见各行' : ''}。`,
      none: '这些卡都不能销毁，原因见各行。',
      gone: (count) => `所选的卡中有 ${count} 张已不存在。`,
      changed: '有卡在此期间发生了变化。没有销毁任何卡：请查看最新的计划。',
      type: (count) => `请输入要销毁的数量 ${count} 以确认`,
      confirm: (count) => `立即销毁 ${count} 张`,
      checking: '正在再次读取额度卡…',
      running: '正在销毁，请稍候…',
      stop: '停止',
      stopHint: '已开始的会等待完成，其余不再改动。',
      over: (done, failed, unknown, skipped) =>
        `已销毁 ${done}，未销毁 ${failed}，结果未知 ${unknown}，未改动 ${skipped}。`,
      result: '结果',
      status: { waiting: '等待中', done: '已销毁', failed: '未销毁', unknown: '结果未知', skipped: '未改动' },
      unsettled: '其中有卡的操作结果未知，请先核实处理。',
      table: '所选的额度卡',
    },
  },
});
