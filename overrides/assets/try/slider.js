// What the small models to try are made of: labelled sliders, and an SVG curve.

// values: {name: [label, least, most, step, start, unit]}; calls `act` with the values, now and whenever one changes.
export function sliders(place, values, act) {
  const now = Object.fromEntries(Object.entries(values).map(([name, [, , , , start]]) => [name, start]));
  const made = Object.entries(values).map(([name, [label, min, max, step, start, unit = ""]]) => {
    const row = document.createElement("label"), output = document.createElement("output"), input = document.createElement("input");
    Object.assign(input, { type: "range", min, max, step });
    input.value = start;
    const show = () => { output.textContent = `${Number(input.value).toLocaleString("en-GB")}${unit}`; };
    input.addEventListener("input", () => { now[name] = Number(input.value); show(); act(now); });
    show();
    row.append(label, input, output); // a label names the first field in it
    return row;
  });
  place.append(...made);
  act(now);
}

export function element(tag, { children = [], ...rest } = {}) {
  const made = Object.assign(document.createElement(tag), rest);
  made.append(...children);
  return made;
}

const shape = (tag, attributes, text = "") => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.textContent = text;
  return made;
};

// A curve through points [x, y] with both from 0 to 1, with a mark at one x and names for the axes.
export function curve(points, { at, x, y, label }) {
  const svg = shape("svg", { viewBox: "0 0 360 200", role: "img", "aria-label": label });
  const px = (value) => 20 + value * 325, py = (value) => 165 - value * 140;
  const near = points.reduce((best, point) => (Math.abs(point[0] - at) < Math.abs(best[0] - at) ? point : best));
  svg.append(
    shape("path", { class: "line", d: "M20 20V165H350" }),
    shape("path", { class: "line accent", d: points.map(([a, b], number) => `${number ? "L" : "M"}${px(a).toFixed(1)} ${py(b).toFixed(1)}`).join("") }),
    shape("path", { class: "line dashed", d: `M${px(near[0])} 165V${py(near[1])}` }),
    shape("circle", { class: "fill accent", cx: px(near[0]), cy: py(near[1]), r: 5 }),
    shape("text", { class: "small end", x: 350, y: 188 }, x),
    shape("text", { class: "small", x: 28, y: 16 }, y),
  );
  return svg;
}
