/** What officers ask each other to sign, in words made from the event. */

/** A sentence for each type of event. */
export const ACT = {
  "post": ["新增：{who}", "Add {who}"],
  "reissue": ["重新发证：{who}（{reason}）", "A new card for {who} ({reason})"],
  "retire": ["撤销：{who}（{reason}）", "Remove {who} ({reason})"],
  "handover": ["改由 {who} 主持会议", "{who} presides from now on"],
  "policy": ["更换校外存证方案", "Another policy of outside witnesses"],
  "present": ["{who} 已到场", "{who} is here"],
  "leave": ["{who} 已离场", "{who} has left"],
  "headcount": ["清点会场人数：{n} 人", "Counted in the hall: {n}"],
  "key-start": ["重新锁票箱：{m} 名监票人，{n} 把钥匙可开",
    "Lock the ballot box anew: {m} scrutineers, {n} keys open it"],
  "hands": ["{title}：举手表决的人数", "{title}: the show of hands"],
  "desk-issue": ["{title}：发给 {who} 一张纸质票", "{title}: a paper ballot for {who}"],
  "desk-ballots": ["{title}：把 {n} 张纸质票封入票箱，另有废票 {m} 张",
    "{title}: {n} paper ballots into the box; {m} spoiled"],
  "void": ["{title}：本轮表决作废", "{title}: this round is void"],
  "uncountable": ["{title}：无法开箱，放弃本轮计票",
    "{title}: the box cannot be opened; this round is given up"],
};

/** What whoever signs it should have seen or done. */
export const CHECK = {
  "post": ["请核对姓名和职务。", "Check the name and the post."],
  "reissue": ["原来的证和设备随即失效。请确认是本人当面要求的。",
    "The old card and device stop working at once. Make sure that they asked for it in person."],
  "retire": ["撤销后不能恢复。", "This cannot be taken back."],
  "handover": ["签名后由这一位主持。", "They preside as soon as it is signed."],
  "policy": ["请逐行核对。", "Read every line."],
  "present": ["请确认您亲眼见到本人和代表证。", "Make sure that you have seen them, and their card."],
  "leave": ["请确认本人已经离场。", "Make sure that they have left."],
  "headcount": ["请确认您也数过，人数相同。", "Make sure that you have counted too, with the same number."],
  "key-start": ["原来的钥匙作废，所有监票人须重新锁箱。",
    "The old keys are of no use any more; all scrutineers lock the box again."],
  "hands": ["请确认您也数过，人数相同。", "Make sure that you have counted too, with the same numbers."],
  "desk-issue": ["请确认本人没有用手机投票，并当面领票。",
    "Make sure that they have not voted by phone, and take the sheet here."],
  "desk-ballots": ["请确认您与同事一起逐张核对并录入。", "Make sure that you have read and entered every sheet together."],
  "void": ["作废后本轮的票不再计数。", "Its ballots will not be counted."],
  "uncountable": ["请确认剩下的钥匙确实开不了箱。放弃后本轮没有结果。", "Make sure that the keys that are left do not open the box. It will have no result."],
};

/** Several of a kind, as the heading of a list. */
export const ALL = {
  "present": ["{n} 人已到场", "{n} people are here"],
  "leave": ["{n} 人已离场", "{n} people have left"],
  "desk-issue": ["{title}：发给 {n} 人各一张纸质票", "{title}: a paper ballot for each of {n}"],
};

/** What whoever signs such a list should have seen or done. */
export const CHECK_ALL = {
  "present": ["请确认名单上的每一位，您都亲眼见到本人和代表证。",
    "Make sure that you have seen everybody on this list, and their card."],
  "leave": ["请确认名单上的每一位都已离场。", "Make sure that everybody on this list has left."],
  "desk-issue": ["请确认名单上的每一位都没有用手机投票，并当面领票。",
    "Make sure that nobody on this list has voted by phone, and that each takes the sheet here."],
};

