// Ranking: which sections answer a query, the best first. Works on the index that scripts/kb/writers/search.py describes.
//
// A query is a row of slots, one for each word or known name in it. A slot offers alternatives (the word, its synonyms, its
// compound, a correction), each a few words that must all occur. A section scores, for each slot, its best alternative:
// the sum of idf × BM25F term score (Robertson and Zaragoza, 2009), the latter worked out when the index was written.
// Slots that a section does not answer lower its score by the share of the query's weight that they carry.
// The numbers were tuned on the judged queries; scripts/bench shows what a change does.
import { Index } from "./index.js";
import { combine, understand } from "./query.js";
import { stem } from "./tokens.js";

export { Index };

const REHEARSAL = new Set(["practise", "practice", "exercise", "rehearse", "drill", "mock"].map(stem)); // who asks to practise means the question bank
const NOISE = 0.5; // what a word such as "how" counts beside others
const UNKNOWN = 5; // the weight in a query of a word that no section has
const CLOSE = 1; // what it adds that the title is the query
const LIKE = 1; // what it adds that a question is like the query
const MORE = 0.15; // what a section gains that meets a slot in a second way

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
  const rehearses = asked.some((word) => REHEARSAL.has(word));
  const hits = [];
  for (let number = 0; number < size; number++) {
    const share = covered[number] / weights;
    if (share < least) continue;
    const section = index.sections[number];
    if ((topic && section.page.topic !== topic) || (stage && !section.page.stages.includes(stage))) continue;
    const score = total[number] * share ** 1.5 * (1 + CLOSE * closeness(index.title(number), asked, units.at(-1).last));
    const prior = rehearses ? 1 : index.prior[section.page.topic] ?? 1;
    hits.push({ section, score: prior * (score + LIKE * weights * alike[number] ** 2) });
  }
  hits.sort((a, b) => b.score - a.score || a.section.id.localeCompare(b.section.id));
  return { hits: hits.slice(0, most), words: [...words], corrected };
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
