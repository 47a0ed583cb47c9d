/**
 * Who was there and who voted: by the numbers of their seats, since the public
 * record has no names. How a seat voted is shown only where the vote itself was
 * a recorded one.
 */

import { el } from "../../screen/dom.js";
import { say } from "../../screen/words.js";
import { RECORD } from "../../words/record.js";
import { optionName } from "./bars.js";

const numberOf = (seat) => seat.split("/")[1];

/** "001–014, 016": runs of numbers that follow each other. */
export function runsOf(seats) {
  const numbers = seats.map(numberOf).sort((a, b) => a - b);
  const runs = [];

  for (const number of numbers) {
    const run = runs.at(-1);

    if (run && Number(number) === Number(run.at(-1)) + 1)
      run.push(number);
    else
      runs.push([number]);
  }
  return runs.map((run) => run.length < 3 ? run.join(say(RECORD.listComma))
    : `${run[0]}–${run.at(-1)}`).join(say(RECORD.listComma));
}

function line(words, seats) {
  return [el("dt", say(words), " ", el("b.number", seats.length)),
    el("dd.number", seats.length > 0 ? runsOf(seats) : say(RECORD.nobody))];
}

/**
 * @param {import("./events.js").Story} story
 * @param {Object} round  as the core's view has it
 */
export function peopleOf(story, round) {
  const there = new Set(story.there);
  const { ballots } = story;
  const sheets = new Set(story.sheets.map((event) => event.value("seat")));
  const silent = [...there].filter((seat) => !ballots.has(seat) &&
    !sheets.has(seat));

  return el("div.folded",
    el("p.small.soft", say(RECORD.seatsOnly)),
    el("dl.seats",
      line(RECORD.wasPresent, story.present),
      story.arrived.length > 0 && line(RECORD.cameLater, story.arrived),
      line(RECORD.wasAbsent, story.roll.filter((seat) => !there.has(seat))),
      round.ballot !== "hands" && [
        line(RECORD.hasVoted, [...ballots.keys()]),
        sheets.size > 0 && line(RECORD.tookSheet, [...sheets]),
        line(RECORD.hasNotVoted, silent)]),
    round.ballot === "named" && namedVotes(story, round));
}

/* The rows that a seat votes on: all but those it is recused from. */
function rowsFor(story, round, seat) {
  const recused = new Set(story.paper.all("recusal").map((value) =>
    value.split(" ")).filter(([, post]) => post === seat)
    .map(([row]) => Number(row) - 1));

  return round.rows.filter((_, i) => !recused.has(i));
}

/* A recorded vote: the seats behind each option, row by row. */
function namedVotes(story, round) {
  const behind = new Map();

  for (const [seat, cast] of story.ballots) {
    const marks = (cast.value("marks") ?? "").split(" ").slice(1).map(Number);

    rowsFor(story, round, seat).forEach((row, i) => {
      const key = `${row.id} ${round.options[marks[i] - 1]}`;

      behind.set(key, [...behind.get(key) ?? [], seat]);
    });
  }
  return round.rows.map((row) => el("dl.seats",
    round.rows.length > 1 && el("dt", el("b", row.id)),
    round.options.map((option) => line([optionName(option),
      optionName(option)], behind.get(`${row.id} ${option}`) ?? []))));
}
