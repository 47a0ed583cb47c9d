/**
 * The rule of a question: a few plain ones with the integer for the roll of
 * today, all others under "more", and a text of one's own.
 */

import { el } from "../../screen/dom.js";
import { field, radios } from "../../screen/fields.js";
import { ruleFault, ruleIsGiven, ruleOf } from "./question.js";
import { say } from "../../screen/words.js";
import { PLAIN, QUESTION } from "../../words/setup_question.js";

const EXAMPLE_ROLL = 40;
const KIND = { vote: "motion", election: "election", appraisal: "appraisal" };

/**
 * Every rule that such a question can be given, and why some cannot.
 *
 * @param {import("../../core/core.js").Core} core
 * @param {import("./question.js").Question} question
 * @returns {{value: string, title: string, rule: string, off: string}[]}
 */
export function presetList(core, question) {
  return core.presets().filter((p) => KIND[p.kind] === question.kind)
    .map((preset) => {
      const rule = ruleOf(core, question, preset.id);
      const fault = ruleFault(core, question, rule);

      return { value: preset.id, title: PLAIN[preset.id]
        ? say(PLAIN[preset.id]) : say(preset), rule,
      off: fault ? say(fault) : "" };
    });
}

/** @param {import("./edit.js").Editor} editor */
export function ruleCard(editor) {
  const { question, setup, conference } = editor;

  if (ruleIsGiven(question))
    return el("section.card", el("h2", say(QUESTION.rule)),
      el("p", say(QUESTION.follows)));
  const { core } = setup.hall;
  const roll = conference.attendance.due;
  const options = presetList(core, question).map((option) => ({ ...option,
    about: option.off ? "" : say(core.ruleWords(option.rule,
      roll || EXAMPLE_ROLL)) }));
  const plain = options.filter(({ value }) => PLAIN[value]);
  const rest = options.filter(({ value }) => !PLAIN[value]);
  const chosen = { name: "rule", value: question.preset, onInput: (value) => {
    question.preset = value;
    void editor.anew();
  } };

  return el("section.card", el("h2", say(QUESTION.rule)),
    question.kind === "election" && seatsField(editor),
    el("p.small.soft", roll ? say(QUESTION.roll, { n: roll })
      : say(QUESTION.noRoll)),
    radios(QUESTION.rule, { ...chosen, options: plain, titled: true }),
    el("details", { open: !PLAIN[question.preset] },
      el("summary", say(QUESTION.moreRules)),
      radios(QUESTION.moreRules, { ...chosen, options: [...rest,
        { value: "own", title: say(QUESTION.own) }] }),
      question.preset === "own" && field(QUESTION.ownLabel, {
        ...editor.into("own"), area: true, rows: 3, class: "code",
        spellcheck: "false" })));
}

function seatsField(editor) {
  return field(QUESTION.seats, { ...editor.into("seats"), type: "number",
    min: 1, max: 166, hint: QUESTION.seatsHow, onchange: () =>
      void editor.anew() });
}
