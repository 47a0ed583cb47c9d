/** All results as one table, for a spreadsheet. */

import { say } from "../../screen/words.js";
import { ELECTED, RECORD } from "../../words/record.js";
import { optionName } from "./bars.js";
import { placesOf } from "./election.js";
import { verdictOf } from "./round.js";
import { titleOf } from "../../screen/prose.js";

const BUCKETS = ["invalid", "unreturned", "unissued", "absent"];

/**
 * A line for each option of each row, the names of the columns first.
 *
 * @param {import("./record.js").Record} page
 * @returns {(string|number)[][]}
 */
export function tableOf(page) {
  const lines = [RECORD.columns.map((words) => say(words))];

  for (const { round, texts } of page.rounds)
    if (round.rows.some((row) => row.counts))
      lines.push(...linesOf(page, round, texts));
  return lines;
}

function linesOf(page, round, texts) {
  const places = new Map(round.kind === "election"
    ? placesOf(round).map(({ row, place }) => [row.id, place]) : []);
  const title = titleOf(texts.get("title"), round.id);

  return round.rows.flatMap((row) => {
    const place = places.get(row.id);
    const outcome = place ? say(ELECTED[place]) : verdictOf(row)?.[0] ?? "";

    return [...round.options, ...BUCKETS].map((bucket) => [round.session,
      round.id, round.practice ? say(RECORD.practice) : "", title, row.id,
      titleOf(texts.get(row.id), row.id), optionName(bucket),
      row.counts[bucket], row.roll, row.needed ?? "", outcome,
      page.history.stories.get(round.entry)?.result?.index ?? ""]);
  });
}
