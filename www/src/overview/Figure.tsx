import { Card as Box } from 'antd';
import type { ReactNode } from 'react';
import { type Bar, BarChart } from './BarChart.tsx';

interface Props {
  readonly title: string;
  /** What the bars count; also the last heading of the table where it has no others. */
  readonly unit: string;
  readonly bars: readonly Bar[];
  readonly heads: readonly string[];
  readonly rows: readonly (readonly ReactNode[])[];
  /** Words below the table. */
  readonly note?: string | null;
}

/** A chart with the table of its figures beside it. */
export function Figure({ title, unit, bars, heads, rows, note = null }: Props) {
  return (
    <Box title={<h3 className="box-title">{title}</h3>}>
      <div className="figure">
        <BarChart bars={bars} label={unit} />
        {/* Long ones scroll, also by keyboard. */}
        <div className="figure-table" tabIndex={0} role="group" aria-label={title}>
          <table className="comparison">
            <caption className="visually-hidden">{title}</caption>
            <thead>
              <tr>
                {heads.map((head, at) => (
                  <th key={head} scope="col" className={at === 0 ? undefined : 'number'}>
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, at) => (
                <tr key={at}>
                  {row.map((cell, column) =>
                    column === 0 ? (
                      <th key={column} scope="row">
                        {cell}
                      </th>
                    ) : (
                      <td key={column} className="number">
                        {cell}
                      </td>
                    ),
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
      {note !== null && <p className="quiet">{note}</p>}
    </Box>
  );
}
