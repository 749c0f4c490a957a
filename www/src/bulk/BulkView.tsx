import { Alert, App, Button, Flex, Progress, Typography } from 'antd';
import { useSyncExternalStore } from 'react';
import { useTexts } from '../i18n/useTexts.ts';
import { useSession } from '../session/useSession.ts';
import { saveFile } from '../ui/saveFile.ts';
import { useFormat } from '../ui/useFormat.ts';
import { type BulkRun, mayRunAgain } from './BulkRun.ts';
import { CheckView } from './CheckView.tsx';
import { LineList } from './LineList.tsx';
import { resultsCsv } from './resultsCsv.ts';
import { texts } from './texts.ts';

interface Props {
  readonly run: BulkRun;
  readonly scope: string;
  readonly onRemove: () => void;
}

/** One bulk: before it is sent what is wrong with it, and then what becomes of each line. */
export function BulkView({ run, scope, onRemove }: Props) {
  const t = useTexts(texts);
  const format = useFormat();
  const { client, access } = useSession();
  const { modal } = App.useApp();
  const state = useSyncExternalStore(run.subscribe, run.state);
  const { bulk, lines, problems, rows, counts, running, stopping, stopped } = state;
  const most = access.maxTransfer;
  const tooMuch = most === null ? [] : lines.filter(({ input }) => Number(input.limit) > most);
  const begun = rows.size > 0 || running !== null;
  const isGood = problems.length === 0 && tooMuch.length === 0 && lines.length > 0;
  const again = lines.filter(({ line }) => mayRunAgain(rows.get(line))).length;
  const interrupted = running === null ? [...rows.values()].filter(({ status }) => status === 'sending').length : 0;
  const isOver = begun && running === null && counts.waiting === 0 && interrupted === 0;
  const say = { count: format.number(bulk.count), amount: format.number(bulk.amount) };

  function confirmSend(): void {
    modal.confirm({
      title: t.bulk.sure(say.count, say.amount),
      content: t.bulk.sureHelp,
      okText: t.bulk.send(say.count),
      cancelText: t.app.cancel,
      onOk: () => void run.run(client, scope, false),
    });
  }
  function confirmRemove(): void {
    modal.confirm({
      title: t.bulk.forgetSure,
      content: counts.unknown > 0 ? t.bulk.forgetUnknown(counts.unknown) : null,
      okText: t.bulk.forget,
      okButtonProps: { danger: true },
      cancelText: t.app.cancel,
      onOk: onRemove,
    });
  }

  return (
    <Flex vertical gap={16}>
      <Typography.Text>{t.bulk.lines(say.count, say.amount)}</Typography.Text>
      {running === 'elsewhere' && <Alert type="info" showIcon title={t.bulk.elsewhere} role="status" />}
      {stopped !== null && running === null && (
        <Alert
          type={stopped.why === 'stopped' ? 'info' : 'error'}
          showIcon
          title={t.bulk.stopped[stopped.why]}
          role="alert"
          data-stopped={stopped.why}
        />
      )}
      {interrupted > 0 && <Alert type="warning" showIcon title={t.bulk.interrupted(interrupted)} role="alert" />}
      {isOver && stopped === null && <Alert type="success" showIcon title={t.bulk.over} role="status" />}
      {counts.unknown > 0 && interrupted === 0 && <Alert type="warning" showIcon title={t.bulk.unknownHelp} />}
      {!begun && <CheckView run={run} state={state} tooMuch={tooMuch.map(({ line }) => line)} most={most} />}
      {begun && <Going state={state} />}
      <Flex wrap gap={8}>
        {running === 'here' && (
          <Button onClick={() => run.stop()} disabled={stopping}>
            {stopping ? t.bulk.stopping : t.bulk.stop}
          </Button>
        )}
        {running === null && !begun && (
          <Button type="primary" disabled={!isGood} onClick={confirmSend}>
            {t.bulk.send(say.count)}
          </Button>
        )}
        {running === null && begun && (counts.waiting > 0 || interrupted > 0) && (
          <Button type="primary" onClick={() => void run.run(client, scope, false)}>
            {counts.waiting > 0 ? t.bulk.goOn : t.bulk.check}
          </Button>
        )}
        {running === null && again > 0 && (
          <Button title={t.bulk.againHelp} onClick={() => void run.run(client, scope, true)}>
            {t.bulk.again(format.number(again))}
          </Button>
        )}
        {begun && (
          <Button onClick={() => saveFile(`${bulk.name}.results.csv`, resultsCsv(state), 'text/csv;charset=utf-8')}>
            {t.bulk.download}
          </Button>
        )}
        {running === null && (
          <Button danger onClick={confirmRemove}>
            {t.bulk.forget}
          </Button>
        )}
      </Flex>
      {begun && <LineList state={state} />}
    </Flex>
  );
}

/** How far it is, how fast, and how long it will take. */
function Going({ state: { lines, counts, running, progress } }: { readonly state: ReturnType<BulkRun['state']> }) {
  const t = useTexts(texts);
  const format = useFormat();
  const over = lines.length - counts.waiting - counts.sending;
  const percent = lines.length === 0 ? 0 : Math.floor((over / lines.length) * 100);
  const said = [
    ...(['done', 'failed', 'unknown', 'waiting'] as const).map(
      (status) => `${t.bulk.status[status]} ${format.number(counts[status])}`,
    ),
    ...(running === 'here' && progress !== null && progress.perSecond > 0
      ? [t.bulk.rate(format.number(Math.round(progress.perSecond * 10) / 10))]
      : []),
    ...(running === 'here' && progress?.remainingMs !== undefined
      ? [t.bulk.left(format.duration(progress.remainingMs))]
      : []),
  ];
  return (
    <div>
      <Progress
        percent={percent}
        status={running === null ? 'normal' : 'active'}
        aria-label={t.bulk.progress(percent)}
      />
      <div data-testid="bulk-counts">{said.join(' · ')}</div>
      <div className="visually-hidden" role="status">
        {running !== null && percent % 10 === 0 ? t.bulk.progress(percent) : ''}
      </div>
    </div>
  );
}
