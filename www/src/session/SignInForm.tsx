import { Alert, Button, Flex, Form, Input, type InputRef, Typography } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTexts } from '../i18n/useTexts.ts';
import type { Login } from './access.ts';
import { apiPath, type Credentials, signIn, type SignIn } from './panel.ts';
import { texts } from './texts.ts';
import { useSessionState } from './useSession.ts';

interface Props {
  readonly login: Login;
  /** Whether something stands below it that must not be left. */
  readonly inWork?: boolean;
}

/** How the person signs in: the way that the backend named. */
export function SignInForm({ login, inWork = false }: Props) {
  const t = useTexts(texts);
  if (login === 'password') return <PasswordForm />;
  if (login === 'link') return <Elsewhere done={t.signIn.check}>{t.signIn.link}</Elsewhere>;
  return (
    <Elsewhere done={t.signIn.checkPage}>
      {t.signIn.page}{' '}
      <Typography.Link href={login.page} {...(inWork ? { target: '_blank', rel: 'noopener' } : {})}>
        {inWork ? t.signIn.openPageBeside : t.signIn.openPage}
      </Typography.Link>
    </Elsewhere>
  );
}

/** One signs in where this page is not; the session is looked for again when the person comes back, or says so. */
function Elsewhere({ done, children }: { readonly done: string; readonly children: ReactNode }) {
  const t = useTexts(texts);
  const { recheck } = useSessionState();
  const [looked, setLooked] = useState(false);
  return (
    <Flex vertical gap={16} align="start">
      <Typography.Text>{children}</Typography.Text>
      {looked && <Alert role="status" type="info" showIcon title={t.signIn.stillOut} />}
      <Button type="primary" onClick={() => void recheck().then(() => setLooked(true))}>
        {done}
      </Button>
    </Flex>
  );
}

function PasswordForm() {
  const t = useTexts(texts);
  const { recheck } = useSessionState();
  const [state, setState] = useState<'idle' | 'sending' | Exclude<SignIn, 'in'>>('idle');
  const [form] = Form.useForm<Credentials>();
  const field = useRef<InputRef>(null);
  const refused = state === 'wrong' || state === 'too_many' || state === 'failed';
  const words = { wrong: t.signIn.wrong, too_many: t.signIn.tooMany, failed: t.signIn.failed };
  useEffect(() => {
    if (state === 'wrong') field.current?.focus();
  }, [state]);
  return (
    <Form
      form={form}
      layout="vertical"
      name="sign-in"
      onFinish={(credentials) => {
        if (state === 'sending') return;
        setState('sending');
        void signIn(apiPath(), credentials).then(async (came) => {
          if (came === 'in') {
            await recheck();
            setState('idle');
          } else {
            if (came === 'wrong') form.resetFields(['password']);
            setState(came);
          }
        });
      }}
    >
      {refused && <Alert role="alert" type="error" showIcon title={words[state]} className="toolbar" />}
      <Form.Item
        name="name"
        label={t.signIn.name}
        rules={[{ required: true, message: t.app.required }]}
        validateTrigger="onSubmit"
      >
        <Input autoComplete="username" autoFocus />
      </Form.Item>
      <Form.Item
        name="password"
        label={t.signIn.password}
        rules={[{ required: true, message: t.app.required }]}
        validateTrigger="onSubmit"
      >
        <Input type="password" ref={field} autoComplete="current-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={state === 'sending'}>
        {t.signIn.submit}
      </Button>
    </Form>
  );
}
