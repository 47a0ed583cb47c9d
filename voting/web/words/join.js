/** From the card to a device that is registered. */
export const JOIN = {
  opening: ["正在打开……", "Opening…"],
  reading: ["正在核对大会记录：{done} / {all}",
    "Checking the conference's record: {done} of {all}"],
  split: ["大会记录前后不一致！请停止操作，立即报告监票人。",
    "The conference's record contradicts itself! Stop here and tell a scrutineer at once."],
  storage: ["这个浏览器不能保存数据（无痕模式？）。请换一个浏览器，或到签到处。",
    "This browser cannot keep anything (a private window?). Use another one, or go to the desk."],
  scan: ["请扫描代表证上的二维码", "Please scan the code on your voting card"],
  scanHow: ["用微信“扫一扫”或手机相机扫自己的证；大屏幕上的码不含个人信息。已在别的手机上登记的，请用那部手机。扫不了时，在下面输入证上的数字。",
    "Scan your own card with WeChat or the camera; the code on the wall is nobody's. If you have registered another phone, use that one. If scanning does not work, type the digits on the card."],
  digits: ["证上的数字（十组）", "Digits on the card (ten groups)"],
  badDigits: ["第 {n} 组数字有误，请核对。", "Group {n} is not right; please check it."],
  badCard: ["请输入全部十组数字。", "Please type all ten groups."],
  next: ["下一步", "Next"],
  again: ["再试一次", "Try again"],
  unknownCard: ["这张证已在另一台设备上使用、已重新发证，或不属于本次大会。请到签到处。",
    "This card is in use on another device, has been replaced, or is of another conference. Please go to the desk."],
  areYou: ["您是{name}吗？", "Are you {name}?"],
  wrongName: ["服务器给出的姓名与记录不符，请到签到处。",
    "The server gave another name than the one on record; go to the desk."],
  useThis: ["是我，在这台设备上使用", "Yes, use this device"],
  notMe: ["不是我", "That is not me"],
  notMeHow: ["请把证交回签到处，换一张。", "Please take the card back to the desk."],
  replaced: ["您的证已重新发放，这台设备已停用。请扫描新证；如果不是您要求的，请马上到签到处。",
    "Your card was issued anew, and this device is not in use any more. Scan the new card; if you did not ask for it, go to the desk at once."],
  enrolling: ["正在登记这台设备……", "Registering this device…"],
};

/** Posts as they are called. */
export const POST = {
  seat: ["席位 {n}", "Seat {n}"],
  observer: ["列席 {n}", "Observer {n}"],
  chair: ["大会主持人 {n}", "Chair {n}"],
  desk: ["签到处 {n}", "Desk {n}"],
  scrutineer: ["监票人 {n}", "Scrutineer {n}"],
};

/** Somebody whose name another has, too. */
export const POST_OF = { both: ["{name}（{post}）", "{name} ({post})"] };

/** What waits on another page of this device. */
export const WAITS = {
  open: ["正在投票", "Voting is open"],
  lock: ["锁票箱", "Lock the box"],
  count: ["等待开箱", "Use your key"],
  sign: ["等待签字", "Sign the count"],
};
