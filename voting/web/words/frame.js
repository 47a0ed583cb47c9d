/** What every page says. */
export const FRAME = {
  connecting: ["正在连接……", "Connecting…"],
  connected: ["已连接", "Connected"],
  lost: ["网络中断，正在重新连接", "No network; trying to reconnect"],
  strange: ["出错了，请刷新页面；仍不行请到签到处。",
    "Something went wrong. Reload the page; if that does not help, go to the desk."],
  roles: ["这台设备上的其他身份", "Other posts on this device"],
  clock: ["这台设备的时间不准，请校准。", "This device's clock is wrong; please set it."],
};
