import { useVirtualizer } from '@tanstack/react-virtual';
import { Alert, Button, Checkbox, Flex, Input, Typography } from 'antd';
import { type Cell, explainProblem, type Problem, type Table } from 'espai-cdkey/bulk';
import { useMemo, useRef } from 'react';
import { useLanguage } from '../i18n/useLanguage.ts';
import { useTexts } from '../i18n/useTexts.ts';
import { useFormat } from '../ui/useFormat.ts';
import type { BulkRun, BulkState } from './BulkRun.ts';
import { texts } from './texts.ts';

/** Cards that are named; there may be thousands. */
const MOST_SOURCES = 5;

interface Props {
  readonly run: BulkRun;
  readonly state: BulkState;
  /** Lines that move more than the person may at once. */
  readonly tooMuch: readonly number[];
  readonly most: number | null;
}

/** What is wrong with a sheet, to be mended in place; and what it would move, where nothing is. */
export function CheckView({ run, state, tooMuch, most }: Props) {
  const t = useTexts(texts);
  const format = useFormat();
  const { bulk, problems, lines } = state;
  const repeated = bulk.allowDuplicates || problems.some(({ reason }) => reason === 'repeated_line');
  const isGood = problems.length === 0 && tooMuch.length === 0;
  return (
    <Flex vertical gap={16}>
      {problems.length > 0 && <Alert type="error" showIcon title={t.bulk.problems(problems.length)} role="alert" />}
      {tooMuch.length > 0 && most !== null && (
        <Alert type="error" showIcon title={t.bulk.overLimit(tooMuch.length, format.number(most))} role="alert" />
      )}
      {isGood && lines.length > 0 && <Alert type="success" showIcon title={t.bulk.inOrder} role="status" />}
      {repeated && (
        <Checkbox checked={bulk.allowDuplicates} onChange={(event) => void run.mend(bulk.table, event.target.checked)}>
          {t.bulk.allowDuplicates}
        </Checkbox>
      )}
      {isGood ? <Sources state={state} /> : <Mending run={run} state={state} tooMuch={tooMuch} most={most} />}
    </Flex>
  );
}

/** What leaves which card. */
function Sources({ state: { lines } }: { readonly state: BulkState }) {
  const t = useTexts(texts);
  const format = useFormat();
  const sources = useMemo(() => {
    const all = new Map<string, { lines: number; amount: number }>();
    for (const { input } of lines) {
      const { lines: count, amount } = all.get(input.code) ?? { lines: 0, amount: 0 };
      all.set(input.code, { lines: count + 1, amount: amount + Number(input.limit) });
    }
    return [...all].sort(([, one], [, other]) => other.amount - one.amount);
  }, [lines]);
  return (
    <div>
      <Typography.Text strong>{t.bulk.bySource}</Typography.Text>
      <ul>
        {sources.slice(0, MOST_SOURCES).map(([code, { lines: count, amount }]) => (
          <li key={code}>
            <Typography.Text code>{code}</Typography.Text> {t.bulk.lines(format.number(count), format.number(amount))}
          </li>
        ))}
        {sources.length > MOST_SOURCES && <li>{t.bulk.more(sources.length - MOST_SOURCES)}</li>}
      </ul>
    </div>
  );
}

/** A line that has problems; the whole sheet's are under no line. */
interface BadLine {
  readonly line: number;
  readonly cells: readonly Cell[] | null;
  readonly problems: readonly (Problem | 'too_much')[];
}

