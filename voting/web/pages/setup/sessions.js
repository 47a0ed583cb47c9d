/**
 * The sessions of the conference: which there are, and one more.
 */

import { el } from "../../screen/dom.js";
import { field } from "../../screen/fields.js";
import { actionButton } from "../../screen/frame.js";
import { dayIn, say } from "../../screen/words.js";
import { SESSIONS, SETUP } from "../../words/setup.js";
import { checkLine, Mistake } from "./mistake.js";

/** @param {import("./setup.js").Setup} setup */
export async function sessionsStep(setup, conference) {
  const titles = await titlesOf(setup, conference.sessions);
  const form = setup.form("session", () => proposed(setup, conference));

  setup.show(`list ${conference.sessions.map((s) => s.id + s.stage)}`, () => [
    el("h1", say(SESSIONS.title)),
    el("p.soft", say(SESSIONS.about)),
    conference.sessions.length > 0 && el("section.card", el("ul.plain",
      conference.sessions.map((s) => el("li.line",
        el("span", el("b", titles.get(s.id)), el("br"),
          el("span.soft.number", dayIn(s.date))),
        el("span.chip", say(SESSIONS[s.stage])))))),
    sessionForm(setup, conference, form),
    conference.sessions.length > 0 && setup.nextStep(),
  ]);
}

/**
 * Titles in the language of now, by id.
 *
 * @param {import("./setup.js").Setup} setup
 * @param {{id: string, title: Object}[]} list
 */
export async function titlesOf(setup, list) {
  const titles = new Map();

  await Promise.all(list.map(async ({ id, title }) => {
    const text = await setup.hall.texts.read(title).catch(() => null);

    titles.set(id, text ? say(text.title) : id);
  }));
  return titles;
}

function proposed(setup, { sessions }) {
  const term = String(sessions.at(-1)?.term ?? setup.founding.term());
  const number = String(1 + Math.max(0, ...sessions.map((s) => s.number)));

  return { term, number, date: "", ...titlesFor(term, number) };
}

function titlesFor(term, number) {
  const [zh] = SESSIONS.nameZh;
  const [, en] = SESSIONS.nameEn;
  const put = (text, spell) => text.replace("{term}", spell(term))
    .replace("{n}", spell(number));

  return { zh: put(zh, numeral), en: put(en, String) };
}

const DIGITS = "〇一二三四五六七八九";

/* 7 is 七, 12 is 十二, 20 is 二十; what is larger stays as it is. */
function numeral(text) {
  const n = Number(text);

  if (!Number.isInteger(n) || n < 1 || n > 99)
    return text;
  const [tens, ones] = [Math.floor(n / 10), n % 10];

  return (tens > 1 ? DIGITS[tens] : "") + (tens > 0 ? "十" : "") +
    (ones > 0 ? DIGITS[ones] : "");
}

function sessionForm(setup, { sessions }, form) {
  const into = (name) => ({ value: form[name], onInput: (value) => {
    form[name] = value;
    setup.keepForm("session");
  } });
  const number = field(SESSIONS.number, { ...into("number"),
    inputmode: "numeric" });

  return el("section.card", el("h2", say(SESSIONS.add)),
    el("div.two", number,
      field(SESSIONS.date, { ...into("date"), type: "date" })),
    field(SESSIONS.name, into("zh")), field(SETUP.en, into("en")),
    el("p.small.soft", say(SESSIONS.layHow)),
    actionButton(sessions.length > 0 ? "" : ".primary", SESSIONS.lay,
      () => lay(setup, form)));
}

async function lay(setup, form) {
  const { core } = setup.hall;
  const [term, number] = [Number(form.term), Number(form.number)];

  if (![term, number].every((n) => Number.isInteger(n) && n > 0 && n < 10000) ||
      !/^\d{4}-\d\d-\d\d$/.test(form.date))
    throw new Mistake(SESSIONS.bad);
  const title = core.writeText({ zh: checkLine(form.zh, { needed: true }),
    en: checkLine(form.en) });
  const id = `${term}-${number}`;

  await setup.decide(`session/${id}`, setup.log.draft.session({ id, term,
    number, title, date: form.date }), [title]);
  setup.dropForm("session");
  await setup.again();
}
