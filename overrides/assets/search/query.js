// What a query asks: its words, the terms each may stand for, and what to make of words that the guide does not have.
import { bits } from "./index.js";
import { runs, stem } from "./tokens.js";

const FUNCTION_WORDS = new Set(("a about an and any are as at be been by can could did do doe for from get give had has have how i if in into is it its "
  + "me much my of on or our shall should so some than that the their them there they this to up us was we were what when where which who whose why "
  + "will with would you your tell need know want actually all also any anyone anything because but either else ever every everyone everything going here just let like lot "
  + "many maybe more most next no not nobody now ok okay one only other please quite rather really say same see so some somebody someone something still such sure thing then "
  + "these those though too true try until use very while without yet").split(" ").map(stem));
const SUFFIXES = new Set(["", "e", "er", "or", "r", "ar", "ation", "ion", "al", "ial", "ment", "li", "ly", "alli", "iti", "ity", "y", "i", "iv", "ic", "ise", "is", "iz", "isation",
  "ization", "ing", "ition", "enc", "ent", "ant", "anc", "abl", "ibl", "ness", "ful", "less", "ship", "ist", "our", "tion", "t", "s", "c", "at"]);
const MOST_WORDS = 24;
const TOGETHER = 0.34; // the score two words must have in one section to be read as a compound: as a title or a question gives
// What a term counts that is met as: another of its family, the end of a word still being typed, a correction, a synonym.
const RELATED = 0.5, PREFIX = 0.75, CORRECTED = 0.8, SYNONYM = 0.85;

// The query's words, each with the terms it may stand for.
export function understand(index, query, typing, literal) {
  const raw = runs(query).flatMap((parts) => (parts.length > 1 && index.has(stem(parts.join(""))) ? [{ word: parts.join(""), parts }] : parts.map((word) => ({ word }))));
  const units = raw.slice(0, MOST_WORDS).map((unit, position, all) => ({ ...unit, stem: stem(unit.word), last: typing && position === all.length - 1, sure: 1 }));
  let changed = false;
  for (const unit of units) {
    unit.noise = FUNCTION_WORDS.has(unit.stem) || FUNCTION_WORDS.has(unit.word);
    if (literal || unit.noise || index.has(unit.stem)) continue;
    if (unit.last && (index.beginning(unit.word, 1).length || begun(index, unit.word).length)) continue;
    if (related(index, unit.stem).length || split(index, unit.word)) continue;
    const found = nearest(index, unit);
    if (!found.length) continue;
    Object.assign(unit, { stem: found[0].term, near: found, sure: found[0].distance > 1 || unit.word.length < 6 ? 0.75 : 0.9, changed: true });
    changed = true;
  }
  return { units, corrected: changed ? units.map((unit) => (unit.changed ? index.forms.get(unit.stem) ?? unit.stem : unit.word)).join(" ") : "" };
}

// Slots for the units: the longest names that synonyms know, and single words for the rest.
export function combine(index, units) {
  const slots = [];
  for (let at = 0; at < units.length;) {
    let taken = 1, group;
    for (let length = Math.min(index.longest, units.length - at); length && !group; length--) {
      group = index.groups.get(units.slice(at, at + length).map(({ stem: word, parts }) => (parts ? parts.map(stem).join(" ") : word)).join(" "));
      taken = group ? length : 1;
    }
    const own = units.slice(at, at + taken);
    const alternatives = [{ words: own.map((unit) => expand(index, unit)), factor: 1, partial: true }];
    if (own.length === 1) alternatives.push(...compounds(index, own[0], units[at + 1]));
    for (const name of group ?? []) alternatives.push({ words: name.split(" ").map((word) => exact(index, word)), factor: SYNONYM });
    slots.push({ alternatives, noise: own.every(({ noise }) => noise) && !group, sure: Math.min(...own.map(({ sure }) => sure)) });
    at += taken;
  }
  return slots;
}

const exact = (index, word) => (index.numbers.has(word) ? [[index.numbers.get(word), 1]] : []);

// A unit → the terms it may stand for, each with a factor.
function expand(index, unit) {
  const found = new Map(exact(index, unit.stem));
  const put = (number, factor) => found.set(number, Math.max(factor, found.get(number) ?? 0));
  for (const { term, distance } of unit.near ?? []) if (index.numbers.has(term)) put(index.numbers.get(term), CORRECTED / (1 + 0.3 * (distance - 1)) );
  for (const number of related(index, unit.stem)) put(number, RELATED);
  if (unit.last && !unit.noise) for (const number of index.beginning(unit.word)) put(number, PREFIX * Math.sqrt(unit.word.length / index.terms[number].length));
  if (unit.last) for (const number of begun(index, unit.word)) put(number, 1);
  return [...found];
}

