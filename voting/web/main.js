/**
 * Where a page begins: the address says which one, and each is fetched only
 * when it is asked for.
 */

import { el, fill } from "./screen/dom.js";
import { language, speak } from "./screen/words.js";

const PAGES = {
  "/": () => import("./phone.js"), /* pages/phone/ and all it needs */
  "/chair": () => import("./pages/chair/chair.js"),
  "/desk": () => import("./pages/desk/desk.js"),
  "/kiosk": () => import("./pages/kiosk/kiosk.js"),
  "/record": () => import("./pages/record/record.js"),
  "/scrutineer": () => import("./pages/scrutineer/scrutineer.js"),
  "/setup": () => import("./pages/setup/setup.js"),
  "/test": () => import("./pages/test/test.js"),
  "/wall": () => import("./pages/wall/wall.js"),
};

/* A voting tablet stays one, wherever an address leads. */
function isKiosk() {
  try {
    return localStorage.getItem("congress/kiosk") !== null;
  } catch {
    return false;
  }
}

function failed(root, error) {
  fill(root, el("main.alone",
    el("h1", {lang: "zh-CN"}, "页面没有打开，请刷新；仍不行请到签到处。"),
    el("p", {lang: "en"},
      "The page did not open. Reload it; if that does not help, go to ",
      "the desk."),
    el("pre", String(error?.message ?? error))));
}

async function start() {
  const root = document.getElementById("page");
  const page = PAGES[isKiosk() ? "/kiosk" : location.pathname] ?? PAGES["/"];

  speak(language());
  addEventListener("no-conference", async () =>
    (await import("./pages/setup/empty.js")).show());
  try {
    await (await page()).start(root);
  } catch (error) {
    failed(root, error);
  }
}

void start();
