// A client of Weather Inference, for browsers and for Node 20 and later, in one module that needs no other.
//
//     import { WeatherClient } from './weather.js';
//
//     const weather = new WeatherClient('http://127.0.0.1:8080');
//     const answer = await weather.classify('rain.jpg'); // in a browser: a File or a Blob
//     console.log(answer.verdict, answer.confidence);
//
// Generated from the server's OpenAPI document: see docs/clients.md. Types are in weather.d.ts.

/** @import * as types from './weather.d.ts' */

/** What the server, or the way to it, had against a request: a problem of RFC 9457. */
export class WeatherError extends Error {
  name = 'WeatherError';

  /**
   * @param {Pick<types.WeatherError, 'type' | 'title' | 'status' | 'detail'> & Partial<types.WeatherError>} problem
   * @param {ErrorOptions} [options]
   */
  constructor({ type, title, status, detail, instance, limit, retryAfter }, options) {
    super(`${title}: ${detail} (${type}, ${status})`, options);
    /** For programs: a `ProblemType`, 'about:blank' where the status says all, or 'unreachable'. */
    this.type = type;
    /** The same for every problem of the type. */
    this.title = title;
    /** Of HTTP; 0 where no answer came. */
    this.status = status;
    /** For people: what was found, the rule that it breaks and the way out. */
    this.detail = detail;
    /** `urn:uuid:` and the request's id, which is also in the server's log. */
    this.instance = instance;
    /** The limit that was passed, where there is one. */
    this.limit = limit;
    /** After how many seconds to try again, where the server says so. */
    this.retryAfter = retryAfter;
  }
}

/**
 * Calls a server, with a method for each of its operations.
 *
 * What must be given is given by position, what may be given by name, in an object at the end. Each method throws a
 * `WeatherError` where the server refuses or cannot be reached.
 */
export class WeatherClient {
  #address;
  #key;
  #timeout;

  /**
   * @param {string | URL} address - Where the server is, with its base path if it has one.
   * @param {object} [options]
   * @param {string} [options.key] - Is sent along, where the server asks for one.
   * @param {number} [options.timeout] - How many seconds the server may take to answer, or be silent between events.
   */
  constructor(address, { key, timeout = 60 } = {}) {
    this.#address = new URL(address, globalThis.location?.href).href.replace(/\/+$/, '');
    this.#key = key;
    this.#timeout = timeout;
  }

// OPERATIONS

  async #json(method, path, request) {
    const text = await this.#text(method, path, request);
    try {
      return JSON.parse(text);
    } catch (cause) {
      const detail = `${method} ${this.#address}${path} was answered with something else than JSON`;
      throw new WeatherError({ type: 'about:blank', title: 'No JSON', status: 200, detail }, { cause });
    }
  }

  #text(method, path, request = {}) {
    return this.#send(method, path, request, (response) => response.text());
  }

  #blob(method, path) {
    return this.#send(method, path, {}, (response) => response.blob());
  }

  /** Asks again where a stream ends before there is nothing more to come, which is said by a 204. */
  async *#events(path, last) {
    for (;;) {
      const silence = new Silence(this.#timeout);
      try {
        const headers = last === undefined ? {} : { 'Last-Event-ID': String(last) };
        const response = await this.#open('GET', path, { headers }, silence.signal);
        if (response.status === 204) return;
        for await (const line of this.#lines(response.body.getReader(), silence)) {
          if (line.startsWith('id:')) last = Number(line.slice(3));
          if (line.startsWith('data:')) yield JSON.parse(line.slice(5));
        }
      } finally {
        silence.end();
      }
    }
  }

  async *#lines(reader, silence) {
    const decoder = new TextDecoder();
    let rest = '';
    for (;;) {
      const { done, value } = await this.#reach(reader.read());
      if (done) return;
      silence.broken();
      const parts = (rest + decoder.decode(value, { stream: true })).split('\n');
      rest = parts.pop();
      yield* parts;
    }
  }

  /** Tells of a list of one as of any other list: the server tells of one photo by itself. */
  async #classified(photo, method, path, request) {
    const several = Array.isArray(photo);
    try {
      const answer = await this.#json(method, path, { ...request, files: { photo } });
      return several && !answer.answers ? { answers: [answer] } : answer;
    } catch (error) {
      if (!several || photo.length !== 1 || !ABOUT_A_PHOTO.includes(error.type)) throw error;
      const { type, title, status, detail, limit, instance = '' } = error;
      const told = given({ type, title, status, detail, limit });
      return { answers: [{ id: `${instance.slice(9)}.1`, error: told, photo: nameOf(photo[0], 'photo') }] };
    }
  }

  async #send(method, path, request, read) {
    const silence = new Silence(this.#timeout);
    try {
      const response = await this.#open(method, path, request, silence.signal);
      return await this.#reach(read(response));
    } finally {
      silence.end();
    }
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {object} request
   * @param {object} [request.query]
   * @param {object} [request.fields] - Of the JSON that is sent.
   * @param {object} [request.files] - Sent in a form, the fields beside them.
   * @param {string} [request.part] - Of the form that has the fields as JSON; without it each is a part of its own.
   * @param {string} [request.token] - Sent in the key's place.
   * @param {object} [request.headers]
   * @param {AbortSignal} signal
   */
  async #open(method, path, { query, fields, files, part, token, headers = {} }, signal) {
    const sent = new Headers(headers);
    if (token || this.#key) sent.set('Authorization', token ? `Token ${token}` : `Bearer ${this.#key}`);
    let body;
    if (Object.keys(given(files)).length > 0) {
      body = await form(given(fields), given(files), part);
    } else if (fields) {
      sent.set('Content-Type', 'application/json');
      body = JSON.stringify(fields);
    }
    const parameters = new URLSearchParams(given(query)).toString();
    const url = this.#address + path + (parameters && `?${parameters}`);
    // Where another address is named, the key does not go there.
    const response = await this.#reach(fetch(url, { method, headers: sent, body, signal, redirect: 'error' }));
    if (!response.ok) throw await problem(response);
    return response;
  }

  async #reach(answer) {
    try {
      return await answer;
    } catch (cause) {
      const detail = `${this.#address}: ${cause.cause?.message || cause.message}`;
      const title = 'The server cannot be reached';
      throw new WeatherError({ type: 'unreachable', title, status: 0, detail }, { cause });
    }
  }
}

