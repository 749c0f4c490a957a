import type { Card } from 'espai-cdkey';
import { CARD_COLUMNS, cardRow, csvText } from 'espai-cdkey/bulk';

/** The formats that spreadsheets open with Chinese and long numbers whole. */
export type Format = 'csv' | 'xlsx';

/** For spreadsheets, which take UTF-8 for something else without. */
const MARK = '\ufeff';

/** Cards that are made text together. */
const BATCH = 2000;

/** Saves cards as a file of the person's downloads. The cells are those of the command's `--csv` and `--xlsx`. */
export async function exportCards(cards: readonly Card[], format: Format): Promise<void> {
  const blob = format === 'csv' ? csvOf(cards) : await xlsxOf(cards);
  save(blob, `cards-${new Date().toISOString().slice(0, 10)}.${format}`);
}

function csvOf(cards: readonly Card[]): Blob {
  const parts = [MARK, csvText([[...CARD_COLUMNS]])];
  for (let from = 0; from < cards.length; from += BATCH) {
    parts.push(csvText(cards.slice(from, from + BATCH).map(cardRow)));
  }
  return new Blob(parts, { type: 'text/csv;charset=utf-8' });
}

async function xlsxOf(cards: readonly Card[]): Promise<Blob> {
  const { default: writeXlsxFile } = await import('write-excel-file/universal');
  const header = CARD_COLUMNS.map((value) => ({ value, type: String, fontWeight: 'bold' as const }));
  const rows = cards.map((card) =>
    cardRow(card).map((value) =>
      value === null ? null : typeof value === 'number' ? { value, type: Number } : { value, type: String },
    ),
  );
  return writeXlsxFile([header, ...rows], { stickyRowsCount: 1 }).toBlob();
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // Later: a browser may read it after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
