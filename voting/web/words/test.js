/** What the page says on which another device's test ballot is checked. */
export const TEST = {
  title: ["核对抽查的票", "Check a test ballot"],
  how: ["在另一台设备上抽查一张票后，把那里显示的内容粘贴到这里。本页会重新封一次，比较封票码。",
    "After a ballot was tested on another device, paste what it shows here. This page seals it again and compares the code."],
  content: ["抽查内容", "Content of the test ballot"],
  code: ["那台设备先前显示的封票码", "The code that the other device showed before"],
  check: ["核对", "Check"],
  unread: ["这不是一张抽查的票，或不属于本次大会正在进行的表决。",
    "This is no test ballot, or not of a question that is open now."],
  same: ["封票码一致：封的就是下面的选择。", "The codes agree: what was sealed is the choice below."],
  different: ["封票码不一致！那台设备封的不是它显示的选择。请停止使用，报告监票人。",
    "The codes differ! That device did not seal what it showed. Stop using it and tell a scrutineer."],
  noCode: ["请输入那台设备先前显示的封票码。", "Please type the code that the other device showed before."],
  spoilt: ["这张票已作废，不计入。", "This ballot is spoilt and does not count."],
};
