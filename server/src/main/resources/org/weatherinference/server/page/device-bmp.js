// Reads the headers of a BMP (Microsoft's BITMAPCOREHEADER to BITMAPV5HEADER).
import { unsupported } from "./device-file.js";

const FILE_HEADER = 14;
const CORE = 12;
const INFO = 40;
const PLAIN = 0;
const BIT_FIELDS = [3, 6];

/** @param {FileBytes} file */
export function bmpOutline(file) {
  const size = file.u32le(FILE_HEADER);
  if (size !== CORE && (size < INFO || size > 1024)) {
    throw file.corrupt(`a header of ${size} bytes at offset ${FILE_HEADER}`);
  }
  const { width, height, bits, compression } = size === CORE ? oldest(file) : usual(file);
  if (width <= 0 || height === 0 || height === -0x80000000) {
    throw file.corrupt(`its header claims ${width} x ${height} pixels`);
  }
  requireReadable(file, bits, compression);
  const stride = Math.floor((width * bits + 31) / 32) * 4;
  file.require(file.u32le(10), stride * Math.abs(height));
  return {
    width,
    height: Math.abs(height),
    alpha: bits === 16 || bits === 32,
    applied: bits > 8 ? [] : ["palette-to-rgb"],
    parts: [file.bytes],
    type: "image/bmp",
  };
}

function oldest(file) {
  return { width: file.u16le(18), height: file.u16le(20), bits: file.u16le(24), compression: PLAIN };
}

function usual(file) {
  return { width: file.s32le(18), height: file.s32le(22), bits: file.u16le(28), compression: file.s32le(30) };
}

function requireReadable(file, bits, compression) {
  const fields = BIT_FIELDS.includes(compression);
  if (compression !== PLAIN && !fields) {
    throw unsupported(`compressed BMP (kind ${compression}) is not read: save it as PNG`);
  }
  const depths = fields ? [16, 32] : [1, 2, 4, 8, 16, 24, 32];
  if (!depths.includes(bits)) {
    throw file.corrupt(`its header claims ${bits} bits a pixel with compression ${compression}`);
  }
}
