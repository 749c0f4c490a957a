import { defineTexts } from '../i18n/texts.ts';

/** Words of the cards’ screens. */
export const texts = defineTexts({
  en: {
    filter: {
      title: 'Filters',
      apply: 'Search',
      clear: 'Clear all',
      allTypes: 'All types',
      atLeast: 'How this is compared is up to the service; the emulator reads it as “at least”.',
      refresh: 'Refresh',
    },
    list: {
      empty: 'No card matches these filters.',
      emptyAll: 'There are no cards yet.',
      total: (total: number) => `${total} ${total === 1 ? 'card' : 'cards'}`,
      stale: 'The cards below are from before; the last refresh failed.',
      newTransfer: 'New transfer',
    },
    lookup: {
      intro: 'Enter the phone number of the card’s holder and the card’s code.',
      find: 'Look up',
    },
  },
  zh: {
    filter: {
      title: '筛选',
      apply: '查询',
      clear: '全部清空',
      allTypes: '全部类型',
      atLeast: '如何比较由服务决定；模拟器按“不少于”处理。',
      refresh: '刷新',
    },
    list: {
      empty: '没有符合筛选条件的额度卡。',
      emptyAll: '还没有额度卡。',
      total: (total) => `共 ${total} 张`,
      stale: '下面是之前的数据，最近一次刷新失败了。',
      newTransfer: '新建转让',
    },
    lookup: {
      intro: '请输入持卡人的手机号和卡的兑换码。',
      find: '查询',
    },
  },
});
