import {
  BugOutlined,
  LogoutOutlined,
  MoonOutlined,
  SettingOutlined,
  SunOutlined,
  SyncOutlined,
} from '@ant-design/icons';
import { App, Button, Dropdown, Flex, Grid, Segmented, Tag, Typography } from 'antd';
import type { Language } from '../i18n/language.ts';
import { useLanguage } from '../i18n/useLanguage.ts';
import { useTexts } from '../i18n/useTexts.ts';
import { IS_PANEL } from '../session/connection.ts';
import { apiPath, signOut } from '../session/panel.ts';
import { texts as sessionTexts } from '../session/texts.ts';
import { useSessionState } from '../session/useSession.ts';
import type { ThemeChoice } from '../ui/theme.ts';
import { useTheme } from '../ui/useTheme.ts';
import { texts } from './texts.ts';

interface Props {
  readonly onDeveloper: () => void;
  readonly onSettings: () => void;
}

/** The page's name, where its cards come from, who is signed in, and the ways to change how it looks. */
export function Header({ onDeveloper, onSettings }: Props) {
  const { language, setLanguage } = useLanguage();
  const t = useTexts(texts);
  const { lg } = Grid.useBreakpoint();
  const label = (text: string) => (lg === true ? text : null);
  return (
    <header className="header">
      <Flex align="center" gap={8} className="brand">
        <img src="./favicon.svg" alt="" width={28} height={28} />
        <Typography.Title level={1}>{t.app.title}</Typography.Title>
        <Where />
      </Flex>
      <Flex align="center" gap={8} wrap>
        <Segmented<Language>
          aria-label={t.app.language}
          value={language}
          onChange={setLanguage}
          options={[
            { value: 'zh', label: <span lang="zh-CN">中文</span> },
            { value: 'en', label: <span lang="en">English</span> },
          ]}
        />
        <ThemeButton />
        {IS_PANEL ? (
          <SignOut />
        ) : (
          <>
            <Button icon={<BugOutlined aria-hidden />} aria-label={t.app.developer} onClick={onDeveloper}>
              {label(t.app.developer)}
            </Button>
            <Button icon={<SettingOutlined aria-hidden />} aria-label={t.app.settings} onClick={onSettings}>
              {label(t.app.settings)}
            </Button>
          </>
        )}
      </Flex>
    </header>
  );
}

function Where() {
  const t = useTexts(texts);
  const { connection, stage } = useSessionState();
  const access = stage.at === 'open' ? stage.session.access : null;
  const readOnly = access !== null && !access.allow.includes('transfer') && !access.allow.includes('destroy');
  const demo = connection.kind === 'emulator' || access?.demo === true;
  return (
    <>
      <Tag>{demo ? t.app.demo : connection.kind === 'panel' ? t.shell.panel : t.app.backend}</Tag>
      {readOnly && <Tag>{t.shell.readOnly}</Tag>}
    </>
  );
}

const THEME_ICONS = { system: SyncOutlined, light: SunOutlined, dark: MoonOutlined } as const;

function ThemeButton() {
  const t = useTexts(texts);
  const { choice, setChoice } = useTheme();
  const Icon = THEME_ICONS[choice];
  return (
    <Dropdown
      autoFocus
      trigger={['click']}
      menu={{
        selectable: true,
        selectedKeys: [choice],
        items: (['system', 'light', 'dark'] as const).map((key) => ({ key, label: t.shell[key] })),
        onClick: ({ key }) => setChoice(key as ThemeChoice),
      }}
    >
      <Button icon={<Icon aria-hidden />} aria-label={`${t.shell.theme}: ${t.shell[choice]}`} aria-haspopup="menu" />
    </Dropdown>
  );
}

function SignOut() {
  const t = useTexts(sessionTexts);
  const { stage, recheck, restart } = useSessionState();
  const { message } = App.useApp();
  if (stage.at !== 'open') return null;
  const { actor, signOut: offered } = stage.session.access;
  return (
    <>
      {actor !== null && (
        <Typography.Text className="actor" title={t.signIn.signedInAs(actor)}>
          <span className="visually-hidden">{t.signIn.signedInAs(actor)}</span>
          <bdi aria-hidden>{actor}</bdi>
        </Typography.Text>
      )}
      {offered && (
        <Button
          icon={<LogoutOutlined aria-hidden />}
          onClick={() => {
            signOut(apiPath())
              // Restarted, not only looked at: whoever signs in next sees nothing of this person's work.
              .then(restart, () => {
                void message.error(t.signIn.signOutFailed);
                void recheck();
              });
          }}
        >
          {t.signIn.signOut}
        </Button>
      )}
    </>
  );
}
