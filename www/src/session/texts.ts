import { defineTexts } from '../i18n/texts.ts';

/** Words of signing in and out. */
export const texts = defineTexts({
  en: {
    signIn: {
      title: 'Sign in',
      again: 'Your session has ended',
      kept: 'What is on the screen and what you typed stays. Sign in again to go on.',
      link: 'Open the sign-in link on the terminal where “espai-cdkey admin” runs. It works once; Enter on that terminal shows another.',
      check: 'I have opened it',
      checkPage: 'I have signed in',
      page: 'One signs in on a page of its own:',
      openPage: 'go there',
      openPageBeside: 'open it in a new tab',
      name: 'Name',
      password: 'Password',
      submit: 'Sign in',
      wrong: 'Name or password is not right. Please try again.',
      tooMany: 'Too many tries. Please wait a while, then try again.',
      failed: 'The backend did not answer. Is it still running? Please try again.',
      stillOut: 'Still nobody is signed in.',
      signOut: 'Sign out',
      signedInAs: (actor: string) => `Signed in as ${actor}`,
      signOutFailed: 'You are still signed in: the backend did not answer. Please try again.',
      unreachable:
        'The backend does not answer as the panel expects. Is it running, and is the panel under its address?',
    },
  },
  zh: {
    signIn: {
      title: '登录',
      again: '登录已失效',
      kept: '屏幕上的内容和您输入的内容都会保留，请重新登录后继续。',
      link: '请打开运行 “espai-cdkey admin” 的终端上显示的登录链接。链接只能使用一次；在该终端按回车键可获取新的链接。',
      check: '我已打开链接',
      checkPage: '我已登录',
      page: '请在登录页面登录：',
      openPage: '前往登录',
      openPageBeside: '在新标签页中打开',
      name: '用户名',
      password: '密码',
      submit: '登录',
      wrong: '用户名或密码不正确，请重试。',
      tooMany: '尝试次数过多，请稍候再试。',
      failed: '后端没有响应。它还在运行吗？请重试。',
      stillOut: '仍未登录。',
      signOut: '退出登录',
      signedInAs: (actor) => `当前用户：${actor}`,
      signOutFailed: '退出失败，您仍处于登录状态：后端没有响应，请重试。',
      unreachable: '后端的响应不符合预期。请确认后端正在运行，且地址正确。',
    },
  },
});
