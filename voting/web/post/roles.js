/**
 * Several posts on one device: the way to the pages of the others, and what
 * waits there. What waits is a hint; each page looks for itself.
 */

import { namesUnder, recall } from "../log/device.js";
import { el, mark } from "../screen/dom.js";
import { kindOf, PAGES, postName } from "./posts.js";
import { say } from "../screen/words.js";
import { WAITS } from "../words/join.js";

/** By the kind of a post: what the conference shows that it should do. */
const WAITING = {
  seat: ({ papers }) => papers.some((p) => p.stage === "open" &&
    p.ballot !== "hands") && WAITS.open,
  scrutineer: ({ papers, sessions }) =>
    sessions.some((s) => s.stage === "running" && ["committing", "dealing",
      "accepting"].includes(s.ballot_box?.stage)) && WAITS.lock ||
    papers.some((p) => p.stage === "closed" && p.ballot === "secret") &&
      WAITS.count ||
    papers.some((p) => p.stage === "counted" && p.ballot === "secret") &&
      WAITS.sign,
};

/**
 * Links to the pages of this device's other posts.
 *
 * @param {string[]} kinds  what the page is for
 * @param {Object} conference  as the views have it
 * @returns {HTMLElement[]}
 */
export function otherRoles(kinds, conference) {
  const others = namesUnder("keys/").map((name) => recall(name)?.post)
    .filter((post) => post && !kinds.includes(kindOf(post)));

  return others.map((post) => {
    const waits = WAITING[kindOf(post)]?.(conference);

    return el("a", { href: PAGES[kindOf(post)] }, postName(post),
      waits && el("span.chip.live", mark("alert"), say(waits)));
  });
}
