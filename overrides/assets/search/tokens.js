// Words as search sees them: scripts/kb/tokens.py line for line; tests/data/tokens.json holds both to it.
const MARKS = /[\u0300-\u036f]/g;
const POSSESSIVE = /['’]s?(?![\p{L}\p{N}])/gu;
const APOSTROPHE = /['’]/g;
const RUN = /[\p{L}\p{N}]+(?:[-‐‑/&][\p{L}\p{N}]+)*/gu;
const LATIN = /^[a-z]+$/;
const WORD = /[\p{L}\p{N}]+/gu;

// Text → for each run of letters its parts, not yet stemmed: "short-form video" → [["short", "form"], ["video"]].
export function runs(text) {
  const plain = text.normalize("NFKC").toLowerCase().normalize("NFD").replace(MARKS, "");
  return (plain.replace(POSSESSIVE, "").replace(APOSTROPHE, "").match(RUN) ?? []).map((run) => run.match(WORD));
}

// Stems in the order of the text; a compound gives its parts and, with `whole`, then itself.
export function tokens(text, whole = true) {
  return runs(text).flatMap((parts) => [...parts.map(stem), ...(whole && parts.length > 1 ? [stem(parts.join(""))] : [])]);
}

// The word without the endings of its inflection: Porter's steps 1a, 1b, 1c and 5a.
export function stem(word) {
  if (word.length < 4 || !LATIN.test(word)) return word;
  if (word.endsWith("s")) {
    if (word.endsWith("sses")) word = word.slice(0, -2);
    else if (word.endsWith("ies")) word = word.slice(0, -3) + (word.length > 4 ? "y" : "ie");
    else if (!"sui".includes(word.at(-2))) word = word.slice(0, -1);
  }
  const ending = word.endsWith("ing") ? "ing" : word.endsWith("eed") ? "eed" : word.endsWith("ed") ? "ed" : "";
  if (ending) {
    const base = word.slice(0, -ending.length);
    if (ending === "eed") word = /[aeiouy][^aeiouy]/.test(base) ? word.slice(0, -1) : word;
    else if (/[aeiouy]/.test(base) && base.length > 2) word = tidy(base);
  }
  if (word.length > 3 && word.endsWith("y") && /[aeiouy]/.test(word.slice(0, -1))) word = word.slice(0, -1) + "i";
  if (word.length > 4 && word.endsWith("e")) word = word.slice(0, -1);
  return word;
}

function tidy(base) {
  if (/(at|bl|iz)$/.test(base) || /^[^aeiouy]*[aeiouy][^aeiouywx]$/.test(base)) return base + "e";
  return base.at(-1) === base.at(-2) && !"aeioulsz".includes(base.at(-1)) ? base.slice(0, -1) : base;
}
