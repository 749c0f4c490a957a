/** For spreadsheets, which take UTF-8 for something else without. */
export const MARK = '\ufeff';

/** Hands a file to the browser, which asks or puts it where downloads go. */
export function saveFile(name: string, content: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // After the browser has taken it.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
