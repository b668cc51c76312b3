// Makes one photo small. Runs as the worker of shrink.js, and is imported by it where there can be no worker.

/** What is no larger is sent as it is, byte for byte. */
const SMALL_BYTES = 128 * 1024;
/** What a larger one is brought near to. */
const WANTED_BYTES = 100 * 1024;
/** Shorter side in sides of the network's input: below it the answers drift, above it the bytes grow. */
const SIDES = 2.5;
/** Pixels in such shorter sides squared, so that a panorama stays small too. */
const LONGEST_SHAPE = 3;
const BEST_QUALITY = 0.92;
const LEAST_QUALITY = 0.3;
const ENCODINGS = 3;
/** A JPEG's bytes grow about with (1 - quality) to the power of -1/1.6. */
const QUALITY_POWER = 1.6;

/** How the files begin that the server reads; "?" is any byte. */
const READ_BY_SERVER = [/^\xff\xd8\xff/, /^\x89PNG\r\n\x1a\n/, /^RIFF[^]{4}WEBP/, /^GIF8[79]a/, /^BM/];

/**
 * Never rejects: what cannot be shrunk is left alone.
 *
 * @param {Blob} file
 * @param {number} shortSide of the network's input, in pixels
 * @returns {Promise<{blob: Blob | null, readable: boolean}>} the smaller photo, null where the file is better sent as it
 *     is; and whether the browser can show the file
 */
export async function reencode(file, shortSide) {
  let picture;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const accepted = await isReadByServer(file);
    if (accepted && file.size <= SMALL_BYTES) {
      return { blob: null, readable: true };
    }
    const blob = await encode(scale(picture, shortSide));
    return { blob: accepted && blob.size >= file.size ? null : blob, readable: true };
  } catch {
    return { blob: null, readable: picture !== undefined };
  } finally {
    picture?.close();
  }
}

async function isReadByServer(file) {
  const bytes = new Uint8Array(await file.slice(0, 12).arrayBuffer());
  const start = String.fromCharCode(...bytes);
  return READ_BY_SERVER.some((beginning) => beginning.test(start));
}

/** By steps of about a half: not every browser averages over more than two pixels, and those that do are slower. */
function scale(picture, shortSide) {
  const factor = factorFor(picture, shortSide);
  const width = Math.max(1, Math.round(picture.width * factor));
  const height = Math.max(1, Math.round(picture.height * factor));
  const steps = [4, 2].filter((times) => times * factor < 1);
  return [...steps, 1].reduce((from, times) => draw(from, width * times, height * times), picture);
}

function factorFor({ width, height }, shortSide) {
  const least = shortSide / Math.min(width, height);
  const most = LONGEST_SHAPE * (SIDES * shortSide) ** 2;
  return Math.min(1, Math.max(least, Math.min(SIDES * least, Math.sqrt(most / (width * height)))));
}

/** On white, as the server sees what is transparent. */
function draw(picture, width, height) {
  const canvas = newCanvas(width, height);
  const context = canvas.getContext("2d", { alpha: false });
  context.fillStyle = "white";
  context.fillRect(0, 0, width, height);
  context.drawImage(picture, 0, 0, width, height);
  return canvas;
}

function newCanvas(width, height) {
  if (globalThis.OffscreenCanvas?.prototype.convertToBlob) {
    return new OffscreenCanvas(width, height);
  }
  return Object.assign(document.createElement("canvas"), { width, height });
}

async function encode(canvas) {
  let quality = BEST_QUALITY;
  let blob = await jpeg(canvas, quality);
  for (let more = ENCODINGS - 1; more > 0 && blob.size > SMALL_BYTES && quality > LEAST_QUALITY; more--) {
    quality = Math.max(LEAST_QUALITY, 1 - (1 - quality) * (blob.size / WANTED_BYTES) ** QUALITY_POWER);
    blob = await jpeg(canvas, quality);
  }
  return blob;
}

async function jpeg(canvas, quality) {
  const type = "image/jpeg";
  if (canvas.convertToBlob) {
    return canvas.convertToBlob({ type, quality });
  }
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, type, quality));
  if (blob === null) {
    throw new Error("the canvas gave no JPEG");
  }
  return blob;
}

if (globalThis.WorkerGlobalScope && globalThis instanceof WorkerGlobalScope) {
  onmessage = async ({ data: { file, shortSide } }) => postMessage(await reencode(file, shortSide));
}
