/** What the presiding officer answers to objections and complaints. */
export const ANSWERS = {
  title: ["待答复的异议与申诉（{n}）", "Objections and complaints to answer ({n})"],
  how: ["代表提出的异议、申诉已写入大会记录。请在期限内答复；答复公开，写入后不能删除。",
    "Representatives have put these on record. Answer them in time; an answer is public and cannot be taken back."],
  until: ["{date}前答复", "Answer by {date}"],
  result: ["针对“{title}”的结果", "About the result of “{title}”"],
  answer: ["答复", "Your answer"],
  sign: ["签名并写入记录", "Sign it into the record"],
  empty: ["请写明答复。", "Please write an answer."],
  noText: ["正文取不到，请稍后再看。", "The text cannot be fetched now; look again later."],
};
