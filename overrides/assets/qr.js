// A QR code of a text, after ISO/IEC 18004:2015: bytes, error correction level M, the smallest version that holds it.
const CHECK_BYTES = [0, 10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, ...Array(19).fill(28)]; // a block, by version (table 9)
const BLOCKS = [0, 1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49];
const MASKS = [
  (x, y) => (x + y) % 2 === 0, (x, y) => y % 2 === 0, (x) => x % 3 === 0, (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0, (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0, (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

// Rows of booleans, true for dark. Throws a RangeError for more than 2,331 bytes.
export function matrix(text) {
  const data = [...new TextEncoder().encode(text)];
  const version = BLOCKS.findIndex((_, v) => v && data.length + (v < 10 ? 2 : 3) <= bytesOf(v) - BLOCKS[v] * CHECK_BYTES[v]);
  if (version < 0) throw new RangeError(`${data.length} bytes are more than a QR code holds`);
  const [grid, fixed] = frame(version);
  place(grid, fixed, interleaved(packed(data, version), version));
  let best;
  for (const [number, mask] of MASKS.entries()) {
    const tried = grid.map((row, y) => row.map((dark, x) => (fixed[y][x] ? dark : dark !== mask(x, y))));
    format(tried, number);
    const penalty = penaltyOf(tried);
    if (!best || penalty < best.penalty) best = { penalty, tried };
  }
  return best.tried;
}

// An SVG element of the code, with the quiet zone of four modules around it.
export function picture(text, label) {
  const rows = matrix(text), size = rows.length + 8;
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [name, value] of Object.entries({ viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": label, "shape-rendering": "crispEdges" })) svg.setAttribute(name, value);
  const path = rows.map((row, y) => row.map((dark, x) => (dark ? `M${x + 4} ${y + 4}h1v1h-1z` : "")).join("")).join("");
  for (const [fill, d] of [["#fff", `M0 0h${size}v${size}H0z`], ["#000", path]]) {
    const drawn = document.createElementNS(svg.namespaceURI, "path");
    drawn.setAttribute("fill", fill);
    drawn.setAttribute("d", d);
    svg.append(drawn);
  }
  return svg;
}

// Bytes that a version holds in all, check bytes included.
function bytesOf(version) {
  const lines = version > 1 ? Math.floor(version / 7) + 2 : 0; // of alignment patterns, each way
  const taken = lines ? (25 * lines - 10) * lines - 55 : 0;
  return Math.floor(((16 * version + 128) * version + 64 - taken - (version > 6 ? 36 : 0)) / 8);
}

// Mode, length, data and padding as bytes.
function packed(data, version) {
  const wide = version > 9;
  const nibbles = [4, ...(wide ? [data.length >> 12, (data.length >> 8) & 15] : []), (data.length >> 4) & 15, data.length & 15, ...data.flatMap((byte) => [byte >> 4, byte & 15]), 0];
  const bytes = Array.from({ length: nibbles.length / 2 }, (_, at) => (nibbles[2 * at] << 4) | nibbles[2 * at + 1]);
  const room = bytesOf(version) - BLOCKS[version] * CHECK_BYTES[version];
  for (let pad = 0xec; bytes.length < room; pad ^= 0xec ^ 0x11) bytes.push(pad);
  return bytes;
}

// The bytes in blocks with their check bytes, one of each block in turn.
function interleaved(bytes, version) {
  const number = BLOCKS[version], check = CHECK_BYTES[version];
  const short = Math.floor(bytes.length / number), long = bytes.length % number; // so many blocks are one longer
  const divisor = divisorOf(check);
  let at = 0;
  const blocks = Array.from({ length: number }, (_, block) => bytes.slice(at, (at += short + (block >= number - long))));
  const checks = blocks.map((block) => remainder(block, divisor));
  const inTurn = (parts, length) => Array.from({ length }, (_, row) => parts.map((part) => part[row])).flat().filter((byte) => byte !== undefined);
  return [...inTurn(blocks, short + 1), ...inTurn(checks, check)];
}

// Multiplication in the field of 256 elements modulo x^8 + x^4 + x^3 + x^2 + 1.
function times(a, b) {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) product = ((product << 1) ^ ((product >> 7) * 0x11d)) ^ (((b >> bit) & 1) * a);
  return product;
}

function divisorOf(degree) {
  const divisor = [...Array(degree - 1).fill(0), 1];
  for (let step = 0, root = 1; step < degree; step++, root = times(root, 2)) {
    divisor.forEach((factor, at) => { divisor[at] = times(factor, root) ^ (divisor[at + 1] ?? 0); });
  }
  return divisor;
}

function remainder(bytes, divisor) {
  const rest = divisor.map(() => 0);
  for (const byte of bytes) {
    const factor = byte ^ rest.shift();
    rest.push(0);
    divisor.forEach((each, at) => { rest[at] ^= times(each, factor); });
  }
  return rest;
}

// The patterns that are the same in every code of a version, and which modules they take.
function frame(version) {
  const size = 17 + 4 * version;
  const grid = Array.from({ length: size }, () => Array(size).fill(false)), fixed = grid.map((row) => [...row]);
  const set = (x, y, dark) => { if (grid[y]?.[x] !== undefined) { grid[y][x] = dark; fixed[y][x] = true; } };
  const square = (cx, cy, reach, dark) => {
    for (let y = -reach; y <= reach; y++) for (let x = -reach; x <= reach; x++) set(cx + x, cy + y, dark(Math.max(Math.abs(x), Math.abs(y))));
  };
  for (let at = 0; at < size; at++) { set(6, at, at % 2 === 0); set(at, 6, at % 2 === 0); }
  for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]]) square(x, y, 4, (ring) => ring !== 2 && ring !== 4);
  const lines = version > 1 ? Math.floor(version / 7) + 2 : 0;
  const step = version === 32 ? 26 : Math.ceil((4 * version + 4) / (2 * lines - 2)) * 2;
  const spots = lines ? [6, ...Array.from({ length: lines - 1 }, (_, at) => size - 7 - step * (lines - 2 - at))] : [];
  for (const x of spots) for (const y of spots) if (!((x === 6 && (y === 6 || y === size - 7)) || (x === size - 7 && y === 6))) square(x, y, 2, (ring) => ring !== 1);
  format(grid, 0, fixed);
  if (version > 6) {
    const bits = (version << 12) | bch(version, 12, 0x1f25);
    for (let at = 0; at < 18; at++) {
      const far = size - 11 + (at % 3), near = Math.floor(at / 3), dark = ((bits >> at) & 1) === 1;
      set(far, near, dark);
      set(near, far, dark);
    }
  }
  return [grid, fixed];
}

function bch(value, degree, divisor) {
  let rest = value;
  for (let step = 0; step < degree; step++) rest = (rest << 1) ^ ((rest >> (degree - 1)) * divisor);
  return rest;
}

// Writes level M, which is 0, and the mask, twice.
function format(grid, mask, fixed) {
  const size = grid.length, bits = ((mask << 10) | bch(mask, 10, 0x537)) ^ 0x5412;
  const put = (x, y, dark) => { grid[y][x] = dark; if (fixed) fixed[y][x] = true; };
  for (let at = 0; at < 15; at++) {
    const dark = ((bits >> at) & 1) === 1;
    if (at < 6) put(8, at, dark);
    else if (at < 8) put(8, at + 1, dark);
    else if (at === 8) put(7, 8, dark);
    else put(14 - at, 8, dark);
    if (at < 8) put(size - 1 - at, 8, dark);
    else put(8, size - 15 + at, dark);
  }
  put(8, size - 8, true);
}

// Writes the bytes in the zigzag of two columns, from the right.
function place(grid, fixed, bytes) {
  const size = grid.length;
  let bit = 0;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    const up = ((right + 1) & 2) === 0;
    for (let step = 0; step < size; step++) {
      const y = up ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (fixed[y][x]) continue;
        if (bit < bytes.length * 8) grid[y][x] = ((bytes[bit >> 3] >> (7 - (bit & 7))) & 1) === 1;
        bit++;
      }
    }
  }
}

// How hard a code is to read (section 7.8.3): runs, blocks of two by two, what looks like a corner, more dark than light.
function penaltyOf(grid) {
  const size = grid.length, turned = grid.map((_, x) => grid.map((row) => row[x]));
  let penalty = 0;
  for (const row of [...grid, ...turned]) {
    const text = row.map((dark) => (dark ? "1" : "0")).join("");
    for (const [run] of text.matchAll(/0{5,}|1{5,}/g)) penalty += run.length - 2;
    penalty += 40 * (text.match(/(?=00001011101|10111010000)/g)?.length ?? 0);
  }
  for (let y = 1; y < size; y++) for (let x = 1; x < size; x++) if (grid[y][x] === grid[y - 1][x] && grid[y][x] === grid[y][x - 1] && grid[y][x] === grid[y - 1][x - 1]) penalty += 3;
  const dark = grid.flat().filter(Boolean).length;
  return penalty + 10 * Math.floor(Math.abs(20 * dark / size ** 2 - 10));
}
