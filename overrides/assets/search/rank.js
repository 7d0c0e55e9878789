// Ranking: which sections answer a query, the best first. Works on the index that scripts/kb/writers/search.py describes.
//
// A query is a row of slots, one for each word or known name in it. A slot offers alternatives (the word, its synonyms, its
// compound, a correction), each a few words that must all occur. A section scores, for each slot, its best alternative:
// the sum of idf × BM25F term score (Robertson and Zaragoza, 2009), the latter worked out when the index was written.
// Slots that a section does not answer lower its score by the share of the query's weight that they carry.
import { runs, stem } from "./tokens.js";

const FUNCTION_WORDS = new Set(("a about an and any are as at be been by can could did do doe for from get give had has have how i if in into is it its "
  + "me much my of on or our shall should so some than that the their them there they this to up us was we were what when where which who whose why "
  + "will with would you your tell need know want actually all also any anyone anything because but either else ever every everyone everything going here just let like lot "
  + "many maybe more most next no not nobody now ok okay one only other please quite rather really say same see so some somebody someone something still such sure thing then "
  + "these those though too true try until use very while without yet").split(" ").map(stem));
const SUFFIXES = new Set(["", "e", "er", "or", "r", "ar", "ation", "ion", "al", "ial", "ment", "li", "ly", "alli", "iti", "ity", "y", "i", "iv", "ic", "ise", "is", "iz", "isation",
  "ization", "ing", "ition", "enc", "ent", "ant", "anc", "abl", "ibl", "ness", "ful", "less", "ship", "ist", "our", "tion", "t", "s", "c", "at"]);
const QUESTIONS = "~";
const LETTERS = "abcdefghijklmnop";
const DIGITS = "!#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`qr";
const VALUE = new Uint8Array(128); // of a letter in packed postings
[...DIGITS, QUESTIONS, ...LETTERS].forEach((letter, value) => { VALUE[letter.charCodeAt(0)] = value; });
const MOST_WORDS = 24;
const RELATED = 0.5, PREFIX = 0.75, CORRECTED = 0.8, SYNONYM = 0.85, NOISE = 0.35, UNKNOWN = 5, CLOSE = 1, MORE = 0.15, RAREST = 4.5, ASKED = 0.35, LIKE = 1, TOGETHER = 0.34;

export class Index {
  // data: the parsed index file. Throws when it is not one.
  constructor(data) {
    if (!Array.isArray(data?.sections) || !Array.isArray(data.pages) || typeof data.terms !== "string") throw new TypeError("This is no search index.");
    this.topics = data.topics;
    this.stages = data.stages;
    this.ask = data.ask;
    this.pages = data.pages.map(([url, title, topic, stages]) => ({ url, title, topic, stages }));
    this.sections = data.sections.map(([id, title, page, minutes]) => ({ id, title, minutes, page: this.pages[page] }));
    let last = "";
    const packed = data.postings.split(" ");
    const forms = data.terms.split(" ").map((coded) => (last = last.slice(0, parseInt(coded[0], 36)) + coded.slice(1)));
    const terms = forms.map((form, number) => ({ term: stem(form), form, packed: packed[number] })).sort((a, b) => (a.term < b.term ? -1 : 1));
    this.terms = terms.map(({ term }) => term);
    this.packed = terms.map((each) => each.packed);
    this.forms = new Map(terms.map(({ term, form }) => [term, form])); // what readers are shown for a stem
    if (packed.length !== forms.length || this.sections.some(({ page }) => !page)) throw new TypeError("This search index is cut short.");
    this.unpacked = new Map();
    this.numbers = new Map(this.terms.map((term, number) => [term, number]));
    this.titles = []; // their stems, once needed
    this.owner = data.questions.flatMap((number, section) => Array(number).fill(section)); // question → its section
    this.groups = new Map(); // name → names of its group
    for (const group of data.synonyms) for (const name of group) this.groups.set(name, group);
    this.longest = Math.max(1, ...[...this.groups.keys()].map((name) => name.split(" ").length));
    this.extra = [...new Set([...this.groups.keys()].flatMap((name) => name.split(" ")))].filter((word) => !this.numbers.has(word));
  }

