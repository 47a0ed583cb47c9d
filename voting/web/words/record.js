/** What the public record says. */
export const RECORD = {
  title: ["大会公开记录", "Public record"],
  opening: ["正在打开大会记录……", "Opening the record…"],
  stateServed: ["服务器公布的 {n} 条记录，截至 {date}",
    "{n} entries as the server publishes them, up to {date}"],
  stateCounted: ["本机已重新计票的 {n} 条记录，截至 {date}",
    "{n} entries, counted again on this device, up to {date}"],

  /* sessions and questions */
  noSession: ["会议尚未安排。", "No session has been planned yet."],
  none: ["还没有表决。", "Nothing has been voted on yet."],
  contents: ["表决事项", "Questions"],
  waiting: ["尚未表决的事项（{n}）", "Questions not voted on yet ({n})"],
  turnout: ["收回 {n}，应到 {all}", "{n} returned of {all}"],
  short: ["赞成 {n} 票，应到 {roll}，须 {needed}", "{n} of {roll} in favour, {needed} needed"],
  adoptedOf: ["{all} 项中通过 {n} 项", "{n} of {all} adopted"],
  electedOf: ["当选 {n} 人", "{n} elected"],
  practice: ["演练，不计入", "Practice: it does not count"],

  /* one round */
  roll: ["应到", "Due"],
  present: ["实到", "Present"],
  issued: ["发出", "Issued"],
  returned: ["收回", "Returned"],
  needed: ["须 {n} 票（应到 {roll}）。", "{n} needed of {roll}."],
  recused: ["回避 {n}", "{n} recused"],
  handsNow: ["正在举手表决。", "Hands are being counted."],
  noPartial: ["结束并开箱以前，任何人都看不到票数。",
    "Nobody sees any count before voting has ended and the box is opened."],
  isVoid: ["本轮已作废，不产生结果。理由见“程序”。",
    "This round was voided and decides nothing; the reason stands under Procedure."],
  isUncountable: ["本轮无法计票，不产生结果。理由见“程序”。",
    "This round could not be counted and decides nothing; the reason stands under Procedure."],
  superseded: ["这个结果已被后来的表决取代，不再有效。",
    "This result is no longer in force: a later vote has taken its place."],
  nowInForce: ["现行结果：", "In force:"],
  votedAgain: ["重新表决：", "Voted on again:"],
  afterVoid: ["前一轮作废，重新表决：", "The round before was voided:"],
  afterTie: ["因票数相等再次投票，前一轮：", "Voted again because of equal votes in:"],
  afterShortfall: ["因名额未满再次投票，前一轮：", "Voted again for the seats left open by:"],
  afterSupersede: ["取代先前的结果：", "Takes the place of:"],
  nameForMembers: ["（姓名仅供会员查阅）", "(the name is for members)"],
  membersOnly: ["此正文仅供会员查阅。", "This text is for members only."],
  storyLater: ["这部分记录尚未读到。", "This part of the record has not been read yet."],
  textLater: ["正文暂时读不到。", "The text cannot be read at the moment."],
  laidAt: ["第 {version} 稿，记录第 {n} 条，{date}",
    "Version {version}, entry {n}, {date}"],

  /* elections */
  seats: ["名额 {n} 人，当选 {k} 人。", "{k} elected to {n} seats."],

  /* folded */
  procedure: ["程序", "Procedure"],
  kept: ["齐全", "Complete"],
  underWay: ["进行中", "Under way"],
  missing: ["缺 {n} 项", "{n} missing"],
  noted: ["{n} 项附理由", "{n} with a reason"],
  stateOf: {
    kept: ["已完成：", "Done:"],
    noted: ["附理由：", "With a reason:"],
    waits: ["尚未：", "Not yet:"],
    missing: ["缺：", "Missing:"],
  },
  people: ["到会与投票名单", "Who was present, who voted"],
  seatsOnly: ["公开记录只有席位号，没有姓名。",
    "The public record has the numbers of seats, and no names."],
  wasPresent: ["开始时到会", "Present when it was opened"],
  cameLater: ["表决期间到会", "Arrived while it was open"],
  wasAbsent: ["缺席", "Absent"],
  hasVoted: ["已投票", "Voted"],
  tookSheet: ["领取纸质票", "Took a paper sheet"],
  hasNotVoted: ["到会未投票", "Present, did not vote"],
  nobody: ["无", "nobody"],
  listComma: ["、", ", "],
  fullText: ["正文与规则", "Text and rule"],
  rule: ["表决规则", "The rule"],
  sheet: ["计票单", "Count sheet"],
  sheetHow: ["A4，中英文，有签字栏和盖章处。",
    "A4, in both languages, with lines to sign on and room for the stamp."],
  print: ["打印计票单", "Print the count sheet"],

  /* statements */
  statements: ["异议、申诉与监票记录", "Objections, complaints and incidents"],
  noStatements: ["没有。", "There are none."],

  /* entries */
  entryOf: ["第 {n} 条", "Entry {n}"],
  entryServed: ["服务器给出的原文。", "Word for word, as the server gives it."],
  entryCounted: ["已重新计票的记录原文。", "Word for word, from the record that was counted again."],
  closeEntry: ["关闭", "Close"],

  /* record code */
  code: ["大会记录码", "Record code"],
  codeOf: ["{n} 条记录，{date}", "{n} entries, {date}"],
  codeHow: ["输入会场大屏或他人手机上的记录码：", "Type the code from the wall or from another phone:"],
  codeEmpty: ["请输入记录码。", "Please type the code."],
  same: ["一致：是同一份记录。", "The same: it is one record."],
  different: ["不一致！请记下两个码并报告监票人。", "Not the same! Write both down and tell a scrutineer."],
  older: ["记录增加时，记录码也会变；也可能只是先后不同。",
    "The code changes when the record grows: it may only be of another moment."],
  compare: ["核对", "Compare"],
  noRecord: { zh: "这不是一份完整的大会记录。", en: "This is not a whole record." },

  columns: [["会议", "session"], ["编号", "question"], ["备注", "note"],
    ["事项", "title"], ["项目编号", "item"], ["项目", "item title"],
    ["选项", "option"], ["票数", "count"], ["应到", "due"], ["须", "needed"],
    ["结果", "outcome"], ["记录号", "entry"]],
};

