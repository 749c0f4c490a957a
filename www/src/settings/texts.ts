import { defineTexts } from '../i18n/texts.ts';

/** Words of the settings. */
export const texts = defineTexts({
  en: {
    settings: {
      title: 'Settings',
      connection: 'Where the cards come from',
      emulator: 'Demo data in this page',
      emulatorHelp: 'An emulator of the service. Nothing leaves the browser.',
      backend: 'Your backend',
      backendHelp: 'A backend that holds the API key and passes the calls on. This page never asks for a key.',
      baseUrl: 'Backend’s address',
      baseUrlHelp: 'For example /api or https://admin.example.com/api',
      baseUrlRequired: 'Please enter the backend’s address.',
      save: 'Save',
      unsettled: 'Settle what is open before you change the connection.',
    },
  },
  zh: {
    settings: {
      title: '设置',
      connection: '额度卡的来源',
      emulator: '页面内的演示数据',
      emulatorHelp: '服务的模拟器，数据不离开浏览器。',
      backend: '您的后端',
      backendHelp: '由后端保管 API 密钥并转发请求，本页面从不索要密钥。',
      baseUrl: '后端地址',
      baseUrlHelp: '例如 /api 或 https://admin.example.com/api',
      baseUrlRequired: '请输入后端地址。',
      save: '保存',
      unsettled: '请先处理结果未知的操作，再切换来源。',
    },
  },
});
