import { App, Button, Divider, Drawer, Flex, Form, InputNumber, Radio, Select, Typography } from 'antd';
import type { Endpoint } from 'espai-cdkey';
import { useTexts } from '../i18n/useTexts.ts';
import type { Session } from '../session/session.ts';
import { useSessionState } from '../session/useSession.ts';
import { CallList } from './CallList.tsx';
import { type FaultName, FAULTS } from './faults.ts';
import { texts } from './texts.ts';

interface Values {
  readonly fault: FaultName;
  readonly endpoint: Endpoint | 'any';
  readonly times: number;
}

interface Props {
  readonly session: Session;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Makes the next calls to the emulator fail, and shows what the client did. */
export function FaultDrawer({ session, open, onClose }: Props) {
  const t = useTexts(texts);
  return (
    <Drawer open={open} onClose={onClose} title={t.developer.title} size={440}>
      <Flex vertical gap={16}>
        {session.emulator === null ? (
          <Typography.Text>{t.developer.emulatorOnly}</Typography.Text>
        ) : (
          <FaultForm emulator={session.emulator} onReset={onClose} />
        )}
        <Divider titlePlacement="start" plain>
          {t.developer.log}
        </Divider>
        <CallList calls={session.calls} />
      </Flex>
    </Drawer>
  );
}

interface FaultFormProps {
  readonly emulator: NonNullable<Session['emulator']>;
  readonly onReset: () => void;
}

function FaultForm({ emulator, onReset }: FaultFormProps) {
  const t = useTexts(texts);
  const { message } = App.useApp();
  const { restart } = useSessionState();
  const names = Object.keys(FAULTS) as FaultName[];
  return (
    <Form<Values>
      layout="vertical"
      name="fault"
      initialValues={{ fault: 'lostAfter', endpoint: 'transfer', times: 1 }}
      onFinish={({ fault, endpoint, times }) => {
        emulator.inject({ ...FAULTS[fault], times, ...(endpoint === 'any' ? {} : { endpoint }) });
        void message.success(t.developer.injected(t.developer.faults[fault]));
      }}
    >
      <Typography.Paragraph>{t.developer.intro}</Typography.Paragraph>
      <Form.Item name="fault" label={t.developer.fault}>
        <Radio.Group vertical options={names.map((value) => ({ value, label: t.developer.faults[value] }))} />
      </Form.Item>
      <div className="pair">
        <Form.Item name="endpoint" label={t.developer.endpoint}>
          <Select
            options={[
              { value: 'transfer', label: 'transfer' },
              { value: 'destroy', label: 'destroy' },
              { value: 'list', label: 'list' },
              { value: 'detail', label: 'detail' },
              { value: 'any', label: t.developer.anyEndpoint },
            ]}
          />
        </Form.Item>
        <Form.Item
          name="times"
          label={t.developer.times}
          rules={[{ required: true, type: 'integer', min: 1, max: 99 }]}
        >
          <InputNumber min={1} max={99} className="wide" changeOnWheel={false} />
        </Form.Item>
      </div>
      <Typography.Paragraph type="secondary">{t.developer.timesHelp}</Typography.Paragraph>
      <Flex gap={8} wrap>
        <Button type="primary" htmlType="submit">
          {t.developer.inject}
        </Button>
        <Button
          onClick={() => {
            restart();
            onReset();
          }}
        >
          {t.developer.reset}
        </Button>
      </Flex>
    </Form>
  );
}
