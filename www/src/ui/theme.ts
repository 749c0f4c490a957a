import type { ThemeConfig } from 'antd';

/** Ant Design's own look, in the colour of the icon; still where the person asks their system for less motion. */
export const appTheme: ThemeConfig = {
  token: {
    colorPrimary: '#0e7c66',
    colorLink: '#0e7c66',
    borderRadius: 8,
    motion: !matchMedia('(prefers-reduced-motion: reduce)').matches,
  },
};
