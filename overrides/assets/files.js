// What a reader takes along as a file.

// Entries after RFC 5545. when: "2026-12-03", a whole day, or "2026-12-03T14:30", a time of the reader's own clock.
export function calendar(entries) {
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//TikTok PM guide//EN", ...entries.flatMap(entry), "END:VCALENDAR"];
  return lines.flatMap(folded).map((line) => `${line}\r\n`).join("");
}

function entry({ title, when, minutes = 45, text, url }) {
  const start = when.replace(/[-:]/g, "");
  return [
    "BEGIN:VEVENT",
    `UID:${crypto.randomUUID?.() ?? Math.random().toString(36).slice(2)}`,
    `DTSTAMP:${new Date().toISOString().replace(/[-:]|\.\d+/g, "")}`,
    ...(when.includes("T") ? [`DTSTART:${start}00`, `DURATION:PT${minutes}M`] : [`DTSTART;VALUE=DATE:${start}`]),
    `SUMMARY:${escaped(title)}`, `DESCRIPTION:${escaped(`${text}\n${url}`)}`, `URL:${url}`,
    "END:VEVENT",
  ];
}

const escaped = (text) => text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n|\r/g, "\\n");

// A line in pieces of at most 75 octets, all but the first after a blank.
function folded(line) {
  const pieces = [""];
  let room = 75;
  for (const char of line) {
    const octets = new TextEncoder().encode(char).length;
    if (octets > room) { pieces.push(" "); room = 74; }
    pieces[pieces.length - 1] += char;
    room -= octets;
  }
  return pieces;
}

// Hands a file to the reader.
export function keep(name, type, content) {
  const link = Object.assign(document.createElement("a"), { download: name, href: URL.createObjectURL(new Blob([content], { type })) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
