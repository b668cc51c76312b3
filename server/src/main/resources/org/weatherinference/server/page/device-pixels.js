// From an outline to upright pixels on white, decoded by the browser.

/** So much of a photo is read back at once; as many as the largest reduction, or a multiple. */
const ROWS = 64;
const REDUCTIONS = [8, 4, 2];

/**
 * Decodes no larger than is needed: the server's decoder scales a JPEG to 1/2, 1/4 or 1/8 by giving the average of as
 * many pixels, so the same average is taken here of what the browser decoded.
 *
 * @param {object} outline of outlineOf()
 * @param {number} width that the upright photo has at least, where it is as large
 * @param {number} height likewise
 * @returns {Promise<{width: number, height: number, rgb: Uint8Array, applied: string[]}>} three bytes a pixel
 * @throws {Refusal} where the browser does not decode it
 */
export async function decode(outline, width, height) {
  const picture = await bitmap(outline);
  try {
    const photo = new Photo(outline, reductionOf(outline, width, height));
    read(picture, outline, photo);
    return photo.upright();
  } finally {
    picture.close();
  }
}

async function bitmap({ parts, type, corrupt }) {
  try {
    return await createImageBitmap(new Blob(parts, { type }), { colorSpaceConversion: "none" });
  } catch {
    throw corrupt("its picture data does not decode");
  }
}

function reductionOf({ type, upright }, width, height) {
  const fits = (reduction) =>
    Math.ceil(upright.width / reduction) >= width && Math.ceil(upright.height / reduction) >= height;
  return type === "image/jpeg" ? (REDUCTIONS.find(fits) ?? 1) : 1;
}

/** Strip by strip, so that a large photo is not twice in memory. */
function read(picture, { width, height, frame }, photo) {
  const canvas = new OffscreenCanvas(width, Math.min(ROWS, height));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  for (let top = 0; top < height; top += ROWS) {
    context.clearRect(0, 0, width, ROWS);
    context.drawImage(picture, frame.left, frame.top - top);
    photo.add(context.getImageData(0, 0, width, Math.min(ROWS, height - top)).data);
  }
}

/** The upright photo in the making: takes rows in stored order, reduces them and turns them upright. */
class Photo {
  constructor({ width, height, alpha, orientation, applied }, reduction) {
    Object.assign(this, { storedWidth: width, alpha, orientation, applied, reduction });
    this.width = Math.ceil(width / reduction);
    this.height = Math.ceil(height / reduction);
    this.rgb = new Uint8Array(this.width * this.height * 3);
    this.rows = 0;
    this.showsWhite = false;
  }

  /** @param {Uint8ClampedArray} rgba whole rows, four bytes a pixel */
  add(rgba) {
    if (this.alpha) {
      this.layOnWhite(rgba);
    }
    const rows = rgba.length / (this.storedWidth * 4);
    for (let from = 0; from < rows; from += this.reduction) {
      this.addRow(rgba, from, Math.min(this.reduction, rows - from));
    }
  }

  layOnWhite(rgba) {
    for (let at = 0; at < rgba.length; at += 4) {
      const alpha = rgba[at + 3];
      if (alpha !== 255) {
        this.showsWhite = true;
        for (let channel = at; channel < at + 3; channel++) {
          rgba[channel] = Math.floor((rgba[channel] * alpha + 255 * (255 - alpha) + 127) / 255);
        }
      }
    }
  }

  /** One row of averages over `count` stored rows. */
  addRow(rgba, from, count) {
    const step = this.offset(1, 0) - this.offset(0, 0);
    let to = this.offset(0, this.rows++);
    for (let x = 0; x < this.width; x++, to += step) {
      const left = x * this.reduction;
      this.average(rgba, left, from, Math.min(this.reduction, this.storedWidth - left), count, to * 3);
    }
  }

  average(rgba, left, top, width, height, to) {
    const half = (width * height) >> 1;
    let red = half;
    let green = half;
    let blue = half;
    for (let y = top; y < top + height; y++) {
      const start = (y * this.storedWidth + left) * 4;
      for (let at = start; at < start + width * 4; at += 4) {
        red += rgba[at];
        green += rgba[at + 1];
        blue += rgba[at + 2];
      }
    }
    this.rgb[to] = red / (width * height);
    this.rgb[to + 1] = green / (width * height);
    this.rgb[to + 2] = blue / (width * height);
  }

  /** Where a stored pixel goes in the upright photo. */
  offset(x, y) {
    const { width, height } = this;
    const right = width - 1 - x;
    const bottom = height - 1 - y;
    switch (this.orientation) {
      case 2:
        return y * width + right;
      case 3:
        return bottom * width + right;
      case 4:
        return bottom * width + x;
      case 5:
        return x * height + y;
      case 6:
        return x * height + bottom;
      case 7:
        return right * height + bottom;
      case 8:
        return right * height + y;
      default:
        return y * width + x;
    }
  }

  upright() {
    const { width, height, rgb, orientation } = this;
    const applied = [
      ...this.applied,
      ...(this.showsWhite ? ["alpha-on-white"] : []),
      ...(orientation > 1 ? [`exif-orientation-${orientation}`] : []),
    ];
    return orientation < 5 ? { width, height, rgb, applied } : { width: height, height: width, rgb, applied };
  }
}
