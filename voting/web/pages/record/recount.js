/**
 * Whose word the numbers are: the server's, until everything has been counted
 * again in this page. Then the checks one by one, and the record to take home.
 */

import { bundleOf, csvOf, download } from "../../log/bundle.js";
import { el, mark } from "../../screen/dom.js";
import { actionButton, failure, notice } from "../../screen/frame.js";
import { dateOf, say, sentences } from "../../screen/words.js";
import { RECORD, RECOUNT } from "../../words/record.js";
import { offlineFile } from "./file.js";
import { tableOf } from "./table.js";

/** What stands at the top of the page. @param {import("./record.js").Record} page */
export function trustCard(page) {
  if (page.progress)
    return countingCard(page);
  if (page.report)
    return page.report.holds ? goodCard(page) : badCard(page);
  return el("section.card.trust.unprinted",
    page.trouble && failure(page.trouble),
    el("h2", say(RECOUNT.title)),
    el("p", say(RECOUNT.servedWord)),
    el("p.small.soft", say(RECOUNT.how)),
    actionButton(".primary.large", RECOUNT.title, () => page.recountAll()));
}

function countingCard(page) {
  const bar = el("progress");
  const words = el("p.soft", { role: "status" });

  page.onProgress = () => {
    const { done, all } = page.progress;

    bar.max = Math.max(all, 1);
    bar.value = done;
    bar.setAttribute("aria-label", say(RECOUNT.title));
    words.textContent = done < all || all === 0
      ? say(RECOUNT.reading, { done, all }) : say(RECOUNT.ending);
  };
  page.onProgress();
  return el("section.card.trust.unprinted", el("h2", say(RECOUNT.counting)),
    bar, words, el("p.small.soft", say(RECOUNT.stay)));
}

/* ---- What came out ----------------------------------------------------------- */

function goodCard(page) {
  const { report } = page;
  const newer = page.newerBy();

  return el("section.card.trust.unprinted",
    notice("good", "tick", el("h2", say(RECOUNT.holds)),
      el("p", say(RECOUNT.holdsHow))),
    newer > 0 && notice("warn", "wait", el("p", say(RECOUNT.grown,
      { n: newer })), actionButton("", RECOUNT.goOn, () => page.recountAll())),
    facts(report), checks(report), downloads(page));
}

function badCard(page) {
  const { report } = page;
  const failed = report.checks.filter((check) => check.verdict === "failed");

  return el("section.card.trust.unprinted",
    notice("bad", "alert", el("h2", say(RECOUNT.fails)),
      failed.map((check) => el("p", `V${check.check} ${say(check.what)}`,
        say(RECOUNT.colon), check.words && say(check.words),
        check.entry !== null && say(RECOUNT.atEntry, { n: check.entry }))),
      el("p", say(RECOUNT.failsHow))),
    facts(report), checks(report, true),
    el("div.actions", keepButton(page)),
    !page.offline && actionButton("", RECOUNT.repeat,
      () => page.recountAll({ anew: true })));
}

function facts(report) {
  const { witnesses, texts } = report;

  return [el("p.code.whole", report.record_code),
    el("p.small.soft", say(RECOUNT.extent, { n: report.size,
      date: dateOf(report.time) })),
    el("p.small.soft", sentences(say(witnesses.named > 0 ? RECOUNT.witnesses
      : RECOUNT.noWitnesses, { n: witnesses.cosigned, all: witnesses.named }),
    say(RECOUNT.texts, { n: texts.checked }), texts.members_left_out > 0 &&
      say(RECOUNT.membersTexts, { n: texts.members_left_out })))];
}

const SIGNS = { passed: "tick", failed: "cross", "not-reached": "dash" };
const TONES = { passed: "span.chip.good", failed: "span.chip.bad",
  "not-reached": "span.chip" };

function checks(report, open = false) {
  return el("details", { open }, el("summary", say(RECOUNT.checks)),
    el("ol.plain", report.checks.map((check) => el("li.line",
      el("span", el("b", `V${check.check}`), ` ${say(check.what)}`,
        check.check === 18 && check.verdict === "not-reached" &&
          el("span.small.soft", ` ${say(RECOUNT.noReceipt)}`)),
      el(TONES[check.verdict], mark(SIGNS[check.verdict]),
        say(RECOUNT.verdict[check.verdict]))))));
}

/* ---- To take home -------------------------------------------------------------- */

function keepButton(page) {
  return saveButton(RECOUNT.bundle, () => download("record.bundle",
    bundleOf(page.recount.checkpoint, page.recount.groups)));
}

function saveButton(words, save) {
  return el("button.button", { type: "button", onclick: save }, mark("down"),
    say(words));
}

function singleButton(page) {
  const box = actionButton("", RECOUNT.single, async () =>
    download("record.html", await offlineFile(page)));

  box.firstChild.prepend(mark("down"));
  return box;
}

function downloads(page) {
  return el("section.downloads", el("h3", say(RECOUNT.takeHome)),
    el("div.actions",
      saveButton(RECOUNT.table, () => download("results.csv",
        csvOf(tableOf(page)))),
      keepButton(page),
      !page.offline && [singleButton(page),
      el("p.small.soft", say(RECOUNT.singleHow))]));
}
