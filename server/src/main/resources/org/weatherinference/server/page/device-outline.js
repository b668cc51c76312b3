// What a photo's file says before any pixel is decoded: its format, its size and whether the limits let it through.
import { bmpOutline } from "./device-bmp.js";
import { FileBytes, notAPhoto, Refusal, tooLarge, unsupported } from "./device-file.js";
import { gifOutline } from "./device-gif.js";
import { jpegOutline } from "./device-jpeg.js";
import { pngOutline } from "./device-png.js";
import { webpOutline } from "./device-webp.js";

const MOST_BYTES = 20 * 1024 * 1024;
const MOST_PIXELS = 50_000_000;
const MOST_SCANS = 100;
const READ = "JPEG, PNG, WebP, GIF and BMP are read";

const FORMATS = [
  [/^\xff\xd8\xff/, "JPEG", jpegOutline],
  [/^\x89PNG\r\n\x1a\n/, "PNG", pngOutline],
  [/^RIFF[^]{4}WEBP/, "WEBP", webpOutline],
  [/^GIF8[^]a/, "GIF", gifOutline],
  [/^BM[^]{4}\0\0\0\0[^]{4}/, "BMP", bmpOutline],
];

/** Formats that are not read, the more telling start before the less telling one. */
const NAMED = [
  [/^II\*\0[^]{4}CR/, "CR2 (camera raw)"],
  [/^(II\*\0|MM\0\*)/, "TIFF or camera raw"],
  [/^(II\+\0|MM\0\+)/, "BigTIFF"],
  [/^IIU\0/, "RW2 (camera raw)"],
  [/^IIRO/, "ORF (camera raw)"],
  [/^FUJIFILMCCD-RAW/, "RAF (camera raw)"],
  [/^(\xff\n|\0\0\0\fJXL )/, "JPEG XL"],
  [/^(\0\0\0\fjP {2}|\xffO\xffQ)/, "JPEG 2000"],
  [/^II\xbc/, "JPEG XR"],
  [/^%PDF/, "PDF"],
  [/^%!PS/, "PostScript"],
  [/^8BPS/, "PSD (Photoshop)"],
  [/^\0\0\x01\0/, "ICO (icon)"],
  [/^\0\0\x02\0/, "CUR (cursor)"],
  [/^PK(\x03\x04|\x05\x06)/, "ZIP"],
  [/^\x1f\x8b/, "GZIP"],
  [/^Rar!/, "RAR"],
  [/^7z\xbc\xaf/, "7-Zip"],
  [/^qoif/, "QOI"],
  [/^v\/1\x01/, "OpenEXR"],
  [/^#\?RADIANCE/, "Radiance HDR"],
  [/^gimp xcf/, "XCF (GIMP)"],
  [/^FLIF/, "FLIF"],
  [/^\x1aE\xdf\xa3/, "Matroska or WebM video"],
  [/^RIFF[^]{4}AVI /, "AVI video"],
  [/^RIFF[^]{4}WAVE/, "WAV sound"],
  [/^ID3/, "MP3 sound"],
  [/^OggS/, "Ogg"],
  [/^[^]{4}ftypavi[fs]/, "AVIF"],
  [/^[^]{4}ftyp(hei[cxms]|hev[cx]|m[is]f1)/, "HEIC"],
  [/^[^]{4}ftypcrx /, "CR3 (camera raw)"],
  [/^[^]{4}ftypjxl /, "JPEG XL"],
  [/^[^]{4}ftypjp[2x] /, "JPEG 2000"],
  [/^[^]{4}ftyp[^]{4}/, "MP4 or QuickTime video"],
  [/<svg/i, "SVG"],
  [/^(\xef\xbb\xbf)?\s*(<!doctype html|<html|<head|<body)/i, "HTML"],
  [/^(\xef\xbb\xbf)?\s*<\?xml/i, "XML"],
];

/**
 * Walks a file's headers.
 *
 * @param {Blob} file
 * @returns {Promise<object>} an outline: `width` and `height` as stored; `orientation`, that of EXIF, 1 to 8; `upright`,
 *     the size after turning; `parts`, bytes that together are a file of the picture alone, without metadata and further
 *     frames; `frame`, its place `left` and `top` on a canvas of that size; `alpha`, whether it may be transparent;
 *     `applied`, what decoding does for certain, in the answer's words; `corrupt`, which makes a Refusal
 * @throws {Refusal}
 */
export async function outlineOf(file) {
  if (file.size > MOST_BYTES) {
    throw tooLarge(`the file has ${grouped(file.size)} bytes, the limit is ${grouped(MOST_BYTES)}`);
  }
  const bytes = new Uint8Array(await file.arrayBuffer().catch(notReadable));
  const start = String.fromCharCode(...bytes.subarray(0, 512));
  const found = FORMATS.find(([beginning]) => beginning.test(start));
  if (!found) {
    throw notRead(start);
  }
  const [, format, read] = found;
  const photo = new FileBytes(format, bytes);
  const outline = { orientation: 1, scans: 1, alpha: false, frame: { left: 0, top: 0 }, ...read(photo) };
  checkLimits(outline);
  const { width, height, orientation } = outline;
  const upright = orientation < 5 ? { width, height } : { width: height, height: width };
  return { ...outline, upright, corrupt: (what) => photo.corrupt(what) };
}

/** Such as one that was moved after it was chosen. */
function notReadable(fault) {
  throw new Refusal("not-readable", "The photo could not be read", 404, fault.message);
}

function notRead(start) {
  if (start === "") {
    return notAPhoto("not a picture: the file is empty");
  }
  const [, name] = NAMED.find(([beginning]) => beginning.test(start)) ?? [];
  return name
    ? unsupported(`${name} is not read: ${READ}`)
    : notAPhoto(`not a picture: it starts with none of the bytes of a known format; ${READ}`);
}

function grouped(number) {
  return number.toLocaleString("en");
}

function checkLimits({ width, height, scans }) {
  const pixels = width * height;
  if (pixels > MOST_PIXELS) {
    throw tooLarge(`${width} x ${height} is ${pixels} pixels, the limit is ${MOST_PIXELS}`);
  }
  if (scans > MOST_SCANS) {
    throw tooLarge(`the JPEG has ${scans} scans, the limit is ${MOST_SCANS}`);
  }
}
