const AS_TEXT = '请先在表格软件里把这一列设为“文本”格式（设置单元格格式 → 数字 → 文本），重新填入这个值，再保存文件。';

/** @type {import('./explain.js').Texts} */
export const zh = {
  line: (line) => `第 ${line} 行`,
  column: (name) => `“${name}”列`,
  colon: '：',
  reasons: {
    no_rows: '文件是空的。第一行应写明各列的名称：手机号、兑换码、目标手机号、目标兑换码、额度。',
    no_lines: '表头下面没有任何内容。',
    no_header:
      '第一行必须是各列的名称（手机号、兑换码、目标手机号、目标兑换码、额度，或 phone、code、target_phone、target_code、limit；额度卡列表则为 id）。请在最上面加上这一行。',
    unknown_column: ({ header }) =>
      `没有名为“${header}”的列。可用的列：手机号、兑换码、目标手机号、目标兑换码、额度（phone、code、target_phone、target_code、limit）；额度卡列表则为 id。请改名或删除这一列。`,
    unnamed_column: '没有名称的列里有内容。请给这一列命名，或清空它。',
    missing_column: ({ name }) => `缺少“${name}”列，请加上。`,
    repeated_column: '这一列出现了两次，请删除一个。',
    extra_cell: '这一行的单元格比表头多。可能某个值里有逗号，却没有加引号。',
    exponent: `表格软件把它变成了科学计数法（例如 1.59E+10），后面的数字已经丢失。${AS_TEXT}`,
    cut_leading_zero: `开头的 0 似乎被去掉了。${AS_TEXT}如果号码本来就是这样，请在它前面加一个英文单引号 '。`,
    cut_last_digits: `表格软件只保留 15 位数字，后面的都变成了 0。${AS_TEXT}`,
    thousands_separator: '数字里有千位分隔符。请只写数字，例如 1000；在表格软件里把这一列设为“常规”或“文本”格式。',
    formula_error: '这里的公式出错了。请改正公式，或直接填入值。',
    number_cell: `表格把它当成了数字，无法确认是否丢失了前导零或被当作科学计数。${AS_TEXT}`,
    odd_cell: '这里是日期、时间或 TRUE。请填写值本身：文本或普通数字。',
    outer_spaces: '开头或结尾有空格，请去掉。',
    not_json: '这一行不是 JSON。每行应是一个对象，例如 {"phone": "…", "code": "…", …}。',
    repeated_line: ({ first }) => `与第 ${first} 行完全相同。请删除一行。`,
    bad_quotes: '引号有误：没有闭合，或者引号后面还有别的内容。',
    not_results: '这不是 espai-cdkey 的结果文件，没有改动它。请换一个文件名。',
    bad_results_row:
      '结果文件的这一行无法读取，可能被改动过。缺了它就不知道哪些已经发送：请用备份恢复，不要直接重新开始。',
    input_changed: '这一行与结果文件所记录的那次运行不同。请用当时的输入文件；要转别的额度，请换一个结果文件。',
    line_gone: '结果文件里有这一行，输入文件里却没有。请用当时的输入文件；要转别的额度，请换一个结果文件。',
    trial_card: '免费体验卡不能销毁。',
    unknown_type: '无法确认这种类型的卡是付费卡，只有付费卡才能销毁。',
    holds_quota: '余额不是 0，只有余额为 0 的卡才能销毁。',
    no_quota_told: '平台没有给出它的余额，只有余额为 0 的卡才能销毁。',
    not_a_text_file: '文件既不是 UTF-8 也不是 GB18030 文本。请另存为“CSV UTF-8”。',
    xlsx: '这是表格文件（.xlsx 或 .xls），不是 CSV。请另存为“CSV UTF-8”，再使用那个文件。',
    results_held: '另一个进程正在写这个结果文件，请等它结束；如果确实没有，请删除它旁边的 .lock 文件。',
  },
};
