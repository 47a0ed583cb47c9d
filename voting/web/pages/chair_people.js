/** The chair's people: who presides, and who stands in. */

import { el } from "../dom.js";
import { notice } from "../frame.js";
import { postName } from "../posts.js";
import { say } from "../words.js";
import { CHAIR } from "../words/chair.js";

/** Who holds a chair's card, but does not preside. */
export function notPresiding(chair) {
  return notice("warn", "alert", el("p", say(CHAIR.notPresiding,
    { post: postName(chair.conference.presiding) })));
}

export function peopleCard() {
  return null;
}
