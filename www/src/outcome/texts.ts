import { defineTexts } from '../i18n/texts.ts';

/** Words around a failure. */
export const texts = defineTexts({
  en: {
    outcome: {
      details: 'Technical details',
    },
  },
  zh: {
    outcome: {
      details: '技术细节',
    },
  },
});
