import { readTable, type Table, workbookTable } from 'espai-cdkey/bulk';

/** How a zip begins, which an .xlsx is. */
const ZIP = [0x50, 0x4b, 0x03, 0x04];

/** A workbook that cannot be read, or an older kind of one. */
export class WorkbookError extends Error {
  override name = 'WorkbookError';
}

/**
 * A file's table: CSV, or the first sheet of an .xlsx.
 * @throws {BulkError} where it is neither
 * @throws {WorkbookError} where it is an .xlsx that cannot be read
 */
export async function readFile(file: File): Promise<Table> {
  const head = new Uint8Array(await file.slice(0, ZIP.length).arrayBuffer());
  if (!ZIP.every((byte, at) => head[at] === byte)) return readTable(file);
  try {
    // Without a worker of its own, which the panel's policy permits none.
    const { readSheet } = await import('read-excel-file/web-worker');
    return workbookTable(await readSheet(file, { trim: false }));
  } catch (error) {
    throw new WorkbookError('the workbook cannot be read', { cause: error });
  }
}
