import { Alert, Button, Card as Panel, Flex, Spin, Typography } from 'antd';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { useTexts } from '../i18n/useTexts.ts';
import { useSession } from '../session/useSession.ts';
import { scopeOf } from '../storage/scope.ts';
import { useFormat } from '../ui/useFormat.ts';
import { BulkBook } from './BulkBook.ts';
import type { BulkRun } from './BulkRun.ts';
import { BulkView } from './BulkView.tsx';
import { Intake } from './Intake.tsx';
import { texts } from './texts.ts';

/** How often it is looked whether another tab runs something. */
const LOOK_MS = 1500;

/** Bulks: a new one, and those that this browser has; `?id=` names the one that is open. */
export function BulkScreen() {
  const t = useTexts(texts);
  const session = useSession();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const book = BulkBook.of(session.client, scopeOf(session));
  const runs = useSyncExternalStore(book.subscribe, book.runs);
  const [broken, setBroken] = useState(false);

  useEffect(() => {
    book.load().catch(() => setBroken(true));
    const timer = setInterval(() => {
      for (const run of book.runs() ?? []) void run.look();
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [book]);

  const open = runs?.find((run) => run.id === search.get('id'));
  if (broken) return <Alert type="error" showIcon title={t.bulk.cannotKeep} role="alert" />;
  if (runs === null) return <Spin />;
  return (
    <Panel size="small">
      <Flex justify="space-between" align="center" wrap gap={8} className="toolbar">
        <Typography.Title level={2} className="box-title">
          {open === undefined ? t.bulk.title : <bdi>{open.state().bulk.name}</bdi>}
        </Typography.Title>
        {open !== undefined && <Button onClick={() => void navigate('/bulk')}>{t.bulk.all}</Button>}
      </Flex>
      {open === undefined ? (
        <Flex vertical gap={24}>
          <Intake
            onTable={async (name, table) => {
              const run = await book.add(name, table);
              void navigate(`/bulk?id=${run.id}`);
            }}
          />
          {runs.length > 0 && (
            <section aria-labelledby="kept-bulks">
              <Typography.Title level={3} id="kept-bulks" className="box-title">
                {t.bulk.kept}
              </Typography.Title>
              <Typography.Paragraph type="secondary">{t.bulk.keptHelp}</Typography.Paragraph>
              <ul className="stack">
                {runs.map((run) => (
                  <Kept key={run.id} run={run} />
                ))}
              </ul>
            </section>
          )}
        </Flex>
      ) : (
        <BulkView
          key={open.id}
          run={open}
          scope={book.scope}
          onRemove={() => {
            void book.remove(open).then(() => navigate('/bulk'));
          }}
        />
      )}
    </Panel>
  );
}

function Kept({ run }: { readonly run: BulkRun }) {
  const t = useTexts(texts);
  const format = useFormat();
  const navigate = useNavigate();
  const { bulk, counts } = useSyncExternalStore(run.subscribe, run.state);
  const said = (['done', 'failed', 'unknown', 'sending', 'waiting'] as const)
    .filter((status) => counts[status] > 0)
    .map((status) => `${t.bulk.status[status]} ${format.number(counts[status])}`)
    .join(' · ');
  return (
    <li className="kept-bulk">
      <Flex justify="space-between" align="center" wrap gap={8}>
        <div>
          <bdi>
            <strong>{bulk.name}</strong>
          </bdi>
          <div className="holder">
            {format.time(bulk.createdAt)} · {t.bulk.lines(format.number(bulk.count), format.number(bulk.amount))}
          </div>
          <div>{said}</div>
        </div>
        <Button aria-label={t.bulk.open(bulk.name)} onClick={() => void navigate(`/bulk?id=${run.id}`)}>
          {t.bulk.open('')}
        </Button>
      </Flex>
    </li>
  );
}
