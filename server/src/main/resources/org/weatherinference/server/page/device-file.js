// A file's bytes, and why they did not become a photo: in the server's words.

/** Why there is no answer: a problem as RFC 9457 says it. */
export class Refusal extends Error {
  constructor(type, title, status, detail) {
    super(detail);
    Object.assign(this, { type, title, status });
  }

  problem() {
    return { type: this.type, title: this.title, status: this.status, detail: this.message };
  }
}

/** Not a picture, truncated or corrupt. */
export function notAPhoto(detail) {
  return new Refusal("not-a-photo", "Not a readable photo", 422, detail);
}

/** A picture of a kind that is not read. */
export function unsupported(detail) {
  return new Refusal("unsupported-format", "A format that is not read", 415, detail);
}

/** Beyond a limit. */
export function tooLarge(detail) {
  return new Refusal("photo-too-large", "The photo is too large", 413, detail);
}

/** Bytes as a header walker reads them: every read past the end says so as a truncated photo. */
export class FileBytes {
  constructor(format, bytes) {
    this.format = format;
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get length() {
    return this.bytes.length;
  }

  require(offset, count) {
    if (offset + count > this.length) {
      throw this.truncated(`needed ${count} bytes at offset ${offset}`);
    }
  }

  u8(offset) {
    this.require(offset, 1);
    return this.bytes[offset];
  }

  u16be(offset) {
    this.require(offset, 2);
    return this.view.getUint16(offset);
  }

  u16le(offset) {
    this.require(offset, 2);
    return this.view.getUint16(offset, true);
  }

  u24le(offset) {
    return this.u16le(offset) + this.u8(offset + 2) * 0x10000;
  }

  u32be(offset) {
    this.require(offset, 4);
    return this.view.getUint32(offset);
  }

  u32le(offset) {
    this.require(offset, 4);
    return this.view.getUint32(offset, true);
  }

  s32le(offset) {
    this.require(offset, 4);
    return this.view.getInt32(offset, true);
  }

  /** So many bytes as text, a character each. */
  text(offset, count) {
    this.require(offset, count);
    return String.fromCharCode(...this.bytes.subarray(offset, offset + count));
  }

  startsWith(offset, expected) {
    return offset + expected.length <= this.length && this.text(offset, expected.length) === expected;
  }

  /** A view of a part, not a copy. */
  slice(offset, count) {
    this.require(offset, count);
    return this.bytes.subarray(offset, offset + count);
  }

  truncated(what) {
    return notAPhoto(`truncated ${this.format}: ${what}, file ends at ${this.length}`);
  }

  corrupt(what) {
    return notAPhoto(`corrupt ${this.format}: ${what}`);
  }
}
