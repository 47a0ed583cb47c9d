/**
 * The count sheet on paper: A4, in both languages, with lines to sign on and
 * room for the school's stamp. It is written from the same state as the page.
 */

import { el } from "../../screen/dom.js";
import { POST } from "../../words/join.js";
import { ELECTED, RECORD, SHEET, VERDICT } from "../../words/record.js";
import { OPTION } from "../../words/result.js";
import { placesOf } from "./election.js";

const BUCKETS = ["invalid", "unreturned", "unissued", "absent"];

/* Chinese, and English smaller beneath or behind it. */
function both([zh, en], values = {}) {
  const put = (sentence) => sentence.replace(/\{(\w+)\}/g, (whole, name) =>
    values[name] ?? whole);

  return [el("span", { lang: "zh-CN" }, put(zh)), " ",
    zh !== en && el("span.second", { lang: "en" }, put(en))];
}

function bothOf(text, otherwise) {
  return text ? both([text.title.zh, text.title.en]) : otherwise;
}

const bothOption = (option) => both(OPTION[option] ?? [option, option]);

/**
 * Prints one round's sheet and nothing else.
 *
 * @param {import("./record.js").Record} page
 * @param {{round: Object, texts: Map}} shown
 * @param {import("./events.js").Story} story
 */
export function printSheet(page, shown, story) {
  const sheet = el("article.count-sheet", heading(page, shown), door(shown.round),
    table(shown), verdicts(shown), origin(page, story),
    signatures(shown.round, story));

  document.body.append(sheet);
  document.body.classList.add("sheet-alone");
  print();
  document.body.classList.remove("sheet-alone");
  sheet.remove();
}

function heading(page, { round, texts }) {
  const session = page.conference.sessions.find((s) => s.id === round.session);
  const kinds = { secret: SHEET.secret, named: SHEET.named, hands: SHEET.hands };

  return el("header", el("p", bothOf(page.title, page.conference.log.origin)),
    el("p", bothOf(page.sessionTitles.get(session?.id), session?.id ?? "")),
    el("h1", both(SHEET.title)),
    el("h2", bothOf(texts.get("title"), round.id)),
    el("p", `${round.id} · `, both(kinds[round.ballot]),
      round.practice && [" · ", both(SHEET.practice)]));
}

function door(round) {
  const facts = round.ballot === "hands" ? ["roll", "present"]
    : ["roll", "present", "issued", "returned"];

  return el("dl.door", facts.map((fact) => el("div",
    el("dt", both(RECORD[fact])), el("dd", round[fact]))));
}

/* What became of each row stands in the table where no sentence follows. */
function table({ round, texts }) {
  const buckets = [...round.options, ...BUCKETS];
  const outcome = round.kind === "motion" ? () => null : outcomes(round);

  return el("table", el("thead", el("tr", el("th", both(SHEET.row)),
    buckets.map((bucket) => el("th", bothOption(bucket))),
    round.kind !== "appraisal" && el("th", both(SHEET.needed)),
    round.kind !== "motion" && el("th", both(SHEET.outcome)))),
  el("tbody", round.rows.map((row, i) => el("tr",
    el("th", `${i + 1}. `, bothOf(texts.get(row.id), row.id)),
    buckets.map((bucket) => el("td", row.counts?.[bucket] ?? "—")),
    round.kind !== "appraisal" && el("td", row.needed ?? "—"),
    round.kind !== "motion" && el("td", outcome(row))))));
}

function outcomes(round) {
  if (round.kind === "appraisal")
    return (row) => both(row.label ? OPTION[row.label] ?? [row.label, row.label]
      : VERDICT[row.outcome === "graded" ? "ungraded" : row.outcome]);
  const places = new Map(placesOf(round).map(({ row, place }) =>
    [row.id, place]));

  return (row) => places.get(row.id) ? both(ELECTED[places.get(row.id)])
    : both(VERDICT[round.election.outcome]);
}

function verdicts({ round }) {
  return round.kind === "motion" && el("ol.verdicts", round.rows.map((row) =>
    el("li", both([row.sentence.zh, row.sentence.en]))));
}

/* Whose word it is, and where to look it up. */
function origin(page, story) {
  const { log } = page.conference;
  const at = (event) => event ? event.index : "—";
  const date = (locale) => new Intl.DateTimeFormat(locale,
    { dateStyle: "long", timeStyle: "short", hour12: false })
    .format(new Date(log.time * 1000));

  return el("footer", el("p", both(page.counted ? SHEET.recounted
    : SHEET.served)),
  el("p.code", log.record_code),
  el("p", both(SHEET.entries, { open: at(story.open), close: at(story.close),
    result: at(story.result), size: log.size })),
  el("p", both([date("zh-CN"), date("en-GB")])));
}

/* Those who have signed in the record sign on paper too; else as many lines as
 * there must be signatures. */
function signatures(round, story) {
  const signed = story.signOffs.flatMap((event) => event.signers);
  const lines = signed.length > 0 ? signed
    : Array.from({ length: Math.max(2, round.sign_offs_needed) }, () => null);
  const line = (who) => el("div.signature", who, el("i"));

  return el("section.signatures", el("div.lines",
    lines.map((post) => line(post ? nameBoth(post)
      : both([POST.scrutineer[0].replace(" {n}", ""),
        POST.scrutineer[1].replace(" {n}", "")]))),
    line(both(SHEET.presiding)), line(both(SHEET.date))),
  el("div.stamp", both(SHEET.stamp)));
}

function nameBoth(post) {
  const [kind, n] = post.split("/");

  return both(POST[kind] ?? [post, post], { n });
}
