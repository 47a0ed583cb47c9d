/** A show of hands, as the presiding officer leads it. */

import { el } from "../../screen/dom.js";
import { actionButton, notice } from "../../screen/frame.js";
import { say } from "../../screen/words.js";
import { CHAIR } from "../../words/chair.js";
import { HANDS } from "../../words/chair_again.js";
import { enrolled, speech } from "./run.js";
import { handsForm } from "../../post/hands_form.js";

const SCRUTINEERS = 2; /* who record it, once there are so many */

/** @param {import("./chair.js").Chair} chair */
export function handsSteps(chair, paper) {
  const round = chair.log.round(paper.round);

  if (round.hands_recorded)
    return [el("section.card.act",
      notice("good", "tick", el("p", say(HANDS.recorded))),
      actionButton(".primary.large", CHAIR.close, () =>
        chair.decideOn("close", paper)))];
  return [el("section.card.act", speech(say(HANDS.say)),
    enrolled(chair, "scrutineer").length < SCRUTINEERS
      ? handsForm(chair, paper, (row) => chair.rowName(paper, row))
      : notice("", "wait", el("p", say(HANDS.byScrutineers))))];
}