export const KIND = {
  secret: ["无记名投票", "secret ballot"],
  named: ["记名投票", "recorded vote"],
  hands: ["举手表决", "show of hands"],
};

export const SESSION = {
  planned: ["尚未开会", "planned"],
  running: ["正在开会", "running"],
  ended: ["已闭会", "ended"],
};

/** What became of a row. */
export const VERDICT = {
  adopted: ["通过", "Adopted"],
  rejected: ["未通过", "Not adopted"],
  void: ["无效：收回多于发出", "Void: more returned than issued"],
  no_quorum: ["未达法定人数，不产生结果", "No quorum: nothing is decided"],
  too_few: ["票数不足三张，不开箱", "Fewer than three ballots: not opened"],
  ungraded: ["无评议结论", "No grade"],
  counted: ["已计票", "Counted"],
};

/** What became of a candidate. */
export const ELECTED = {
  elected: ["当选", "Elected"],
  tied: ["票数相等，再次投票", "Equal votes: voted on again"],
  tied_out: ["票数相等，均不当选", "Equal votes: not elected"],
  outvoted: ["名额已满，未当选", "No seat left: not elected"],
  below_threshold: ["票数不足，未当选", "Too few votes: not elected"],
};

export const NEXT = {
  revote: ["余 {n} 个名额，票数相等者再次投票。", "Seats left: {n}; those with equal votes are voted on again."],
  runoff: ["余 {n} 个名额，另行选举。", "Seats left: {n}, to be voted on again."],
  vacant: ["余 {n} 个名额空缺。", "Seats left vacant: {n}."],
};

export const STATEMENT = {
  objection: ["异议", "Objection"],
  complaint: ["申诉", "Complaint"],
  incident: ["监票记录", "Incident"],
  reply: ["答复", "Answer"],
  about: ["针对：", "About:"],
  waiting: ["待答复", "Waiting for an answer"],
  overdue: ["答复逾期", "The answer is overdue"],
  answerBy: ["由 {who} 在 {date} 前答复（30 天内）", "{who} has to answer by {date} (30 days)"],
};

