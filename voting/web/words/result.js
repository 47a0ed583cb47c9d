/** Options and outcomes, as result sheets name them. */
export const OPTION = {
  for: ["赞成", "For"],
  against: ["反对", "Against"],
  abstain: ["弃权", "Abstain"],
  excellent: ["优秀", "Excellent"],
  competent: ["称职", "Competent"],
  basically_competent: ["基本称职", "Basically competent"],
  not_competent: ["不称职", "Not competent"],
  do_not_know: ["不了解", "Do not know"],
  talk_required: ["需谈话", "Talk required"],
  satisfied: ["满意", "Satisfied"],
  mostly_satisfied: ["基本满意", "Mostly satisfied"],
  not_satisfied: ["不满意", "Not satisfied"],
  yes: ["是", "Yes"],
  no: ["否", "No"],
  signed: ["联名", "Signed"],
  uncounted: ["未开票", "Left sealed"],
  recused: ["回避", "Recused"],
  invalid: ["无效", "Invalid"],
  unreturned: ["未交票", "Not returned"],
  unissued: ["未领票", "Not collected"],
  absent: ["缺席", "Absent"],
};

export const OUTCOME = {
  adopted: ["通过", "Adopted"],
  rejected: ["未通过", "Not adopted"],
  elected: ["当选", "Elected"],
  void: ["无效", "Void"],
  no_quorum: ["未达法定人数", "No quorum"],
  too_few: ["票数太少，不拆封", "Too few to open"],
};

/** How far a question is: both languages, and the tone of its chip. */
export const STAGE = {
  ready: ["待表决", "Not yet", ""],
  open: ["正在投票", "Open", "live"],
  closed: ["计票中", "Being counted", ""],
  counted: ["待宣布", "Counted", ""],
  declared: ["已宣布", "Declared", "good"],
  published: ["已公布", "Published", "good"],
  void: ["作废", "Void", "bad"],
  uncountable: ["无法计票", "Not countable", "bad"],
};
