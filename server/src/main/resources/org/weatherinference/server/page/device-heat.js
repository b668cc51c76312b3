// Where an answer came from: the server's class activation map, its hottest region and its picture.

const MOST_SIDE = 512;
/** The grid on which the hottest part is looked for: finer than the network's, coarse enough to be quick. */
const FINE = 64;
const HOT = 0.5;
const MOST_OPAQUE = 190;

/**
 * What speaks for a label more than for the others on average: only differences between logits decide.
 *
 * @param {{data: Float32Array, dims: number[]}} activation [1, labels, rows, columns]
 * @param {number} label its index
 */
export function evidence({ data, dims: [, labels, rows, columns] }, label) {
  const cells = rows * columns;
  const values = Float32Array.from({ length: cells }, (_, cell) => {
    let sum = 0;
    for (let other = 0; other < labels; other++) {
      sum = Math.fround(sum + data[other * cells + cell]);
    }
    return data[label * cells + cell] - Math.fround(sum / labels);
  });
  return { values, rows, columns };
}

/** A small grid of strengths, 0 to 1, spread evenly over a region; bilinear between the middles of its cells. */
export class HeatMap {
  constructor(strength, rows, columns) {
    this.strength = strength;
    this.rows = rows;
    this.columns = columns;
  }

  /** What is above 0, divided by the maximum. */
  static of({ values, rows, columns }) {
    const most = values.reduce((highest, value) => Math.max(highest, value), 0);
    return new HeatMap(
      values.map((value) => (most > 0 ? Math.max(0, value) / most : 0)),
      rows,
      columns,
    );
  }

  /** The strength at a point, both coordinates 0 to 1 from the upper left. */
  at(right, down) {
    const row = clamp(down * this.rows - 0.5, this.rows - 1);
    const column = clamp(right * this.columns - 0.5, this.columns - 1);
    const top = Math.trunc(row);
    const upper = this.between(top, column);
    const lower = this.between(Math.min(top + 1, this.rows - 1), column);
    return Math.fround(upper + (lower - upper) * (row - top));
  }

  between(row, column) {
    const left = Math.trunc(column);
    const start = row * this.columns;
    const here = this.strength[start + left];
    const next = this.strength[start + Math.min(left + 1, this.columns - 1)];
    return here + Math.fround(next - here) * (column - left);
  }

  /** The box around the maximum and all that hangs together with it and is hot, within the region covered. */
  hottest(covered) {
    const fine = this.fine();
    const start = fine.indexOf(Math.max(...fine));
    if (fine[start] < HOT) {
      return covered;
    }
    const { left, top, right, bottom } = flood(fine, start);
    const x = Math.floor((left * covered.width) / FINE);
    const y = Math.floor((top * covered.height) / FINE);
    return {
      x: covered.x + x,
      y: covered.y + y,
      width: Math.ceil(((right + 1) * covered.width) / FINE) - x,
      height: Math.ceil(((bottom + 1) * covered.height) / FINE) - y,
    };
  }

  fine() {
    return Float32Array.from({ length: FINE * FINE }, (_, i) =>
      this.at(((i % FINE) + 0.5) / FINE, (Math.trunc(i / FINE) + 0.5) / FINE),
    );
  }

  /** A transparent picture of a photo's shape, nothing outside the region covered, as a data URI. */
  async png(photoWidth, photoHeight, covered) {
    const scale = Math.min(1, MOST_SIDE / Math.max(photoWidth, photoHeight));
    const picture = new ImageData(
      Math.max(1, Math.round(photoWidth * scale)),
      Math.max(1, Math.round(photoHeight * scale)),
    );
    const { width, height, data } = picture;
    for (let y = 0, to = 0; y < height; y++) {
      const down = (((y + 0.5) / height) * photoHeight - covered.y) / covered.height;
      for (let x = 0; x < width; x++, to += 4) {
        const right = (((x + 0.5) / width) * photoWidth - covered.x) / covered.width;
        paint(data, to, this.level(right, down));
      }
    }
    return dataUri(picture);
  }

  level(right, down) {
    const inside = right >= 0 && right <= 1 && down >= 0 && down <= 1;
    return inside ? Math.round(this.at(right, down) * 255) : 0;
  }
}

function clamp(value, most) {
  return Math.min(Math.max(value, 0), most);
}

/** The box around the hot cells that are reached from the given one over edges; empties what it has visited. */
function flood(cells, start) {
  const box = { left: FINE, top: FINE, right: 0, bottom: 0 };
  const waiting = [start];
  while (waiting.length > 0) {
    const cell = waiting.pop();
    if (cells[cell] < HOT) {
      continue;
    }
    cells[cell] = 0;
    const x = cell % FINE;
    const y = Math.trunc(cell / FINE);
    box.left = Math.min(box.left, x);
    box.top = Math.min(box.top, y);
    box.right = Math.max(box.right, x);
    box.bottom = Math.max(box.bottom, y);
    waiting.push(...neighbours(x, y));
  }
  return box;
}

function neighbours(x, y) {
  return [
    [x - 1, y],
    [x + 1, y],
    [x, y - 1],
    [x, y + 1],
  ]
    .filter(([column, row]) => column >= 0 && column < FINE && row >= 0 && row < FINE)
    .map(([column, row]) => row * FINE + column);
}

/** From yellow to red as it grows less transparent. */
function paint(data, to, level) {
  data[to] = 255;
  data[to + 1] = 220 - Math.trunc((level * 200) / 255);
  data[to + 3] = Math.trunc((level * MOST_OPAQUE) / 255);
}

async function dataUri(picture) {
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  canvas.getContext("2d").putImageData(picture, 0, 0);
  const reader = new FileReader();
  reader.readAsDataURL(await canvas.convertToBlob());
  await new Promise((resolve) => {
    reader.onload = resolve;
  });
  return reader.result;
}