/** Counting again in this page. */
export const RECOUNT = {
  title: ["在这里重新计票", "Recount it here"],
  servedWord: ["下面的数字目前是服务器的说法。您可以自己核对。",
    "The numbers on this page are the server's word so far. You can check them yourself."],
  how: ["本页会读取全部记录，在这台设备上逐条核对十八项，不相信任何人的说法。",
    "This page reads the whole record and makes all eighteen checks on this device; it takes nobody's word."],
  counting: ["正在重新计票", "Counting again"],
  reading: ["已核对 {done} / {all} 条", "{done} of {all} entries checked"],
  ending: ["正在核对签名与证明……", "Checking signatures and proofs…"],
  stay: ["请不要关闭本页。", "Please keep this page open."],
  holds: ["重新计票：全部成立", "Recounted: everything holds"],
  holdsHow: ["本页所有数字都由这台设备从记录重新算出。",
    "Every number on this page was worked out on this device from the record."],
  grown: ["此后又有 {n} 条新记录，尚未核对，也未显示。",
    "{n} entries have come since; they are neither checked nor shown."],
  goOn: ["继续核对新记录", "Check the new ones too"],
  fails: ["有一项不成立！", "A check has failed!"],
  failsHow: ["请不要相信本页的数字。下载这份记录作为证据，报告监票人，并换一台设备再核对。",
    "Do not trust the numbers on this page. Keep this record as evidence, tell a scrutineer, and try another device."],
  unsure: ["核对没有通过：下面的数字不可信。",
    "A check has failed: the numbers below cannot be trusted."],
  repeat: ["再核对一次", "Check again"],
  atEntry: ["（第 {n} 条）", "(entry {n})"],
  extent: ["{n} 条记录，{date}", "{n} entries, {date}"],
  witnesses: ["校外存证 {all} 家，已签 {n} 家。", "{n} of {all} outside copy-keepers have signed."],
  noWitnesses: ["没有校外存证。", "There are no outside copy-keepers."],
  texts: ["核对正文 {n} 份。", "{n} texts were checked."],
  membersTexts: ["会员正文 {n} 份不在公开记录内。", "{n} texts for members are not in the public record."],
  checks: ["核对清单 V1–V18", "The checks, V1 to V18"],
  noReceipt: ["（在“我的票在里面吗？”中核对回执）", "(check a receipt under “Is my ballot in it?”)"],
  verdict: {
    passed: ["成立", "holds"],
    failed: ["不成立", "failed"],
    "not-reached": ["未核对", "not checked"],
  },
  takeHome: ["带走这份记录", "Take the record home"],
  table: ["结果表（CSV）", "Results (CSV)"],
  bundle: ["全部记录，供 ballotverify 等程序核对", "The whole record, for ballotverify and other programs"],
  single: ["单个网页文件，离线也能重新计票", "One page that recounts without a network"],
  singleHow: ["这个文件含全部记录和核对程序，可存入 U 盘，在没有网络的电脑上用浏览器打开。",
    "This file holds the record and the checking program; open it from a USB stick in a browser without any network."],
};