// Terms of which the word is an inflection still being typed: "sharin" on the way to "sharing".
function begun(index, word) {
  return [1, 2, 3].flatMap((length) => (word.length - length > 3 && /^(i|in|ing|e|ed|es|s)$/.test(word.slice(-length)) ? [index.numbers.get(word.slice(0, -length))] : [])).filter((number) => number !== undefined);
}

// "watchtime" is also watch and time; "short form" and "short-form" are also shortform.
function compounds(index, unit, next) {
  const found = [];
  const parts = unit.parts?.map(stem) ?? split(index, unit.word);
  if (parts) found.push({ words: parts.map((word) => exact(index, word)), factor: 1 });
  if (next) {
    const joined = stem(unit.word + next.word);
    if (index.numbers.has(joined)) found.push({ words: [exact(index, joined)], factor: 1 });
  }
  return found;
}

function split(index, word) {
  for (let at = 4; at <= word.length - 4; at++) {
    const parts = [stem(word.slice(0, at)), stem(word.slice(at))];
    if (!parts.every((part) => index.numbers.has(part))) continue;
    const [one, other] = parts.map((part) => index.postings(index.numbers.get(part)));
    const together = new Set(one.sections.filter((_, place) => one.scores[place] > TOGETHER)); // in a title or a question
    if (other.sections.some((section, place) => other.scores[place] > TOGETHER && together.has(section))) return parts;
  }
}

// Terms of the same family (recommend, recommender, recommendation): a common beginning and two endings that words take.
function related(index, word) {
  if (word.length < 5) return [];
  return index.beginning(word.slice(0, 4), 300).filter((number) => {
    const term = index.terms[number];
    let same = 4;
    while (same < word.length && same < term.length && word[same] === term[same]) same++;
    if (term === word || same < Math.max(4, word.length - 5)) return false;
    for (let at = same; at >= Math.max(4, same - 2); at--) if (SUFFIXES.has(word.slice(at)) && SUFFIXES.has(term.slice(at))) return true;
    return false;
  });
}

// The terms nearest to a word that no section has, the likeliest first: fewest edits, same first letter, most sections.
function nearest(index, { word, last }) {
  const wanted = stem(word), most = word.length < 4 ? 0 : word.length < 7 ? 1 : 2;
  if (!most || !/^\p{L}+$/u.test(word)) return [];
  const mask = bits(wanted), found = [];
  const look = (term, letters, number) => {
    const open = last && word.length > 5 && term.length > wanted.length + most; // the end is still to be typed
    if (!open && Math.abs(term.length - wanted.length) > most) return;
    if (term.length < 3 || count(mask & ~letters) > most) return;
    const form = index.forms.get(term) ?? term;
    const distance = open ? edits(word, form.slice(0, word.length + most), most, true) : edits(wanted, term, most);
    if (distance > most || (term[0] !== wanted[0] && (distance > 1 || word.length < 8))) return;
    if (!open && edits(word, form, most + 2) > most + 1) return; // "knitting" is no "kit", though their stems are near
    if (word.length < 5 && [...word].sort().join("") !== [...form].sort().join("")) return; // so short a word: swapped letters alone
    const sections = number < 0 ? 1 : index.postings(number).sections.length;
    found.push({ term, distance, cost: distance + (term[0] === wanted[0] ? 0 : 0.6) + (open ? 0.8 : 0) - Math.log10(1 + sections) / 4 });
  };
  index.terms.forEach((term, number) => look(term, index.letters[number], number));
  index.extra.forEach((term, number) => look(term, index.letters[index.terms.length + number], -1));
  found.sort((a, b) => a.cost - b.cost);
  return found.filter(({ cost }) => cost < found[0].cost + 0.5).slice(0, 3);
}

// Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours, each 1; above `most` it is
// most + 1. With `open` the distance to the nearest beginning of `b`. (L. Boytsov, "Indexing methods for approximate dictionary
// searching", ACM Journal of Experimental Algorithmics 16, 2011, section 2.)
export function edits(a, b, most, open = false) {
  let before = [], row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      let cost = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
      next.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
    before = row; row = next;
  }
  return open ? Math.min(...row) : row[b.length];
}

function count(mask) {
  let number = 0;
  for (let rest = mask; rest; rest &= rest - 1) number++;
  return number;
}
