/** What the voting tablet says. */
export const KIOSK = {
  title: ["投票平板", "Voting tablet"],

  /* made one */
  make: ["把这台设备变成投票平板", "Make this device a voting tablet"],
  makeHow: ["之后这台设备只给没有手机的人投票用，每人用完即忘记一切。要退出须输入密码。",
    "From then on it serves people without a phone, and forgets everything after each. Leaving takes the code."],
  pin: ["退出密码（4 到 8 位数字）", "Code for leaving (4 to 8 digits)"],
  badPin: ["请输入 4 到 8 位数字。", "Type 4 to 8 digits."],
  idle: ["无人操作多少秒后回到开始", "Seconds without a touch before it returns to the start"],
  badIdle: ["10 到 600 之间。", "From 10 to 600."],
  hold: ["请同时用系统的“屏幕固定”或“引导式访问”，把平板锁定在本页。",
    "Also pin this page with the tablet's own screen pinning or guided access."],
  begin: ["开始", "Begin"],
  somebodys: ["这台设备已有别人的钥匙（{who}），不能用作投票平板。请用另一台。",
    "This device holds somebody's key ({who}) and cannot be a voting tablet. Use another one."],

  /* the next person */
  hello: ["在这里投票", "Vote here"],
  how: ["没有手机也能投票：请输入代表证上的十组数字（或用扫码枪扫描）。用完后请把证收好，下一项表决还用同一张证。",
    "You can vote without a phone: type the ten groups of digits on your card, or scan it with the reader. Keep the card: the next question is opened with the same one."],
  digits: ["证上的数字", "Digits on the card"],
  next: ["下一步", "Next"],
  desk: ["工作人员", "For the desk"],

  noProof: ["服务器没有拿出您这张票的证明", "The server has not shown the proof of your ballot"],
  noProofHow: ["现在还不能说票是否在票箱里。请再试一次；还是这样，请告诉签到处。",
    "So nothing can be said now of whether it is in the box. Try again; if it stays so, tell the desk."],

  /* leaving */
  finish: ["我用完了，清除", "I have finished: forget me"],
  still: ["还在用吗？{n} 秒后回到开始。", "Still there? It returns to the start in {n} s."],
  here: ["我还在", "I am still here"],
  sending: ["正在送出，请稍候……", "Being sent; please wait…"],
  receipt: ["请记下回执：第 {list} 条", "Write down your receipt: entry {list}"],
  forgotten: ["上一位的内容已全部清除。", "Everything of the last person is forgotten."],

  /* the desk's way out */
  leave: ["退出投票平板", "Leave the voting tablet"],
  leaveHow: ["退出后，在这台平板上用过的证在这里不能再用，须补发新证。",
    "Once you leave, cards that were used here cannot be used here again: they need to be issued anew."],
  wrongPin: ["密码不对。", "That is not the code."],
  back: ["返回", "Back"],
};
