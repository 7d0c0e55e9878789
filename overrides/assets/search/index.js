// The index that scripts/kb/writers/search.py writes, unpacked as far as it is asked for.
import { runs, stem } from "./tokens.js";

const QUESTIONS = "~"; // as in the writer, like the next two
const LETTERS = "abcdefghijklmnop";
const DIGITS = "!#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`qr";
const VALUE = new Uint8Array(128); // of a letter in packed postings: below 32 the last digit of a number, from 64 a mark or a level
[...DIGITS, QUESTIONS, ...LETTERS].forEach((letter, value) => { VALUE[letter.charCodeAt(0)] = value; });
const RAREST = 4.5; // the most that a word may count for being rare
const ASKED = 0.35; // what a question that has a word adds to its section's score for it

export class Index {
  // data: the parsed index file. Throws when it is not one.
  constructor(data) {
    if (!Array.isArray(data?.sections) || !Array.isArray(data.pages) || typeof data.terms !== "string") throw new TypeError("This is no search index.");
    this.topics = data.topics;
    this.stages = data.stages;
    this.prior = data.prior;
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
    unpack(this.packed[number], (section, level) => sections.set(section, level), (question) => questions.push(question));
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
      const questions = [];
      let sections = 0;
      unpack(packed, () => { sections++; }, (question) => questions.push(question));
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

function unpack(packed, section, question) {
  let level = 0, last = -1, value = 0;
  for (let at = 0; at < packed.length; at++) {
    const digit = VALUE[packed.charCodeAt(at)];
    if (digit >= 64) { level = digit === 64 ? 0 : (digit - 64.5) / LETTERS.length; last = -1; continue; }
    if (digit >= 32) { value = value * 32 + (digit - 32); continue; }
    last += 1 + value * 32 + digit;
    value = 0;
    if (level > 0) section(last, level);
    else question(last);
  }
}

// A bit for every letter in the word.
export function bits(word) {
  let mask = 0;
  for (let at = 0; at < word.length; at++) mask |= 1 << (word.charCodeAt(at) & 31);
  return mask;
}