/** Reasons of a new card, and of a removal. */
export const REASON = {
  lost: ["遗失", "lost"],
  broken: ["损坏", "broken"],
  unused: ["未用", "not used"],
  mistake: ["有误", "a mistake"],
  resigned: ["辞去职务", "resigned"],
  left: ["调离", "left"],
  incapable: ["不能履职", "incapable"],
};

/** Who may sign beside those who have, by kind. */
export const SIGNER = {
  chair: ["主持人", "the presiding officer"],
  desk: ["签到处", "the desk"],
  scrutineer: ["监票人", "a scrutineer"],
  scrutineers: ["两名监票人", "two scrutineers"],
};

export const ACTS = {
  asks: ["请您会签", "For you to sign"],
  from: ["{who} 提出 · {time} 前有效", "Asked by {who} · until {time}"],
  sign: ["确认并签名", "Confirm and sign"],
  decline: ["不签", "Do not sign"],
  declineSure: ["再按一次：不签，并退回提出的人", "Press again: not signed, and back to who asked"],
  more: ["您签名后还需要：{who}", "After you, still needed: {who}"],
  refused: ["现在签名，日志也不会接收：", "If it were signed now, the log would not take it:"],
  waits: ["等待同事签名", "Waiting for a colleague"],
  anyOf: ["以下任一位在自己的设备上签名即可：{list}", "Any one of these can sign, on their own device: {list}"],
  onlyOf: ["需要 {list} 在自己的设备上签名", "Needs the signature of {list}, on their own device"],
  allOf: ["需要以下各位在自己的设备上签名：{list}", "Needs these signatures, each on a device of their own: {list}"],
  someOf: ["{list} 中的 {n} 位", "{n} of {list}"],
  or: [" 或 ", " or "],
  and: [" 和 ", " and "],
  andAlso: ["；", "; "],
  nobody: ["现在没有人能签：应当签名的同事还没有登记设备。",
    "Nobody can sign it now: no colleague who may has a device yet."],
  until: ["{time} 前有效", "Until {time}"],
  untilDated: ["每五分钟自动换成新的时间再提出，直到 {time}；请让本页开着。",
    "Asked again by itself with a new time every five minutes, until {time}; leave this page open."],
  again: ["已换上新的时间重新提出（{time}）；原来的已失效，没有生效。",
    "Asked again with a new time, at {time}; the old request has lapsed and has no effect."],
  moot: ["等待期间，此人的签到状态已经改变，不再提出。", "It was dropped: this person's attendance has changed meanwhile."],
  lapsed: ["已过有效时间，或已被撤回，没有签名。", "It has lapsed or was withdrawn, and was not signed."],
  withdraw: ["撤回", "Withdraw"],
  withdrawAll: ["全部撤回", "Withdraw all"],
  oneByOne: ["逐项处理", "One by one"],
  signAll: ["核对无误，{n} 项全部签名", "All correct: sign all {n}"],
  signing: ["正在签名：{done} / {all}", "Signing: {done} of {all}"],
  allSigned: ["{done} 项已全部签名。", "All {done} are signed."],
  someSigned: ["{done} 项已签名，{n} 项没有：", "{done} are signed, {n} are not:"],
  withdrawn: ["您已撤回，没有生效。", "You withdrew it; it has no effect."],
  declined: ["{zh} 没有签名，请当面问清后再办。", "{en} did not sign. Ask them, then do it again."],
  late: ["在有效时间内没有人签名，没有生效，请重新办理。",
    "Nobody signed it in time, and it has no effect. Do it again."],
  understood: ["知道了", "Understood"],
  reason: ["理由：{text}", "Reason: {text}"],
  unread: ["理由的正文没有附上，请勿签名。", "The text of the reason is missing; do not sign."],
  votes: ["有表决权", "with a vote"],
  votesNot: ["没有表决权", "without a vote"],
  row: ["第 {n} 项：{counts}", "Item {n}: {counts}"],
  count: ["有 {n} 件待您会签", "{n} for you to sign"],
};
