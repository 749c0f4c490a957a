import { BugOutlined, SettingOutlined } from '@ant-design/icons';
import { Button, Flex, Grid, Segmented, Tag, Typography } from 'antd';
import type { Language } from './i18n/language.ts';
import { useLanguage } from './i18n/useLanguage.ts';
import { useSessionState } from './session/useSession.ts';

interface Props {
  readonly onDeveloper: () => void;
  readonly onSettings: () => void;
}

/** The page's name, where its cards come from, and the ways to change that and the language. */
export function AppHeader({ onDeveloper, onSettings }: Props) {
  const { language, t, setLanguage } = useLanguage();
  const { connection } = useSessionState();
  const { md } = Grid.useBreakpoint();
  const label = (text: string) => (md === false ? null : text);
  return (
    <header className="header">
      <Flex align="center" gap={8} className="brand">
        <img src="./favicon.svg" alt="" width={28} height={28} />
        <Typography.Title level={1}>{t.app.title}</Typography.Title>
        <Tag color={connection.kind === 'emulator' ? 'gold' : 'green'}>
          {connection.kind === 'emulator' ? t.app.demo : t.app.backend}
        </Tag>
      </Flex>
      <Flex align="center" gap={8}>
        <Segmented<Language>
          aria-label={t.app.language}
          value={language}
          onChange={setLanguage}
          options={[
            { value: 'zh', label: <span lang="zh-CN">中文</span> },
            { value: 'en', label: <span lang="en">English</span> },
          ]}
        />
        <Button
          icon={<BugOutlined aria-hidden />}
          aria-label={t.app.developer}
          title={t.app.developer}
          onClick={onDeveloper}
        >
          {label(t.app.developer)}
        </Button>
        <Button
          icon={<SettingOutlined aria-hidden />}
          aria-label={t.app.settings}
          title={t.app.settings}
          onClick={onSettings}
        >
          {label(t.app.settings)}
        </Button>
      </Flex>
    </header>
  );
}
