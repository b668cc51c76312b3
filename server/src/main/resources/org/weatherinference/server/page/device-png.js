// Walks a PNG's chunks (ISO/IEC 15948) to its end without decoding anything.
import { orientationOf } from "./device-exif.js";

const SIGNATURE = 8;
const CHUNK_FRAME = 12;
const PALETTE = 3;
/** All that a decoder needs for the pixels; what else there is would change colours, turn or animate the picture. */
const NEEDED = ["IHDR", "PLTE", "tRNS", "IDAT", "IEND"];
/** Depths by colour type. */
const DEPTHS = { 0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16] };

/** @param {FileBytes} file */
export function pngOutline(file) {
  const found = { parts: [file.slice(0, SIGNATURE)], width: 0, orientation: 1, chunks: new Map() };
  let at = SIGNATURE;
  let name;
  do {
    name = file.text(at + 4, 4);
    if (at === SIGNATURE && name !== "IHDR") {
      throw file.corrupt("its first chunk is not IHDR");
    }
    const length = file.u32be(at);
    file.require(at, length + CHUNK_FRAME);
    chunk(file, name, at, length, found);
    at += length + CHUNK_FRAME;
  } while (name !== "IEND");
  return outline(file, found);
}

function chunk(file, name, at, length, found) {
  found.chunks.set(name, length);
  if (NEEDED.includes(name)) {
    requireChecksum(file, name, at, length);
    found.parts.push(file.slice(at, length + CHUNK_FRAME));
  } else if ((name.charCodeAt(0) & 0x20) === 0) {
    // A capital first letter marks a chunk that a decoder must understand.
    throw file.corrupt(`unknown critical chunk at offset ${at}`);
  }
  if (name === "IHDR") {
    header(file, at + 8, length, found);
  } else if (name === "eXIf") {
    found.orientation = orientationOf(file.slice(at + 8, length));
  }
}

function requireChecksum(file, name, at, length) {
  if (checksum(file.slice(at + 4, length + 4)) !== file.u32be(at + 8 + length)) {
    throw file.corrupt(`wrong checksum of chunk ${name} at offset ${at}`);
  }
}

function header(file, at, length, found) {
  if (length !== 13 || found.width !== 0) {
    throw file.corrupt(`IHDR of ${length} bytes at offset ${at - 8}`);
  }
  found.width = file.u32be(at);
  found.height = file.u32be(at + 4);
  found.depth = file.u8(at + 8);
  found.colour = file.u8(at + 9);
  if ([found.width, found.height].some((side) => side === 0 || side > 0x7fffffff)) {
    throw file.corrupt(`its header claims ${found.width} x ${found.height} pixels`);
  }
  if (!DEPTHS[found.colour]?.includes(found.depth)) {
    throw file.corrupt(`its header claims colour type ${found.colour} with ${found.depth} bits`);
  }
  if (file.u8(at + 10) !== 0 || file.u8(at + 11) !== 0 || file.u8(at + 12) > 1) {
    throw file.corrupt("its header claims an unknown compression, filter or interlacing");
  }
}

function outline(file, { chunks, parts, width, height, orientation, depth, colour }) {
  if (!chunks.has("IDAT")) {
    throw file.corrupt("it holds no picture data (IDAT)");
  }
  if (colour === PALETTE && !(chunks.get("PLTE") >= 3)) {
    throw file.corrupt("it holds no palette (PLTE)");
  }
  const applied = [
    chunks.has("acTL") && "first-frame",
    depth === 16 && "depth-16-to-8",
    colour === PALETTE && "palette-to-rgb",
    (colour === 0 || colour === 4) && "grey-to-rgb",
  ].filter(Boolean);
  const alpha = colour === 4 || colour === 6 || chunks.get("tRNS") > 0;
  return { width, height, orientation, alpha, applied, parts, type: "image/png" };
}

/** The remainders of a byte, for CRC-32 (ISO/IEC 15948, annex D). */
const REMAINDERS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) {
    remainder = remainder & 1 ? 0xedb88320 ^ (remainder >>> 1) : remainder >>> 1;
  }
  return remainder;
});

function checksum(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum = REMAINDERS[(sum ^ byte) & 0xff] ^ (sum >>> 8);
  }
  return ~sum >>> 0;
}
