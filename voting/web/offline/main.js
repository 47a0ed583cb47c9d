/**
 * The record in one file: counted again as soon as it is opened, on this device
 * and without a network; nothing is shown that was not counted here.
 */

import { el, fill } from "../screen/dom.js";
import { failure, Frame, notice } from "../screen/frame.js";
import { Record } from "../pages/record/record.js";
import { language, onLanguage, say, speak } from "../screen/words.js";
import { OFFLINE } from "../words/record.js";
import { partOf } from "./assets.js";

/* What this file is, and what it cannot show by itself. */
function label(place) {
  fill(place, notice("", "box", el("p", say(OFFLINE.what)),
    el("p.small", say(OFFLINE.trust))));
}

async function start() {
  const root = document.getElementById("page");

  speak(language());
  const frame = new Frame(root, { title: OFFLINE.title, wide: true });
  const place = el("div.offline");

  frame.connection.replaceWith(place);
  onLanguage(() => label(place));
  label(place);
  try {
    await new Record(frame, { file: partOf("record") }).open();
  } catch (error) {
    frame.show("failed", () => failure(error));
  }
}

void start();
