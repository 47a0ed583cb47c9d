/** What the voting tablet says. */
export const KIOSK = {
  title: ["投票平板", "Voting tablet"],

  /* made one */
  make: ["把这台设备变成投票平板", "Make this device a voting tablet"],
  makeHow: ["以后这台设备只给没有手机的人投票用，每人用完，内容全部清除。退出时须输入下面设的密码。",
    "From then on it only serves people without a phone, and forgets everything after each of them. Leaving needs the code set below."],
  pin: ["退出密码（4 到 8 位数字）", "Code for leaving (4 to 8 digits)"],
  badPin: ["请输入 4 到 8 位数字。", "Type 4 to 8 digits."],
  idle: ["无人操作多少秒后回到开始", "Seconds without a touch before it returns to the start"],
  badIdle: ["请输入 10 到 600 之间的数。", "A number from 10 to 600."],
  hold: ["请同时用系统的“屏幕固定”或“引导式访问”，把平板锁定在本页。",
    "Also lock the tablet to this page, with its own screen pinning or guided access."],
  begin: ["开始", "Start"],
  somebodys: ["这台设备已有别人的钥匙（{who}），不能用作投票平板。请用另一台。",
    "This device holds somebody's key ({who}) and cannot be a voting tablet. Use another one."],

  /* the next person */
  hello: ["在这里投票", "Vote here"],
  how: ["没有手机也能投票：请输入代表证上的十组数字（或用扫码枪扫描）。用完后请把证收好，下一项表决还用同一张证。",
    "You can vote without a phone: type the ten groups of digits on your card, or scan it with the reader. Keep your card: you need the same one for the next question."],
  digits: ["证上的数字", "Digits on the card"],
  next: ["下一步", "Next"],
  desk: ["工作人员", "For the desk"],

  noProof: ["服务器没有拿出您这张票的证明", "The server has not shown the proof of your ballot"],
  noProofHow: ["现在还不能说票是否在票箱里。请再试一次；还是这样，请告诉签到处。",
    "So nothing can be said now of whether it is in the box. Try again; if it stays so, tell the desk."],

  /* leaving */
  finish: ["我用完了，清除", "I have finished: forget me"],
  still: ["还在用吗？{n} 秒后回到开始。", "Still there? Back to the start in {n} s."],
  here: ["我还在", "I am still here"],
  sending: ["正在送出，请稍候……", "Being sent; please wait…"],
  receipt: ["请记下回执：第 {list} 条", "Write down your receipt: entry {list}"],
  forgotten: ["上一位的内容已全部清除。", "Everything of the person before has been cleared."],

  /* the desk's way out */
  leave: ["退出投票平板", "Leave the voting tablet"],
  leaveHow: ["退出以后，在这台平板上用过的证就不能再用，须补发新证。",
    "After leaving, cards that were used on this tablet no longer work; their owners need new ones."],
  wrongPin: ["密码不对。", "That is not the code."],
  back: ["返回", "Back"],
};
