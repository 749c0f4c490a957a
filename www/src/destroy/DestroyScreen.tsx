import { Alert, Button, Card as Panel, Flex, Form, Input, Result, Typography } from 'antd';
import { explain } from 'espai-cdkey';
import { explainProblem } from 'espai-cdkey/bulk';
import { useEffect, useRef, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { useLanguage } from '../i18n/useLanguage.ts';
import { useTexts } from '../i18n/useTexts.ts';
import { cardsOf } from '../moves/move.ts';
import { Sending } from '../moves/Sending.tsx';
import { useOpenMoves } from '../moves/useOpenMoves.ts';
import { OutcomeAlert } from '../outcome/OutcomeAlert.tsx';
import { useSession } from '../session/useSession.ts';
import { useLeaveGuard } from '../ui/useLeaveGuard.ts';
import { DestroyTable } from './DestroyTable.tsx';
import { texts } from './texts.ts';
import { type DestroyResult, type Plan, useDestroy } from './useDestroy.ts';

/** Destroys the cards that `?ids=` names, or those that were chosen on another screen. */
export function DestroyScreen() {
  const t = useTexts(texts);
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const { chosen } = useSession();
  const [ids] = useState(() => {
    const named = (search.get('ids') ?? '').split(',').filter((id) => id !== '');
    return [...new Set(named.length > 0 ? named : chosen.cards.map((card) => card.id))];
  });
  return (
    <Panel size="small">
      <Typography.Title level={2} className="box-title">
        {t.destroy.title}
      </Typography.Title>
      {ids.length === 0 ? (
        <Result
          status="info"
          title={t.destroy.nothing}
          extra={<Button onClick={() => void navigate('/cards')}>{t.destroy.toCards}</Button>}
        />
      ) : (
        <Destroy ids={ids} />
      )}
    </Panel>
  );
}

function Destroy({ ids }: { readonly ids: readonly string[] }) {
  const t = useTexts(texts);
  const { stage, read, destroy, stop } = useDestroy(ids);
  const step = useRef<HTMLDivElement>(null);
  const last = useRef(stage.at);
  useEffect(() => {
    if (last.current !== stage.at && stage.at !== 'checking') step.current?.focus();
    last.current = stage.at;
  }, [stage.at]);
  useLeaveGuard(stage.at === 'running');
  return (
    <div ref={step} tabIndex={-1} className="step">
      {stage.at === 'reading' && <Typography.Text role="status">{t.destroy.reading}</Typography.Text>}
      {stage.at === 'unread' && (
        <OutcomeAlert error={stage.error} asked="read">
          <div>
            <Button onClick={() => void read()}>{t.app.retry}</Button>
          </div>
        </OutcomeAlert>
      )}
      {(stage.at === 'plan' || stage.at === 'checking') && (
        <PlanView
          plan={stage.plan}
          changed={stage.at === 'plan' && stage.changed}
          checking={stage.at === 'checking'}
          onConfirm={() => void destroy(stage.plan)}
        />
      )}
      {stage.at === 'running' && (
        <>
          <Sending text={t.destroy.running} hint={t.destroy.stopHint} stop={t.destroy.stop} onStop={stop} />
          <Results results={stage.results} />
        </>
      )}
      {stage.at === 'over' && (
        <Flex vertical gap={16}>
          <Over results={stage.results} />
          <Results results={stage.results} />
        </Flex>
      )}
    </div>
  );
}

interface PlanProps {
  readonly plan: Plan;
  readonly changed: boolean;
  readonly checking: boolean;
  readonly onConfirm: () => void;
}

function PlanView({ plan: { cards, gone }, changed, checking, onConfirm }: PlanProps) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const openMoves = useOpenMoves();
  const [typed, setTyped] = useState('');
  const allowed = cards.filter((planned) => planned.allowed).length;
  const busy = new Set(openMoves.all.flatMap(({ move }) => cardsOf(move)));
  const isBusy = cards.some((planned) => planned.allowed && busy.has(planned.card.id));
  const confirmed = allowed > 0 && !isBusy && typed.trim() === String(allowed);
  return (
    <Flex vertical gap={16}>
      {changed && <Alert type="error" showIcon title={t.destroy.changed} role="alert" />}
      {isBusy && <Alert type="warning" showIcon title={t.destroy.unsettled} />}
      {gone.length > 0 && <Alert type="info" showIcon title={t.destroy.gone(gone.length)} />}
      <Typography.Text strong>
        {allowed === 0 ? t.destroy.none : t.destroy.summary(allowed, cards.length - allowed)}
      </Typography.Text>
      <DestroyTable
        label={t.destroy.table}
        head={t.destroy.will}
        rows={cards.map(({ card, allowed: may, reason }) => ({
          card,
          tone: may ? 'danger' : 'quiet',
          said: may ? t.destroy.yes : t.destroy.no,
          why: reason === null ? null : explainProblem({ reason }, language),
        }))}
      />
      {allowed > 0 && (
        <Form layout="vertical" onFinish={() => confirmed && !checking && onConfirm()}>
          <Alert className="notice" type="warning" showIcon title={t.destroy.warning} />
          <Form.Item label={t.destroy.type(allowed)} htmlFor="destroy-count">
            <Input
              id="destroy-count"
              autoComplete="off"
              inputMode="numeric"
              disabled={checking}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          </Form.Item>
          <Button type="primary" danger htmlType="submit" disabled={!confirmed} loading={checking}>
            {checking ? t.destroy.checking : t.destroy.confirm(allowed)}
          </Button>
        </Form>
      )}
    </Flex>
  );
}

function Over({ results }: { readonly results: readonly DestroyResult[] }) {
  const t = useTexts(texts);
  const navigate = useNavigate();
  const count = (wanted: DestroyResult['status']) => results.filter(({ status }) => status === wanted).length;
  const [done, failed, unknown, skipped] = [count('done'), count('failed'), count('unknown'), count('skipped')];
  return (
    <Alert
      type={unknown > 0 ? 'warning' : failed > 0 ? 'error' : skipped > 0 ? 'info' : 'success'}
      showIcon
      role="status"
      title={t.destroy.over(done, failed, unknown, skipped)}
      action={<Button onClick={() => void navigate('/cards')}>{t.destroy.toCards}</Button>}
    />
  );
}

const TONES = { waiting: 'quiet', done: 'good', failed: 'danger', unknown: 'doubt', skipped: 'quiet' } as const;

function Results({ results }: { readonly results: readonly DestroyResult[] }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  return (
    <DestroyTable
      label={t.destroy.table}
      head={t.destroy.result}
      rows={results.map(({ card, status, error }) => ({
        card,
        tone: TONES[status],
        said: t.destroy.status[status],
        why: error === undefined ? null : explain(error, language).what,
      }))}
    />
  );
}