  // Of a term: section numbers and scores (0 to 1), question numbers, inverse document frequency.
  postings(number) {
    let known = this.unpacked.get(number);
    if (known) return known;
    const sections = new Map(), questions = [];
    let level = 0, last = -1, value = 0;
    const packed = this.packed[number];
    for (let at = 0; at < packed.length; at++) {
      const digit = VALUE[packed.charCodeAt(at)]; // below 32 the last of a number, from 64 a level
      if (digit >= 64) { level = digit === 64 ? 0 : (digit - 64.5) / LETTERS.length; last = -1; continue; }
      if (digit >= 32) { value = value * 32 + (digit - 32); continue; }
      last += 1 + value * 32 + digit;
      value = 0;
      if (level > 0) sections.set(last, level);
      else questions.push(last);
    }
    // A question that has the word counts for its section as a good place in the title does.
    for (const question of questions) sections.set(this.owner[question], 1 - (1 - (sections.get(this.owner[question]) ?? 0)) * (1 - ASKED));
    known = { sections: [...sections.keys()], scores: [...sections.values()], questions, idf: this.idf(sections.size) };
    this.unpacked.set(number, known);
    return known;
  }

  // Weight of each question: the sum of its words' inverse document frequencies.
  get weights() {
    if (this.weighed) return this.weighed;
    this.weighed = new Float64Array(this.owner.length);
    for (const packed of this.packed) {
      const mark = packed.indexOf(QUESTIONS), questions = [];
      let sections = 0, last = -1, value = 0;
      for (let at = 0; at < packed.length; at++) {
        const digit = VALUE[packed.charCodeAt(at)];
        if (digit >= 64) continue;
        if (digit >= 32) { value = value * 32 + (digit - 32); continue; }
        if (mark < 0 || at < mark) sections++;
        else questions.push(last += 1 + value * 32 + digit);
        value = 0;
      }
      if (!questions.length) continue;
      const idf = this.idf(Math.max(sections, new Set(questions.map((question) => this.owner[question])).size));
      for (const question of questions) this.weighed[question] += idf;
    }
    return this.weighed;
  }

  // Inverse document frequency of a term that so many sections have.
  idf(sections) {
    return Math.min(RAREST, Math.log(1 + (this.sections.length - sections + 0.5) / (sections + 0.5)));
  }

  title(number) {
    return (this.titles[number] ??= runs(this.sections[number].title).flat().map(stem));
  }

  // For each term, and each word that only synonyms know, a bit for every letter in it.
  get letters() {
    return (this.lettered ??= this.terms.concat(this.extra).map(bits));
  }

  has(word) { return this.numbers.has(word) || this.groups.has(word); }

  // Terms that begin with the letters given, at most `most`.
  beginning(start, most = 80) {
    let low = 0, high = this.terms.length;
    while (low < high) { const middle = (low + high) >> 1; if (this.terms[middle] < start) low = middle + 1; else high = middle; }
    const found = [];
    while (low < this.terms.length && found.length < most && this.terms[low].startsWith(start)) found.push(low++);
    return found;
  }
}

// query → { hits: [{ section, score }], words: stems to highlight, corrected: the query as it was understood, or "" }
// options: typing (the last word may be unfinished), literal (no correction), topic, stage, most (hits at the most),
// least (share of the query's weight that a section must answer)
export function search(index, query, { typing = true, literal = false, topic = "", stage = "", most = 20, least } = {}) {
  const { units, corrected } = understand(index, query.slice(0, 400), typing && !/\s$/.test(query), literal);
  if (!units.length) return { hits: [], words: [], corrected: "" };
  const slots = combine(index, units);
  const like = new Float64Array(index.owner.length);
  const size = index.sections.length, total = new Float64Array(size), covered = new Float64Array(size);
  const words = new Set();
  let weights = 0, unknown = 0;
  for (const slot of slots) {
    const best = new Float64Array(size), grade = new Float64Array(size), asked = new Map();
    let weight = 0;
    for (const alternative of slot.alternatives) weight = Math.max(weight, add(index, alternative, best, grade, asked, words));
    for (const [question, score] of asked) like[question] += slot.noise ? score * NOISE : score;
    if (slot.noise) weight = (weight || UNKNOWN) * NOISE;
    else if (!weight) unknown += weight = UNKNOWN;
    weights += weight;
    for (let number = 0; number < size; number++) {
      if (!best[number]) continue;
      total[number] += slot.noise ? best[number] * NOISE : best[number];
      covered[number] += weight * slot.sure * grade[number];
    }
  }
  // A section may leave out much of a long question, but where the guide lacks the words as well, it has no answer.
  least ??= unknown > 0.3 * weights ? 0.45 : 0.25;
  const asked = units.map(({ stem: word }) => word);
  const alike = likeness(index, like, weights);
  const hits = [];
  for (let number = 0; number < size; number++) {
    const share = covered[number] / weights;
    if (share < least) continue;
    const section = index.sections[number];
    if ((topic && section.page.topic !== topic) || (stage && !section.page.stages.includes(stage))) continue;
    const score = total[number] * share ** 1.5 * (1 + CLOSE * closeness(index.title(number), asked, units.at(-1).last));
    hits.push({ section, score: score + LIKE * weights * alike[number] ** 2 });
  }
  hits.sort((a, b) => b.score - a.score || a.section.id.localeCompare(b.section.id));
  return { hits: hits.slice(0, most), words: [...words], corrected };
}

