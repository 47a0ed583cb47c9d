/** What every page says while there is no conference. */
export const EMPTY = {
  title: ["教职工代表大会", "Staff Representative Conference"],
  none: ["大会还没有设立", "There is no conference here yet"],
  others: ["代表、监票人和工作人员", "Representatives, scrutineers, officers"],
  othersHow: ["请等待通知。大会设立后，本页自动更新；您会得到一张证，扫描后即可使用。",
    "Please wait to be told. Once the conference is founded this page changes by itself; you will be given a card to scan."],
  secretary: ["秘书", "The secretary"],
  secretaryHow: ["请向服务器管理人员索取一次性初始码，在您自己的电脑上设立大会。",
    "Ask whoever runs the server for the one-time set-up code, and found the conference on your own computer."],
  begin: ["开始设立", "Begin"],
};
