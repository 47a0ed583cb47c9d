/**
 * What every page shows while the log is empty: that nobody has founded a
 * conference here, and where the secretary does.
 */

import { el, fill } from "../../screen/dom.js";
import { Frame } from "../../screen/frame.js";
import { say } from "../../screen/words.js";
import { EMPTY } from "../../words/empty.js";

/** Takes the place of the page. */
export function show() {
  document.body.classList.remove("wall");
  const root = document.getElementById("page");

  fill(root);
  const frame = new Frame(root, { title: EMPTY.title });

  frame.connected(true);
  frame.show("empty", () => [
    el("h1", say(EMPTY.none)),
    el("section.card", el("h2", say(EMPTY.others)),
      el("p", say(EMPTY.othersHow))),
    el("section.card", el("h2", say(EMPTY.secretary)),
      el("p", say(EMPTY.secretaryHow)),
      el("div.actions", el("a.button.primary", { href: "/setup" },
        say(EMPTY.begin)))),
  ]);
}
