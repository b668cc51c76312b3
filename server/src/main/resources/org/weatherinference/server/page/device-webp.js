// Walks a WebP's chunks (RFC 9649) without decoding anything. What is handed on is a plain still made of the picture's
// own chunks: of an animation its first frame, of all files nothing but pixels.
import { orientationOf } from "./device-exif.js";

const RIFF_HEADER = 12;
const CHUNK_HEADER = 8;
const FRAME_HEADER = 16;
const ALPHA_FLAG = 0x10;
const EXIF_NAME = "Exif\0\0";

/** @param {FileBytes} file */
export function webpOutline(file) {
  const found = { canvas: null, frame: null, alpha: null, pixels: null, frames: 0, orientation: 1 };
  const end = file.u32le(4) + CHUNK_HEADER;
  file.require(0, end);
  walk(file, RIFF_HEADER, end, found);
  const { frame, canvas, orientation, frames } = found;
  if (!frame || !found.pixels) {
    throw file.corrupt("it holds no picture data (VP8, VP8L)");
  }
  const { width, height } = canvas ?? frame;
  if (frame.left + frame.width > width || frame.top + frame.height > height) {
    throw file.corrupt(
      `a frame of ${frame.width} x ${frame.height} pixels does not fit its canvas of ${width} x ${height}`,
    );
  }
  const applied = frames > 1 ? ["first-frame"] : [];
  return { width, height, orientation, frame, alpha: true, applied, parts: still(found), type: "image/webp" };
}

function walk(file, start, end, found) {
  for (let at = start; at + CHUNK_HEADER <= end;) {
    const length = file.u32le(at + 4);
    if (at + CHUNK_HEADER + length > end) {
      throw file.corrupt(`the chunk at offset ${at} reaches past the end at ${end}`);
    }
    chunk(file, at, length, found);
    at += CHUNK_HEADER + length + (length & 1);
  }
}

function chunk(file, at, length, found) {
  const name = file.text(at, 4);
  const data = at + CHUNK_HEADER;
  if (name === "VP8X") {
    found.canvas = { width: file.u24le(data + 4) + 1, height: file.u24le(data + 7) + 1 };
  } else if (name === "ANMF") {
    animationFrame(file, data, length, found);
  } else if (name === "ALPH" && !found.pixels) {
    found.alpha ??= file.slice(at, CHUNK_HEADER + length);
  } else if ((name === "VP8 " || name === "VP8L") && !found.pixels) {
    found.pixels = file.slice(at, CHUNK_HEADER + length);
    found.frame = name === "VP8L" ? lossless(file, data) : lossy(file, data);
  } else if (name === "EXIF") {
    // Some programs put JPEG's name of the block before it.
    const skipped = length >= EXIF_NAME.length && file.startsWith(data, EXIF_NAME) ? EXIF_NAME.length : 0;
    found.orientation = orientationOf(file.slice(data + skipped, length - skipped));
  }
}

function animationFrame(file, data, length, found) {
  if (length < FRAME_HEADER) {
    throw file.corrupt(`an animation frame of ${length} bytes at offset ${data}`);
  }
  if (found.frames++ === 0) {
    walk(file, data + FRAME_HEADER, data + length, found);
    if (!found.frame) {
      throw file.corrupt(`the first animation frame, at offset ${data}, holds no picture data`);
    }
    found.frame = { ...found.frame, left: file.u24le(data) * 2, top: file.u24le(data + 3) * 2 };
  }
}

function lossless(file, data) {
  if (file.u8(data) !== 0x2f) {
    throw file.corrupt(`wrong signature of lossless data at offset ${data}`);
  }
  const bits = file.u32le(data + 1);
  return { left: 0, top: 0, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}

function lossy(file, data) {
  const width = file.u16le(data + 6) & 0x3fff;
  const height = file.u16le(data + 8) & 0x3fff;
  if (width === 0 || height === 0) {
    throw file.corrupt(`its frame header claims ${width} x ${height} pixels`);
  }
  return { left: 0, top: 0, width, height };
}

function still({ frame, alpha, pixels }) {
  const chunks = alpha ? [extendedHeader(frame), alpha, pixels] : [pixels];
  const body = chunks.flatMap((part) => [part, new Uint8Array(part.length & 1)]);
  const size = body.reduce((sum, part) => sum + part.length, 0);
  const header = new Uint8Array(RIFF_HEADER);
  const view = new DataView(header.buffer);
  header.set(latin("RIFF"));
  view.setUint32(4, size + 4, true);
  header.set(latin("WEBP"), 8);
  return [header, ...body];
}

function extendedHeader({ width, height }) {
  const header = new Uint8Array(CHUNK_HEADER + 10);
  const view = new DataView(header.buffer);
  header.set(latin("VP8X"));
  view.setUint32(4, 10, true);
  view.setUint32(8, ALPHA_FLAG, true);
  // Sides are less one, in three bytes each; the second overwrites the fourth byte of the first, which is 0.
  view.setUint32(12, width - 1, true);
  view.setUint16(15, height - 1, true);
  return header;
}

function latin(text) {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
