// The server's scaling, number by number: a triangle filter in whole numbers, along the rows and then down the columns.

/** Fractional bits of a weight. */
const PRECISION = 13;
const HALF = 1 << (PRECISION - 1);

/**
 * A part of a photo at exactly the given size.
 *
 * @param {{width: number, rgb: Uint8Array}} photo three bytes a pixel, row by row
 * @param {{x: number, y: number, width: number, height: number}} part of the photo, in its pixels
 * @returns {Uint8Array} three bytes a pixel, row by row
 */
export function resize(photo, part, width, height) {
  if (part.width === width && part.height === height) {
    return cut(photo, part);
  }
  const along = weightsOf(part.width, width);
  const down = weightsOf(part.height, height);
  const rows = new Uint8Array(part.height * width * 3);
  for (let y = 0; y < part.height; y++) {
    scaleRow(photo.rgb, ((part.y + y) * photo.width + part.x) * 3, rows, y * width * 3, along);
  }
  return scaleColumns(rows, width * 3, down);
}

function cut(photo, { x, y, width, height }) {
  const rgb = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const from = ((y + row) * photo.width + x) * 3;
    rgb.set(photo.rgb.subarray(from, from + width * 3), row * width * 3);
  }
  return rgb;
}

function scaleRow(source, from, target, to, { firsts, starts, values }) {
  for (let x = 0; x < firsts.length; x++) {
    let red = HALF;
    let green = HALF;
    let blue = HALF;
    for (let k = starts[x], at = from + firsts[x] * 3; k < starts[x + 1]; k++, at += 3) {
      red += source[at] * values[k];
      green += source[at + 1] * values[k];
      blue += source[at + 2] * values[k];
    }
    target[to++] = red >> PRECISION;
    target[to++] = green >> PRECISION;
    target[to++] = blue >> PRECISION;
  }
}

function scaleColumns(rows, rowBytes, { firsts, starts, values }) {
  const resized = new Uint8Array(firsts.length * rowBytes);
  const sums = new Int32Array(rowBytes);
  for (let y = 0; y < firsts.length; y++) {
    sums.fill(HALF);
    for (let k = starts[y], from = firsts[y] * rowBytes; k < starts[y + 1]; k++, from += rowBytes) {
      for (let i = 0; i < rowBytes; i++) {
        sums[i] += rows[from + i] * values[k];
      }
    }
    for (let i = 0; i < rowBytes; i++) {
      resized[y * rowBytes + i] = sums[i] >> PRECISION;
    }
  }
  return resized;
}

/** How much each old pixel counts in each new one: from `firsts[i]` on, `values[starts[i]]` and so on. */
function weightsOf(oldSize, newSize) {
  const scale = oldSize / newSize;
  // When shrinking, the triangle grows to span every pixel that is merged; when growing it spans two.
  const radius = Math.max(scale, 1);
  const firsts = new Int32Array(newSize);
  const starts = new Int32Array(newSize + 1);
  const values = [];
  for (let i = 0; i < newSize; i++) {
    const center = (i + 0.5) * scale;
    firsts[i] = Math.max(Math.trunc(center - radius + 0.5), 0);
    const end = Math.min(Math.trunc(center + radius + 0.5), oldSize);
    values.push(...rounded(triangle(center, radius, firsts[i], end)));
    starts[i + 1] = values.length;
  }
  return { firsts, starts, values: Int32Array.from(values) };
}

function triangle(center, radius, first, end) {
  const heightAt = (old) => Math.max(1 - Math.abs((old - center + 0.5) * (1 / radius)), 0);
  return Array.from({ length: end - first }, (_, i) => heightAt(first + i));
}

/** The largest takes what rounding left, so that they sum to one and white stays white. */
function rounded(heights) {
  const sum = heights.reduce((total, height) => total + height, 0);
  const weights = heights.map((height) => Math.trunc(0.5 + (height / sum) * (1 << PRECISION)));
  const left = (1 << PRECISION) - weights.reduce((total, weight) => total + weight, 0);
  weights[heights.indexOf(Math.max(...heights))] += left;
  return weights;
}
