/** How far a question is, as a chip. */

import { el } from "./dom.js";
import { say } from "./words.js";
import { STAGE } from "../words/result.js";

/** @param {string} stage  as the core's views name it */
export function stageChip(stage) {
  const [zh, en, tone] = STAGE[stage];

  return el(tone ? `span.chip.${tone}` : "span.chip", say([zh, en]));
}