const ABOUT_A_PHOTO = ['not-a-photo', 'unsupported-format', 'photo-too-large'];

/** Ends a request where nothing comes for a time. */
class Silence {
  #abort = new AbortController();
  #seconds;
  #timer;

  constructor(seconds) {
    this.#seconds = seconds;
    this.broken();
  }

  get signal() {
    return this.#abort.signal;
  }

  broken() {
    clearTimeout(this.#timer);
    const reason = new DOMException(`nothing came for ${this.#seconds} s`, 'TimeoutError');
    this.#timer = setTimeout(() => this.#abort.abort(reason), this.#seconds * 1000);
  }

  /** Also of the request, where it has not ended by itself. */
  end() {
    clearTimeout(this.#timer);
    this.#abort.abort();
  }
}

/** Without what is undefined. */
function given(values = {}) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

async function form(fields, files, part) {
  const data = new FormData();
  if (part) {
    data.append(part, new Blob([JSON.stringify(fields)], { type: 'application/json' }));
  } else {
    for (const [name, value] of Object.entries(fields)) data.append(name, value);
  }
  for (const [name, sources] of Object.entries(files)) {
    for (const source of Array.isArray(sources) ? sources : [sources]) {
      data.append(name, await blobOf(source), nameOf(source, name));
    }
  }
  return data;
}

function nameOf(source, otherwise) {
  return isPath(source) ? String(source).split(/[\\/]/).at(-1) : (source.name ?? otherwise);
}

function isPath(source) {
  return typeof source === 'string' || source instanceof URL;
}

async function blobOf(source) {
  if (!isPath(source)) return source instanceof Blob ? source : new Blob([source]);
  if (!globalThis.process?.versions?.node) {
    throw new WeatherError({
      type: 'about:blank',
      title: 'No such file',
      status: 0,
      detail: `"${source}" is a path, which only Node can read: give a File or a Blob`,
    });
  }
  const { readFile } = await import('node:fs/promises');
  return new Blob([await readFile(source)]);
}

async function problem(response) {
  const told = await response.json().catch(() => ({}));
  const retryAfter = response.headers.get('Retry-After') ?? '';
  return new WeatherError({
    type: told?.type ?? 'about:blank',
    title: told?.title ?? response.statusText,
    status: response.status,
    detail: told?.detail ?? told?.error ?? `${response.url} was answered ${response.status}`,
    instance: told?.instance,
    limit: told?.limit,
    retryAfter: /^\d+$/.test(retryAfter) ? Number(retryAfter) : undefined,
  });
}
