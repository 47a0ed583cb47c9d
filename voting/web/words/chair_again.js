/** Hands, ending a round without a result, and the round that follows it. */
export const HANDS = {
  say: ["“赞成的请举手。……请放下。反对的请举手。……请放下。弃权的请举手。……请放下。”", "“Those in favour, please raise your hands. … Those against. … Those abstaining. …”"],
  count: ["举手人数", "The show of hands"],
  how: ["按行填写人数。在场 {n} 人；每一行合计不能超过在场人数。", "Fill in the numbers. {n} are present; no line can add up to more."],
  sum: ["合计 {n} / {present}", "{n} of {present}"],
  tooMany: ["合计 {n} 人，超过在场 {present} 人，请重新清点。", "{n} are more than the {present} present; count again."],
  empty: ["请填写每一个人数；没有人填 0。", "Fill in every number; 0 for nobody."],
  record: ["记录举手人数", "Record the show of hands"],
  byScrutineers: ["请两名监票人在各自的设备上记录举手人数。", "Two scrutineers record the show of hands, each on a device of their own."],
  recorded: ["举手人数已记录。", "The show of hands is on record."],
};

export const VOID = {
  fold: ["本轮作废……", "Void this round…"],
  why: ["只用于确有错误的情况，例如名单有误。已投的票不计入，但留在大会记录里；此后可以重新表决。", "Only if something is wrong, such as the roll. The ballots do not count but stay on record; the question can be voted on again."],
  keysUsed: ["监票人已用过钥匙，本轮不能再作废。", "A scrutineer's key has been used, so this round can no longer be voided."],
  reason: ["作废的原因（必填，存入大会记录）", "Reason (required, kept on record)"],
  reasonMissing: ["请写明原因。", "Give the reason."],
  act: ["本轮作废", "Void this round"],
  who: ["须 {n} 名监票人在各自设备上同意。", "{n} scrutineers must agree, each on a device of their own."],
  whoDesk: ["须签到处在其设备上同意。", "The desk must agree on its own device."],
  sure: ["再按一次，请监票人同意作废", "Press again to ask the scrutineers"],
};

export const LOST = {
  fold: ["钥匙丢失，无法计票……", "Keys are lost; it cannot be counted…"],
  why: ["开箱需要 {m} 把钥匙。剩下的钥匙不够时，先在“会议”里注销丢失钥匙的监票人，再由主持人和两名监票人确认本轮无法计票。", "{m} keys are needed. If fewer are left, first retire the scrutineers who lost theirs, under “Session”; then the chair and two scrutineers put on record that this round cannot be counted."],
  reason: ["原因（必填，存入大会记录）", "Reason (required, kept on record)"],
  act: ["确认本轮无法计票", "Put on record that it cannot be counted"],
  sure: ["再按一次，请两名监票人确认", "Press again to ask two scrutineers"],
};

export const AGAIN = {
  title: ["重新表决", "Vote again"],
  how: ["内容不变，编号为 {id}，正文、规则与上一轮相同。", "The same question once more, as {id}, with the same texts and rules."],
  make: ["建立新的一轮", "Make the new round"],
  made: ["新的一轮已经建立。", "The new round has been made."],
  toIt: ["转到新的一轮", "Go to the new round"],
  suffix: ["（第{n}轮）", " (round {n})"],
  recusals: ["回避名单有误？在这里更正", "Are the recusals wrong? Mend them here"],
  recusalsField: ["回避名单", "Recusals"],
  recusalsHow: ["每行一个席位号：第几项 席位号。例如“1 036”表示席位 036 在第 1 项回避。", "One a line: number of the item, number of the seat. “1 036”: seat 036 does not vote on item 1."],
  recusalsBad: ["第 {n} 行看不懂：{line}", "Line {n} cannot be read: {line}"],
  wrongRoll: ["代表名单有误？", "Is the roll itself wrong?"],
  wrongRollHow: ["代表名单在开会期间不能改动。按以下步骤处理：", "The roll is frozen while a session runs. Mend it like this:"],
  step1: ["本轮已作废，票不计入。", "This round is void; its ballots do not count."],
  step2: ["在“会议”里宣布散会（没有未完成的表决时）。", "End the session, once no other vote is unfinished."],
  step3: ["签到处更正名单，发证。", "The desk mends the roll and gives out cards."],
  step4: ["秘书建立新的会议，宣布开会，清点人数、锁票箱。", "The secretary makes a new session; open it, count the hall, lock the box."],
  already: ["已有新的一轮：{title}", "There is a further round already: {title}"],
  step5: ["回到这里，建立新的一轮。", "Come back here and make the new round."],
  tie: ["票数相等，在以下候选人中再次投票：{names}", "Equal votes: vote again between {names}"],
  tieMake: ["建立再次投票", "Make the second vote"],
  runoff: ["尚缺 {n} 名，在以下候选人中另行选举：{names}", "{n} seats open: a run-off among {names}"],
  runoffMake: ["建立另行选举", "Make the run-off"],
  runoffPick: ["参加另行选举的候选人", "Who stands in the run-off"],
};
