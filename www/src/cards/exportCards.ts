import type { Card } from 'espai-cdkey';
import { CARD_COLUMNS, cardRow, csvText } from 'espai-cdkey/bulk';
import { MARK, saveFile } from '../ui/saveFile.ts';

/** The formats that spreadsheets open with Chinese and long numbers whole. */
export type Format = 'csv' | 'xlsx';

/** Cards that are made text together. */
const BATCH = 2000;

/** Saves cards as a file of the person's downloads. The cells are those of the command's `--csv` and `--xlsx`. */
export async function exportCards(cards: readonly Card[], format: Format): Promise<void> {
  const blob = format === 'csv' ? csvOf(cards) : await xlsxOf(cards);
  saveFile(`cards-${new Date().toISOString().slice(0, 10)}.${format}`, blob, blob.type);
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
