import { csvText } from 'espai-cdkey/bulk';
import { MARK } from '../ui/saveFile.ts';
import { type BulkState, statusOf } from './BulkRun.ts';

/** What a results file of the command has, and the line's own values before it, so that a person finds them. */
const HEADER = [
  ...['line', 'phone', 'code', 'target_phone', 'target_code', 'limit'],
  ...['status', 'outcome', 'error', 'message', 'source_before', 'source_after', 'target_before', 'target_after'],
];

/** Every line and how it stands, as CSV that spreadsheets neither run nor change. */
export function resultsCsv({ lines, rows, running }: BulkState): string {
  const all = lines.map(({ line, input: { phone, code, targetPhone, targetCode, limit } }) => {
    const row = rows.get(line);
    return [
      ...[line, phone, code, targetPhone, targetCode, limit],
      ...[statusOf(row, running), row?.outcome ?? '', row?.code ?? '', row?.message ?? ''],
      ...[row?.source_before ?? null, row?.source_after ?? null, row?.target_before ?? null, row?.target_after ?? null],
    ];
  });
  return MARK + csvText([HEADER, ...all]);
}
