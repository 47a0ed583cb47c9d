/** An election's result: the candidates in the order in which they came. */

import { el, mark } from "../../screen/dom.js";
import { notice } from "../../screen/frame.js";
import { say } from "../../screen/words.js";
import { ELECTED, NEXT, RECORD, VERDICT } from "../../words/record.js";
import { candidateBar, optionName } from "./bars.js";
import { titleOf } from "../../screen/prose.js";

const PLACES = ["elected", "tied", "tied_out", "outvoted", "below_threshold"];

/** Every candidate's place, best first. */
export function placesOf(round) {
  const { election } = round;
  const first = round.options[0];
  const placed = new Map(PLACES.flatMap((place) =>
    (election?.[place] ?? []).map((id) => [id, place])));

  return round.rows.map((row) => ({ row, place: placed.get(row.id) ?? null }))
    .sort((a, b) => PLACES.indexOf(a.place) - PLACES.indexOf(b.place) ||
      b.row.counts[first] - a.row.counts[first]);
}

/**
 * @param {Object} round  counted
 * @param {Map} texts
 */
export function candidates(round, texts) {
  const { election } = round;
  const [{ needed, roll }] = round.rows;

  if (election.outcome !== "counted")
    return notice("bad", "alert", el("p", say(VERDICT[election.outcome])));
  return [
    el("p", el("b", say(RECORD.seats, { n: election.elected.length +
      election.open_seats, k: election.elected.length })), " ",
    needed !== null && say(RECORD.needed, { n: needed, roll }), " ",
    election.next !== "nothing" && NEXT[election.next] &&
      say(NEXT[election.next], { n: election.open_seats })),
    el("ol.plain.election", placesOf(round).map(({ row, place }) =>
      line(round, row, place, texts))),
  ];
}

function line(round, row, place, texts) {
  const [first, ...others] = round.options;
  const words = place && say(ELECTED[place]);

  return el("li", el("b.name", titleOf(texts.get(row.id), row.id)),
    el("span.for", el("span.unseen", optionName(first), " "),
      candidateBar(round, row), el("b.number", row.counts[first])),
    el("span.small.soft.number", others.map((option) =>
      `${optionName(option)} ${row.counts[option]}`).join(" · ")),
    el("span.standing", place === "elected"
      ? el("span.chip.strong.good", mark("tick"), words)
      : el("span.small", words)));
}