export const MINE = {
  title: ["我的票在里面吗？", "Is my ballot in it?"],
  secret: ["无记名票的内容已加密，这里看不到任何人的选择。",
    "Secret ballots are sealed: nobody's choice can be seen here."],
  byReceipt: ["用回执查", "By the receipt"],
  byNumber: ["用记录号和封票码查", "By entry number and ballot code"],
  bySeat: ["用席位号查", "By the number of the seat"],
  file: ["回执文件", "The receipt as a file"],
  pasted: ["或粘贴回执", "Or paste it"],
  entry: ["记录号", "Entry number"],
  code: ["封票时手机显示的码（可不填）", "Code that the phone showed when sealing (if you noted it)"],
  seat: ["席位号", "Number of the seat"],
  look: ["查找", "Look"],
  looking: ["正在查找……", "Looking…"],
  first: ["请先在这里重新计票，再核对回执。", "Recount first, please; then the receipt can be checked."],
  empty: ["请选择文件或粘贴回执。", "Choose a file, or paste the receipt."],
  again: ["请继续核对新记录，然后再查一次。", "Check the new entries too, then look again."],
  receiptIn: ["在：第 {n} 条，与回执一致。", "Yes: entry {n}, as the receipt says."],
  receiptOut: ["回执所指的票不在这份记录里！请保存回执并提出异议。",
    "The ballot of this receipt is not in this record! Keep the receipt and object."],
  notThere: ["没有这一条。记录号是 0 到 {n}。", "There is no such entry; they go from 0 to {n}."],
  notCast: ["第 {n} 条不是选票。", "Entry {n} is not a ballot."],
  isCast: ["第 {n} 条是{seat}对“{paper}”投出的票，{time} 收到，内容已加密。",
    "Entry {n} is the ballot of {seat} on “{paper}”, taken in at {time}. It is sealed."],
  isNamed: ["第 {n} 条是{seat}对“{paper}”的记名投票，{time} 收到。",
    "Entry {n} is the recorded vote of {seat} on “{paper}”, taken in at {time}."],
  replaced: ["此后已改投：以第 {n} 条为准。", "It was changed later: entry {n} counts."],
  sameCode: ["封票码一致：正是手机封好的那张票。", "The code agrees: it is the ballot that the phone sealed."],
  otherCode: ["封票码不一致！请核对输入；确认无误请保存封票码并提出异议。",
    "The code differs! Check what you typed; if it is right, keep the code and object."],
  noCode: ["填上封票码，还可以核对是不是手机封好的那张票。",
    "With the ballot's code you can also check that it is the one your phone sealed."],
  noSeat: ["表决名单里没有这个席位号。", "There is no voting seat of this number."],
  seatCast: ["已投票", "voted"],
  seatChanged: ["已投票，共 {n} 次，以最后一次为准", "voted {n} times; the last one counts"],
  seatSheet: ["领取纸质票", "took a paper sheet"],
  seatHands: ["到会，举手表决", "present at a show of hands"],
  seatSilent: ["到会未投票", "present, did not vote"],
  seatAbsent: ["缺席", "absent"],
  served: ["这是服务器的说法；重新计票后即由本机核实。",
    "This is the server's word; recount, and this device has checked it."],
  counted: ["已在本机从记录核实。", "Checked on this device, from the record."],
};

/** The count sheet on paper, in both languages at once. */
export const SHEET = {
  title: ["计票单", "Count sheet"],
  secret: ["无记名投票", "secret ballot"],
  named: ["记名投票", "recorded vote"],
  hands: ["举手表决", "show of hands"],
  practice: ["演练，不计入", "practice, does not count"],
  row: ["项目", "Item"],
  needed: ["须", "Needed"],
  outcome: ["结果", "Outcome"],
  recounted: ["已在打印的设备上由全部记录重新计票，全部成立。大会记录码：",
    "Counted again from the whole record on the device that printed this; everything holds. Record code:"],
  served: ["按服务器的说法打印，未重新计票。大会记录码：",
    "Printed by the server's word; not counted again. Record code:"],
  entries: ["记录共 {size} 条；开始 {open}，结束 {close}，结果 {result}。",
    "{size} entries; opened {open}, ended {close}, result {result}."],
  presiding: ["大会主持人", "Presiding officer"],
  date: ["日期", "Date"],
  stamp: ["（单位盖章）", "School's stamp"],
};

/** The record in one file, opened without a network. */
export const OFFLINE = {
  title: ["大会记录（离线）", "The record, offline"],
  what: ["这是大会记录的离线文件，不使用网络；打开时即在这台设备上重新计票。",
    "This is the record in one file. It uses no network, and is counted again on this device when it is opened."],
  stays: ["正在打开。如果这句话不消失，说明浏览器不允许运行程序，或这个文件被改动过：请不要相信它，改用 ballotverify 核对。",
    "Opening. If this sentence stays, the browser does not allow programs, or somebody has changed this file: do not trust it; check the record with ballotverify."],
  trust: ["这个文件只能证明它自己的程序所核对的内容。要确认程序没有被改动，请与公布的校验值比较，或下载其中的记录，用 ballotverify 核对。",
    "This file proves only as much as the program inside it can be trusted. Compare its published hash, or take the record out of it and check that with ballotverify."],
};
