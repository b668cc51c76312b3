/** Who answers: the server, or this very device where the page brings what that takes. */

import * as api from "./api.js";
import { facts } from "./facts.js";

const device = facts.device ? await import("./on-device.js") : null;
const { shrink } = device ? {} : await import("./shrink.js");

/** As `ask` of api.js, whoever answers. */
export const ask = device?.ask ?? api.ask;

/** What is done first with a photo. */
export const firstStage = device ? "thinking" : "shrinking";

/**
 * What to ask with in a file's place: small where it is to be sent.
 *
 * Resolves to `{blob, preview}`; `preview` is what shows the photo, or null. Rejects only once `signal` says so.
 */
export const prepare = device
  ? async (file) => ({ blob: file, preview: file })
  : (file, { signal }) => shrink(file, facts.shortSide, { signal });
