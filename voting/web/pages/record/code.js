/** The record code, to be compared with the wall's or another phone's. */

import { fromBase64 } from "../../log/device.js";
import { el, fill } from "../../screen/dom.js";
import { notice } from "../../screen/frame.js";
import { dateOf, say } from "../../screen/words.js";
import { RECORD } from "../../words/record.js";

/** @param {import("./record.js").Record} page */
export function codeCard(page) {
  const code = el("p.code.whole");
  const extent = el("p.small.soft");
  const answer = el("div", { role: "status" });
  const field = page.input("input", { id: "typed", autocapitalize: "characters",
    autocomplete: "off", spellcheck: "false" });
  const show = () => {
    const { log } = page.conference;

    code.textContent = log.record_code;
    extent.textContent = say(RECORD.codeOf, { n: log.size,
      date: dateOf(log.time) });
  };
  const compare = () => {
    if (field.value.trim() === "")
      return notice("warn", "alert", say(RECORD.codeEmpty));
    return page.hall.core.recordCodeIs(fromBase64(page.conference.log.root),
      field.value) ? notice("good", "tick", say(RECORD.same))
      : notice("warn", "alert", el("p", say(RECORD.different)),
        el("p.small", say(RECORD.older)));
  };

  page.showCode = show;
  show();
  if (page.asked.has("code"))
    fill(answer, compare());
  return el("section.card.aim.unprinted", { id: "code" },
    el("h2", say(RECORD.code)), code, extent,
    el("form.field", { onsubmit: (event) => {
      event.preventDefault();
      page.asked.add("code");
      fill(answer, compare());
    } },
    el("label", { for: "typed" }, say(RECORD.codeHow)), field,
    el("button.button", { type: "submit" }, say(RECORD.compare)), answer));
}
