// The orientation tag of an EXIF block, which is a small TIFF file (Exif 2.32, section 4.6.4).

const TAG = 0x0112;
const ENTRY = 12;

/**
 * The orientation, 1 to 8; 1 where there is none. Looks at the first directory and nothing else; a block that makes no
 * sense says nothing about the orientation.
 *
 * @param {Uint8Array} exif from the byte order mark on
 */
export function orientationOf(exif) {
  const tiff = new DataView(exif.buffer, exif.byteOffset, exif.byteLength);
  if (tiff.byteLength < 8) {
    return 1;
  }
  const mark = tiff.getUint16(0);
  const little = mark === 0x4949;
  if ((mark !== 0x4949 && mark !== 0x4d4d) || tiff.getUint16(2, little) !== 42) {
    return 1;
  }
  return fromDirectory(tiff, tiff.getUint32(4, little), little);
}

function fromDirectory(tiff, offset, little) {
  if (offset + 2 > tiff.byteLength) {
    return 1;
  }
  const count = tiff.getUint16(offset, little);
  for (let i = 0, entry = offset + 2; i < count && entry + ENTRY <= tiff.byteLength; i++, entry += ENTRY) {
    if (tiff.getUint16(entry, little) === TAG) {
      return valueOf(tiff, entry, little);
    }
  }
  return 1;
}

function valueOf(tiff, entry, little) {
  const read = {
    1: () => tiff.getInt8(entry + 8),
    3: () => tiff.getInt16(entry + 8, little),
    4: () => tiff.getInt32(entry + 8, little),
  };
  const value = read[tiff.getUint16(entry + 2, little)]?.() ?? 1;
  return value >= 1 && value <= 8 ? value : 1;
}