function Mending({ run, state, tooMuch, most }: Props) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const format = useFormat();
  const { bulk, problems, columns } = state;
  const header = useMemo(() => headerOf(bulk.table), [bulk.table]);
  const bad = useMemo(() => badLines(bulk.table, problems, tooMuch), [bulk.table, problems, tooMuch]);
  const ofSheet = problems.filter(({ line }) => line === undefined);
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: bad.length,
    getScrollElement: () => box.current,
    estimateSize: () => 120,
    overscan: 4,
    getItemKey: (index) => bad[index]?.line ?? index,
  });
  const change = (line: number, cells: readonly Cell[] | null) => void run.mend(changed(bulk.table, line, cells));
  return (
    <div>
      {ofSheet.map((problem) => (
        <Alert key={problem.reason} type="error" title={explainProblem(problem, language)} className="notice" />
      ))}
      {bad.length > 0 && (
        <>
          <Typography.Title level={3} className="box-title">
            {t.bulk.mend}
          </Typography.Title>
          <div ref={box} className="rows" tabIndex={0} role="group" aria-label={t.bulk.mend}>
            <div className="rows-all" style={{ height: virtual.getTotalSize() }}>
              {virtual.getVirtualItems().map(({ index, key, start }) => {
                const one = bad[index];
                if (one === undefined) return null;
                const { line, cells, problems: wrong } = one;
                const places = new Set(
                  wrong.map((problem) =>
                    problem === 'too_much' ? place(columns, 'limit') : place(columns, problem.column),
                  ),
                );
                return (
                  <div
                    key={key}
                    data-index={index}
                    data-line={line}
                    ref={virtual.measureElement}
                    className="row placed"
                    style={{ transform: `translateY(${start}px)` }}
                  >
                    <ul className="wrong" id={`wrong-${line}`}>
                      {wrong.map((problem) => (
                        <li key={problem === 'too_much' ? problem : `${problem.reason} ${problem.column ?? ''}`}>
                          {problem === 'too_much'
                            ? t.bulk.overLimitLine(line, format.number(most ?? 0))
                            : explainProblem(problem, language)}
                        </li>
                      ))}
                    </ul>
                    {cells === null ? (
                      <Typography.Text type="secondary">{t.bulk.unreadable}</Typography.Text>
                    ) : (
                      <Flex wrap gap={8}>
                        {Array.from({ length: Math.max(cells.length, header.length) }, (_, at) => (
                          <CellInput
                            // A new one where the value is new, and not with each letter.
                            key={`${at} ${String(cells[at] ?? '')}`}
                            label={t.bulk.cell(line, header[at] || t.bulk.column(at + 1))}
                            cell={cells[at] ?? null}
                            wrong={places.has(at)}
                            described={`wrong-${line}`}
                            onChange={(value) => {
                              const next = Array.from({ length: Math.max(cells.length, at + 1) }, (_one, here) =>
                                here === at ? value : (cells[here] ?? ''),
                              );
                              change(line, next);
                            }}
                          />
                        ))}
                      </Flex>
                    )}
                    <div>
                      <Button aria-label={t.bulk.removeLine(line)} onClick={() => change(line, [])}>
                        {t.bulk.remove}
                      </Button>
                    </div>
                  </div>
                );
              })}
            </div>
          </div>
        </>
      )}
    </div>
  );
}

interface CellProps {
  readonly label: string;
  readonly cell: Cell;
  readonly wrong: boolean;
  readonly described: string;
  readonly onChange: (value: string) => void;
}

/** One cell. It is taken when it is left, or on Enter. */
function CellInput({ label, cell, wrong, described, onChange }: CellProps) {
  const before = cell instanceof Date ? cell.toISOString() : String(cell ?? '');
  const take = (value: string) => {
    // Also a number that is typed again as it was: now it is a text, and meant.
    if (value !== before) onChange(value);
  };
  return (
    <Input
      className="cell"
      aria-label={label}
      title={label}
      aria-invalid={wrong}
      aria-describedby={described}
      status={wrong ? 'error' : ''}
      autoComplete="off"
      spellCheck={false}
      defaultValue={before}
      onBlur={(event) => take(event.target.value)}
      onPressEnter={(event) => {
        const { value } = event.currentTarget;
        // Enter says that it is meant as it stands, of a number as well.
        if (wrong && typeof cell === 'number' && value === before) onChange(value);
        else take(value);
      }}
    />
  );
}

function place(columns: BulkState['columns'], name: string | undefined): number | undefined {
  return columns?.find(([column]) => column === name)?.[1];
}

/** The cells of the first row with anything in it. */
function headerOf({ rows }: Table): readonly string[] {
  const first = rows.find(([, cells]) => cells?.some((cell) => String(cell ?? '').trim() !== '') === true);
  return (first?.[1] ?? []).map((cell) => String(cell ?? '').trim());
}

function badLines(table: Table, problems: readonly Problem[], tooMuch: readonly number[]): readonly BadLine[] {
  const wrong = new Map<number, (Problem | 'too_much')[]>();
  const add = (line: number, problem: Problem | 'too_much') => {
    const known = wrong.get(line);
    if (known === undefined) wrong.set(line, [problem]);
    else known.push(problem);
  };
  for (const problem of problems) if (problem.line !== undefined) add(problem.line, problem);
  for (const line of tooMuch) add(line, 'too_much');
  return table.rows.flatMap(([line, cells]) => {
    const of = wrong.get(line);
    return of === undefined ? [] : [{ line, cells, problems: of }];
  });
}

/** A table with other cells in one line; none take it out, and the others keep their numbers. */
function changed(table: Table, line: number, cells: readonly Cell[] | null): Table {
  return { ...table, rows: table.rows.map((row) => (row[0] === line ? ([line, cells] as const) : row)) };
}