// The query's words, each with the terms it may stand for.
function understand(index, query, typing, literal) {
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
function combine(index, units) {
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

// Adds to `best` what the alternative is worth to each section, to `grade` how well it is met there, and to `asked` what it is
// worth to each question; returns the weight of its words in the query.
function add(index, { words, factor, partial = false }, best, grade, asked, seen) {
  if (words.some((terms) => !terms.length) && !partial) return 0;
  const sections = new Tally(), questions = new Tally();
  let weight = 0;
  for (const terms of words) {
    let idf = 0;
    for (const [number, share] of terms) {
      const postings = index.postings(number);
      if (share === 1 || !idf) idf = Math.max(idf, postings.idf);
      seen.add(index.terms[number]);
      postings.sections.forEach((section, at) => sections.offer(section, share * postings.idf * postings.scores[at], share));
      for (const question of postings.questions) questions.offer(question, share * postings.idf, share);
    }
    weight += idf;
    sections.next();
    questions.next();
  }
  for (const [section, [sum, met]] of sections.sums) {
    const share = met / words.length;
    if (share < 0.99 && !partial) continue;
    const score = sum * factor * share;
    best[section] = Math.max(best[section], score) + MORE * Math.min(best[section], score);
    grade[section] = Math.max(grade[section], share);
  }
  for (const [question, [sum, met]] of questions.sums) {
    if (met / words.length < 0.99 && !partial) continue;
    asked.set(question, Math.max(asked.get(question) ?? 0, sum * factor));
  }
  return weight;
}

// For each place the sum, over the words of an alternative, of the best score that one of the word's terms has there.
class Tally {
  sums = new Map();
  word = new Map();

  offer(place, score, share) {
    const best = this.word.get(place);
    if (!best) this.word.set(place, [score, share]);
    else { best[0] = Math.max(best[0], score); best[1] = Math.max(best[1], share); }
  }

  next() {
    for (const [place, [score, share]] of this.word) {
      const sum = this.sums.get(place);
      const met = Math.min(1, share + 0.1);
      if (!sum) this.sums.set(place, [score, met]);
      else { sum[0] += score; sum[1] += met; }
    }
    this.word.clear();
  }
}

// For each section how like the query the nearest of its questions is, from 0 to 1: the weight of the words they share over
// the weight of all their words (P. Jaccard's coefficient, weighted).
function likeness(index, shared, weight) {
  const found = new Float64Array(index.sections.length);
  for (let question = 0; question < shared.length; question++) {
    if (!shared[question]) continue;
    const both = Math.min(shared[question], weight);
    const alike = both / Math.max(both, index.weights[question] + weight - both);
    found[index.owner[question]] = Math.max(found[index.owner[question]], alike);
  }
  return found;
}

// How far a title is the query: the share of each that the other has, and whether the words stand in the same order.
function closeness(title, asked, open) {
  if (!title.length) return 0;
  const has = new Set(title), wants = new Set(asked);
  const share = asked.filter((word) => has.has(word)).length / asked.length * (title.filter((word) => wants.has(word)).length / title.length);
  const phrase = asked.length > 1 && ` ${title.join(" ")} `.includes(` ${asked.join(" ")}${open ? "" : " "}`) ? 0.5 : 0;
  return share + phrase;
}

function bits(word) {
  let mask = 0;
  for (let at = 0; at < word.length; at++) mask |= 1 << (word.charCodeAt(at) & 31);
  return mask;
}

function count(mask) {
  let number = 0;
  for (let rest = mask; rest; rest &= rest - 1) number++;
  return number;
}
