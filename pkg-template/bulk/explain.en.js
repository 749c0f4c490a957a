const AS_TEXT =
  'In the spreadsheet, format the column as Text (Format Cells → Number → Text) before the values go in, put the value in again, and save the file again.';

/** @type {import('./explain.js').Texts} */
export const en = {
  line: (line) => `line ${line}`,
  column: (name) => `column ${name}`,
  colon: ': ',
  reasons: {
    no_rows: 'The file is empty. Its first line names the columns: phone, code, target_phone, target_code, limit.',
    no_lines: 'There is nothing below the header.',
    no_header:
      'The first line must name the columns (phone, code, target_phone, target_code, limit, or 手机号, 兑换码, 目标手机号, 目标兑换码, 额度; id for a list of cards). Put such a line on top.',
    unknown_column: ({ header }) =>
      `There is no column “${header}” here. The columns are phone, code, target_phone, target_code, limit (手机号, 兑换码, 目标手机号, 目标兑换码, 额度); for a list of cards, id. Rename it or take it out.`,
    unnamed_column: 'Something stands in a column without a name. Name the column, or empty it.',
    missing_column: ({ name }) => `There is no column ${name}. Add it.`,
    repeated_column: 'The column stands there twice. Take one out.',
    extra_cell: 'The line has more cells than the header. Perhaps a value has a comma in it that is not in quotes.',
    exponent: `A spreadsheet has turned it into a number with an exponent (1.59E+10), and its digits are lost. ${AS_TEXT}`,
    cut_leading_zero: `A leading zero seems to be cut off. ${AS_TEXT} If the number is right as it is, write a ' before it.`,
    cut_last_digits: `A spreadsheet keeps 15 digits of a number, and has made zeros of the others. ${AS_TEXT}`,
    thousands_separator:
      'It has thousands separators. Write plain digits, such as 1000; in the spreadsheet, format the column as General or Text.',
    formula_error: 'A formula has failed here. Correct it, or put the value itself in.',
    number_cell: `The spreadsheet has it as a number, and nobody can tell whether it has lost a zero or an exponent on the way. ${AS_TEXT}`,
    odd_cell: 'A date, a time or TRUE stands here. Put the value itself in, as text or as a plain number.',
    outer_spaces: 'It begins or ends with a space. Take it out.',
    not_json: 'This is no JSON. A line is one object, such as {"phone": "…", "code": "…", …}.',
    repeated_line: ({ first }) => `It says the same as line ${first}. Take one out.`,
    bad_quotes: 'Its quotes make no sense: one is not closed, or something stands behind it.',
    not_results: 'This is no results file of espai-cdkey; it is left as it is. Name another file.',
    bad_results_row:
      'This row of the results cannot be read; perhaps the file was edited. Without it nobody knows what was sent: repair it from a copy, and do not simply begin anew.',
    input_changed:
      'The line says something else than in the run that the results are of. Use the file of that run; for other transfers, use another results file.',
    line_gone:
      'The results have this line, and the file has not. Use the file of that run; for other transfers, use another results file.',
    trial_card: 'A free trial card cannot be destroyed.',
    unknown_type: 'Nobody can say that a card of this type is paid, and only paid cards can be destroyed.',
    holds_quota: 'It is not at 0, and only a card that is can be destroyed.',
    no_quota_told: 'The service tells no quota of it, and only a card at 0 can be destroyed.',
    not_a_text_file: 'The file is neither UTF-8 nor GB18030 text. Save it as CSV UTF-8.',
    xlsx: 'This is a spreadsheet (.xlsx or .xls), not CSV. Save it as CSV UTF-8 (Save As → CSV UTF-8) and use that file.',
    results_held:
      'Another process is writing these results. Let it end first; if there is none, delete the .lock file beside them.',
  },
};
