// Walks a GIF's blocks (GIF89a specification) up to the end of its first frame without decoding anything.

const IMAGE = 0x2c;
const EXTENSION = 0x21;
const TRAILER = 0x3b;
const SCREEN_HEADER = 13;
const IMAGE_HEADER = 10;

/** @param {FileBytes} file */
export function gifOutline(file) {
  const start = nextImage(file, SCREEN_HEADER + tableSize(file.u8(10)));
  const [left, top, width, height] = [1, 3, 5, 7].map((offset) => file.u16le(start + offset));
  if (width === 0 || height === 0) {
    throw file.corrupt(`its first frame claims ${width} x ${height} pixels`);
  }
  const flags = file.u8(start + 9);
  if (tableSize(flags) === 0 && tableSize(file.u8(10)) === 0) {
    throw file.corrupt("it holds no colour table");
  }
  const end = skipSubBlocks(file, start + IMAGE_HEADER + tableSize(flags) + 1);
  const applied = isFollowedByImage(file, end) ? ["first-frame", "palette-to-rgb"] : ["palette-to-rgb"];
  return {
    // As browsers do, the screen grows to hold its first frame.
    width: Math.max(file.u16le(6), left + width),
    height: Math.max(file.u16le(8), top + height),
    alpha: true,
    applied,
    parts: [file.slice(0, end), Uint8Array.of(TRAILER)],
    type: "image/gif",
  };
}

/** How many bytes the colour table takes that such flags announce. */
function tableSize(flags) {
  return (flags & 0x80) === 0 ? 0 : 3 << ((flags & 7) + 1);
}

function nextImage(file, from) {
  let at = from;
  while (file.u8(at) === EXTENSION) {
    at = skipSubBlocks(file, at + 2);
  }
  if (file.u8(at) === TRAILER) {
    throw file.corrupt(`it ends at offset ${at} without any picture`);
  }
  if (file.u8(at) !== IMAGE) {
    throw file.corrupt(`unknown block at offset ${at}`);
  }
  return at;
}

function skipSubBlocks(file, from) {
  let at = from;
  for (let length = file.u8(at); length > 0; length = file.u8(at)) {
    at += 1 + length;
  }
  return at + 1;
}

/** What comes after the first frame may be broken: it is not read. */
function isFollowedByImage(file, end) {
  try {
    nextImage(file, end);
    return true;
  } catch {
    return false;
  }
}
