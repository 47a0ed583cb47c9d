/** What a scrutineer's page says. */
export const SCRUTINEER = {
  title: ["监票人", "Scrutineer"],
  idle: ["现在没有需要您做的事。请不要关闭本页。", "There is nothing for you to do now. Please keep this page open."],
  noSession: ["大会尚未开始。", "The session has not begun."],

  lock: ["锁票箱", "Lock the ballot box"],
  lockWhy: ["{m} 名监票人各持一把钥匙，任意 {n} 把可以开箱；任意 {n} 人串通也能看到每张票。",
    "{m} scrutineers hold a key each. Any {n} of the keys open the box; any {n} of you together could also read votes."],
  locking: ["正在锁：已提交 {a}，已交换 {b}，已确认 {c}，共 {m} 人",
    "Locking: {a} committed, {b} exchanged, {c} confirmed, of {m}"],
  locked: ["票箱已锁好，钥匙在这台设备里。", "The box is locked, and your key is on this device."],
  complain: ["另一名监票人的数据有误，锁箱中止。请报告主持人重新开始。",
    "Another scrutineer's data is wrong, and locking ends here. Tell the presiding officer to begin again."],
  card: ["钥匙备份卡", "Backup of your key"],
  cardHow: ["请抄在纸上，装入信封封好。拆封须记录在案。", "Copy it onto paper and seal it in an envelope. Opening the envelope is an incident on record."],
  cardShow: ["显示备份", "Show it"],
  noKey: ["这台设备没有本次会议的开箱钥匙。", "This device has no key to this session's box."],

  open: ["用我的钥匙开箱", "Use my key"],
  openWhy: ["先在这台设备上核对整个大会记录，再使用钥匙。", "This device first verifies the whole record, then uses the key."],
  verifying: ["正在核对：{done} / {all}", "Verifying: {done} of {all}"],
  notGood: ["核对没有通过，钥匙没有使用：", "The record does not hold, and the key was not used:"],
  used: ["您的钥匙已用于本项。", "Your key has been used for this question."],
  sign: ["在计票单上签字", "Sign the count sheet"],
  signed: ["您已签字。", "You have signed."],
  turnout: ["已投 {n} / {all}", "{n} of {all} in the box"],

  destroy: ["销毁我的钥匙", "Destroy my key"],
  destroyWhy: ["会议已结束。钥匙销毁后，任何人都不能再开箱。", "The session has ended. Once the keys are destroyed nobody can open the box again."],
  destroyed: ["钥匙已销毁。", "The key has been destroyed."],
};
