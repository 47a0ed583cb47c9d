/*
 * contact_sheet.js - all pictures of a folder on one page, a line a screen, so
 * that somebody can look at all of them:
 *
 *     node tests/browser/contact_sheet.js build/screenshots
 */
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/* phone-ballot-390-zh.png: screen, width, language. */
const NAME = /^(.+)-(\d+)-(zh|en)\.png$/;

const STYLE = `body { margin: 2rem; font: 16px/1.5 system-ui, sans-serif;
  background: #f2f5f8; color: #16202a; }
  h2 { margin: 2rem 0 0.5rem; font-size: 1rem; }
  div { display: flex; flex-wrap: wrap; gap: 1rem; align-items: flex-start; }
  figure { margin: 0; font-size: 0.8rem; }
  img { display: block; max-height: 26rem; max-width: 36rem;
    border: 1px solid #d5dce3; background: #fff; }`;

function page(screens) {
  const figures = (files) => files.map(([file, width, language]) =>
    `<figure><a href="${file}"><img src="${file}" alt="${file}" loading="lazy">` +
    `</a>${width} ${language}</figure>`).join("\n");

  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Every screen</title>
<style>${STYLE}</style>
<h1>Every screen: ${screens.size}</h1>
${[...screens].map(([name, files]) => `<h2>${name}</h2>
<div>${figures(files)}</div>`).join("\n")}
</html>
`;
}

const [folder] = process.argv.slice(2);
const screens = new Map();

for (const file of readdirSync(folder).sort()) {
  const [, name, width, language] = NAME.exec(file) ?? [];

  if (name)
    screens.set(name, [...screens.get(name) ?? [], [file, width, language]]);
}
if (screens.size === 0)
  throw new Error(`no pictures in ${folder}`);
writeFileSync(join(folder, "index.html"), page(screens));
