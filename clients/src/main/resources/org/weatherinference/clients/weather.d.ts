// The types of weather.js. Generated from the server's OpenAPI document: see docs/clients.md.

/** A file to send: a File or a Blob, its bytes, or, in Node, its path. */
export type FileSource = Blob | ArrayBuffer | Uint8Array | string | URL;

// TYPES

/** What the server, or the way to it, had against a request: a problem of RFC 9457. */
export class WeatherError extends Error {
  constructor(
    problem: Pick<WeatherError, 'type' | 'title' | 'status' | 'detail'> & Partial<WeatherError>,
    options?: ErrorOptions,
  );
  /** For programs. */
  type: ProblemType | 'about:blank' | 'unreachable';
  /** The same for every problem of the type. */
  title: string;
  /** Of HTTP; 0 where no answer came. */
  status: number;
  /** For people: what was found, the rule that it breaks and the way out. */
  detail: string;
  /** `urn:uuid:` and the request's id, which is also in the server's log. */
  instance?: string;
  /** The limit that was passed, where there is one. */
  limit?: number;
  /** After how many seconds to try again, where the server says so. */
  retryAfter?: number;
}

/** Calls a server, with a method for each of its operations. */
export class WeatherClient {
  /**
   * @param address - Where the server is, with its base path if it has one.
   * @param options - The key is sent along, where the server asks for one. The timeout is how many seconds the server
   *     may take to answer, or be silent between events.
   */
  constructor(address: string | URL, options?: { key?: string; timeout?: number });
// OPERATIONS
}
