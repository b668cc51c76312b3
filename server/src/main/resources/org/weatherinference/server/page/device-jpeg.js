// Walks a JPEG's markers (ITU-T T.81, annex B) up to its end-of-image marker without decoding anything.
import { orientationOf } from "./device-exif.js";
import { unsupported } from "./device-file.js";

const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
const EXIF = 0xe1;
const PROFILE = 0xe2;
const ADOBE = 0xee;
/** Blocks that would have the browser turn the picture or change its colours, which the server's decoder does not. */
const LEFT_OUT = [EXIF, PROFILE];

/** What is known so far of the file that is walked. */
const nothing = () => ({ width: 0, height: 0, components: 0, scans: 0, orientation: 1, adobe: false, exifSeen: false });

/** @param {FileBytes} file */
export function jpegOutline(file) {
  const found = nothing();
  const parts = [];
  let kept = 0;
  let at = nextMarker(file, 2);
  for (let marker = file.u8(at - 1); marker !== END_OF_IMAGE; at = nextMarker(file, at), marker = file.u8(at - 1)) {
    if (marker === 0x01 || marker === 0xd8) {
      continue;
    }
    const start = at - 2;
    at = segment(file, marker, at, found);
    if (LEFT_OUT.includes(marker)) {
      parts.push(file.slice(kept, start - kept));
      kept = at;
    }
  }
  parts.push(file.slice(kept, at - kept));
  if (found.scans === 0) {
    throw file.corrupt(`it holds no picture, only an end-of-image marker at offset ${at - 2}`);
  }
  if (found.components === 4 && !found.adobe) {
    throw unsupported("CMYK JPEG without an Adobe marker: save it as RGB, or from an Adobe program");
  }
  const applied = { 1: ["grey-to-rgb"], 4: ["cmyk-to-rgb"] }[found.components] ?? [];
  const { width, height, orientation, scans } = found;
  return { width, height, orientation, scans, applied, parts, type: "image/jpeg" };
}

/** Skips entropy-coded data and fill bytes; returns the offset after the next marker's two bytes. */
function nextMarker(file, from) {
  for (
    let at = file.bytes.indexOf(0xff, from);
    at >= 0 && at + 2 <= file.length;
    at = file.bytes.indexOf(0xff, at + 1)
  ) {
    if (isMarker(file.bytes[at + 1])) {
      return at + 2;
    }
  }
  throw file.truncated("no end-of-image marker");
}

/** Not a stuffed zero, a restart within a scan or a fill byte. */
function isMarker(code) {
  return code !== 0 && code !== 0xff && (code < 0xd0 || code > 0xd7);
}

/** Reads a segment whose length stands at the given offset; returns the offset after it. */
function segment(file, marker, at, found) {
  const length = file.u16be(at);
  if (length < 2) {
    throw file.corrupt(`segment of ${length} bytes at offset ${at}`);
  }
  file.require(at, length);
  if (marker === START_OF_SCAN) {
    startOfScan(file, at, found);
  } else if (isStartOfFrame(marker)) {
    startOfFrame(file, marker, at, found);
  } else if (marker === EXIF) {
    exif(file, at, length, found);
  } else if (marker === ADOBE) {
    found.adobe ||= file.startsWith(at + 2, "Adobe");
  }
  return at + length;
}

function startOfScan(file, at, found) {
  if (found.width === 0) {
    throw file.corrupt(`a scan at offset ${at} before any frame header`);
  }
  found.scans++;
}

/** All of 0xc0 to 0xcf but Huffman tables, an unused code and arithmetic coding conditions. */
function isStartOfFrame(marker) {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function startOfFrame(file, marker, at, found) {
  if (found.width !== 0) {
    throw file.corrupt(`a second frame header at offset ${at}`);
  }
  requireReadable(marker, file.u8(at + 2));
  found.height = file.u16be(at + 3);
  found.width = file.u16be(at + 5);
  found.components = file.u8(at + 7);
  if (found.width === 0 || found.height === 0) {
    throw file.corrupt(`its frame header claims ${found.width} x ${found.height} pixels`);
  }
  if (![1, 3, 4].includes(found.components)) {
    throw file.corrupt(`its frame header claims ${found.components} colour components`);
  }
}

function requireReadable(marker, bits) {
  if (marker > 0xc2) {
    throw variant(nameOf(marker));
  }
  if (bits !== 8) {
    throw variant(`${bits}-bit JPEG`);
  }
}

function nameOf(marker) {
  const names = { 0xc3: "lossless JPEG", 0xc5: "hierarchical JPEG", 0xc6: "hierarchical JPEG" };
  const arithmetic = marker === 0xc9 || marker === 0xca ? "arithmetic-coded JPEG" : null;
  return names[marker] ?? arithmetic ?? "lossless or hierarchical JPEG";
}

function variant(name) {
  return unsupported(`${name} is not read: save it as an ordinary 8-bit baseline or progressive JPEG`);
}

/** The first Exif block counts: later ones belong to programs that append instead of replacing. */
function exif(file, at, length, found) {
  if (!found.exifSeen && length >= 8 && file.startsWith(at + 2, "Exif\0\0")) {
    found.exifSeen = true;
    found.orientation = orientationOf(file.slice(at + 8, length - 8));
  }
}
