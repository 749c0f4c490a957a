import { Alert, Button, Flex, Form, Input, Modal, Radio, Typography } from 'antd';
import { CdkeyError } from 'espai-cdkey';
import { useTexts } from '../i18n/useTexts.ts';
import type { OwnConnection } from '../session/connection.ts';
import { refusalOf } from '../session/session.ts';
import { useSessionState } from '../session/useSession.ts';
import { texts } from './texts.ts';

interface Values {
  readonly kind: OwnConnection['kind'];
  readonly baseUrl?: string;
}

interface Props {
  /** Whether a move is open; the connection then stays, because its cards could not be looked at any more. */
  readonly locked: boolean;
  readonly onClose: () => void;
}

/** Where the cards come from. There is no field for a key, on purpose. */
export function SettingsDialog({ locked, onClose }: Props) {
  const t = useTexts(texts);
  const { connection, connect } = useSessionState();
  const [form] = Form.useForm<Values>();
  const kind = Form.useWatch('kind', form) ?? connection.kind;
  return (
    <Modal open title={t.settings.title} footer={null} onCancel={onClose}>
      <Form<Values>
        form={form}
        layout="vertical"
        name="settings"
        disabled={locked}
        initialValues={{ kind: connection.kind, baseUrl: connection.kind === 'backend' ? connection.baseUrl : '' }}
        onFinish={({ kind, baseUrl = '' }) => {
          connect(kind === 'emulator' ? { kind } : { kind, baseUrl: baseUrl.trim() });
          onClose();
        }}
      >
        {locked && <Alert type="warning" showIcon title={t.settings.unsettled} className="toolbar" />}
        <Form.Item name="kind" label={t.settings.connection}>
          <Radio.Group vertical>
            <Radio value="emulator">
              {t.settings.emulator}
              <Typography.Paragraph type="secondary">{t.settings.emulatorHelp}</Typography.Paragraph>
            </Radio>
            <Radio value="backend">
              {t.settings.backend}
              <Typography.Paragraph type="secondary">{t.settings.backendHelp}</Typography.Paragraph>
            </Radio>
          </Radio.Group>
        </Form.Item>
        {kind === 'backend' && (
          <Form.Item
            name="baseUrl"
            label={t.settings.baseUrl}
            extra={t.settings.baseUrlHelp}
            validateTrigger="onSubmit"
            rules={[
              { required: true, whitespace: true, message: t.settings.baseUrlRequired },
              { validator: (_, value: unknown) => checkAddress(value) },
            ]}
          >
            <Input autoComplete="off" spellCheck={false} inputMode="url" placeholder="/api" />
          </Form.Item>
        )}
        <Flex justify="end" gap={8}>
          <Button onClick={onClose} disabled={false}>
            {t.app.cancel}
          </Button>
          <Button type="primary" htmlType="submit">
            {t.settings.save}
          </Button>
        </Flex>
      </Form>
    </Modal>
  );
}

/** Asks the client, whose rule it is. An empty one has a message of its own. */
async function checkAddress(value: unknown): Promise<void> {
  if (typeof value !== 'string' || value.trim() === '') return;
  const refusal = refusalOf(value.trim());
  if (refusal !== null) throw new Error(refusal instanceof CdkeyError ? refusal.message : String(refusal));
}
