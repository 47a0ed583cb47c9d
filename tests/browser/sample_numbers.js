/*
 * sample_numbers.js - the sample's ten questions, who casts what on them as
 * voting/demo/ballots.awk deals it, and every number that is expected.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

import { AGAIN } from "../../voting/web/words/chair_again.js";

const DEMO = "voting/demo";

const read = (path) => JSON.parse(readFileSync(`${DEMO}/${path}`, "utf8"));

/** What is expected of the sample's session. */
export const EXPECTED = read("sample/expected_results.json");
/** By id, in the order in which they are voted on. */
export const PAPERS = new Map(["M1", "M2", "M3", "P1P3", "P2", "P4", "P5", "A1",
  "E1", "E1.2"].map((id) => [id, read(`papers/${id}.json`)]));

const first = (text) => Array.isArray(text) ? text[0] : text;
/* The second vote is made by the chair's page, which gives it its title. */
const second = PAPERS.get("E1.2");

second.title = Object.fromEntries(["zh", "en"].map((l, i) => [l,
  first(PAPERS.get("E1").title[l]) + AGAIN.suffix[i].replace("{n}", "2")]));

/** In both languages. @param {string} id */
export const titleOf = (id) => ["zh", "en"].map((l) =>
  first(PAPERS.get(id).title[l]));

/** What stands in public: names that are for members are not shown there. */
export const nameOf = (row, i = 0) => row.members ? row.id
  : first(row.text[["zh", "en"][i]]);

/** What is expected of a row: counts, the integer needed, what follows. */
export function expected(id, row) {
  const { results } = EXPECTED;

  if (id === "A1")
    return { ...results.A1.items[row], outcome: null };
  if (id === "E1" || id === "E1.2")
    return { counts: results[id].counts[row], needed: results[id].needed,
      elected: results[id].elected.includes(row) };
  return results[row];
}

/** By seat, the choices on the rows that it may vote on, in their order. */
export function dealt(id) {
  const rows = PAPERS.get(id).rows.map((row) => row.id).join(" ");
  const lines = execFileSync("awk", ["-v", `paper=${id}`, "-v", `rows=${rows}`,
    "-f", `${DEMO}/ballots.awk`, `${DEMO}/sample/ballots.json`],
  { encoding: "utf8" }).trim().split("\n");

  return new Map(lines.map((line) => line.split(" ")).map(([seat, list]) =>
    [Number(seat.slice(5)), { list, choices: list.split(",").map((choice) =>
      choice.split("=").at(-1)) }]));
}
