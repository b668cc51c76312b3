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

  /**
   * Classifies one photo or several.
   *
   * Several photos give `answers` in their order, each an answer or an error, with status 200: a bad photo hurts no
   * other.
   *
   * @param {types.FileSource | types.FileSource[]} photo - JPEG, PNG, WebP, GIF or BMP, told by its bytes.
   * @param {object} [options]
   * @param {string} [options.model] - The bundle that shall answer: `name` or `name:version` of one that is served.
   *     Without it, the first.
   * @param {boolean} [options.explain] - Whether the answer shall tell which part of the photo decided.
   * @returns {Promise<types.Answer | types.Answers>}
   */
  classify(photo, { model, explain } = {}) {
    return this.#classified(photo, 'POST', '/v1/classify', { query: { model, explain } });
  }

  /**
   * Classifies the photo at a web address.
   *
   * @param {string} url - Where the photo is: http or https, on the public internet.
   * @param {object} [options]
   * @param {string} [options.model] - The bundle that shall answer: `name` or `name:version` of one that is served.
   *     Without it, the first.
   * @param {boolean} [options.explain] - Whether the answer shall tell which part of the photo decided.
   * @returns {Promise<types.Answer>}
   */
  classifyUrl(url, { model, explain } = {}) {
    return this.#json('GET', '/v1/classify', { query: { url, model, explain } });
  }

  /**
   * Lists the bundles that answer.
   *
   * The first answers where a request names none.
   *
   * @returns {Promise<types.Models>}
   */
  models() {
    return this.#json('GET', '/v1/models');
  }

  /**
   * Shows a bundle.
   *
   * @param {string} ref - `name` or `name:version`.
   * @returns {Promise<types.Model>}
   */
  model(ref) {
    return this.#json('GET', `/v1/models/${encodeURIComponent(ref)}`);
  }

  /**
   * Shows which versions of a bundle answer, and how they do.
   *
   * The figures are this server's own, since it began to answer with the version, or since the trial began.
   *
   * @param {string} name - Of a bundle that is served, without a version.
   * @returns {Promise<types.Live>}
   */
  modelLive(name) {
    return this.#json('GET', `/v1/models/${encodeURIComponent(name)}/live`);
  }

  /**
   * Promotes a version, tries one out, or goes back.
   *
   * Servers that share the store follow within their `reload` time; this one has when it answers. A promotion and a
   * roll-back end a trial.
   *
   * @param {string} name - Of a bundle that is served, without a version.
   * @param {object} [options]
   * @param {number} [options.version] - Shall be live.
   * @param {string} [options.canary] - Of the requests that name no version, `1%` to `50%`.
   * @param {true} [options.shadow]
   * @param {true} [options.rollback] - What was live before shall be live again.
   * @param {'end'} [options.trial] - What is live stays.
   * @returns {Promise<types.Live>}
   */
  promote(name, { version, canary, shadow, rollback, trial } = {}) {
    return this.#json(
      'POST',
      `/v1/models/${encodeURIComponent(name)}/live`,
      { fields: { version, canary, shadow, rollback, trial } },
    );
  }

  /**
   * Says what an answer should have been.
   *
   * Without the photo only the two labels are kept. With the photo the server makes it anew out of its pixels, without
   * its metadata, and keeps it for as long as it says. One answer can be told about once.
   *
   * @param {string} id - The answer's `id`, as it is.
   * @param {string} label - What it should have been: a label of a bundle that is served.
   * @param {object} [options]
   * @param {types.FileSource} [options.photo] - The photo, from somebody who agrees that it is kept.
   * @returns {Promise<types.Receipt>}
   */
  feedback(id, label, { photo } = {}) {
    return this.#json('POST', '/v1/feedback', { fields: { id, label }, files: { photo } });
  }

  /**
   * Lists feedback.
   *
   * The newest first.
   *
   * @param {object} [options]
   * @param {string} [options.bundle] - Only what is about answers of this bundle, `name:version`.
   * @param {string} [options.label] - Only what says this label.
   * @param {string} [options.after] - `next` of the page before.
   * @param {number} [options.limit] - How much at most; 100 where it is left out.
   * @returns {Promise<types.FeedbackPage>}
   */
  feedbackList({ bundle, label, after, limit } = {}) {
    return this.#json('GET', '/v1/feedback', { query: { bundle, label, after, limit } });
  }

  /**
   * Counts feedback.
   *
   * How often each label was given for each that was answered.
   *
   * @returns {Promise<types.FeedbackStats>}
   */
  feedbackStats() {
    return this.#json('GET', '/v1/feedback/stats');
  }

  /**
   * Shows one piece of feedback.
   *
   * With the hash of its photo, where one is kept.
   *
   * @param {string} id - The feedback's id.
   * @returns {Promise<types.Feedback>}
   */
  feedbackOne(id) {
    return this.#json('GET', `/v1/feedback/${encodeURIComponent(id)}`);
  }

  /**
   * Gives feedback another label.
   *
   * What an operator sees in the photo.
   *
   * @param {string} id - The feedback's id.
   * @param {string} label - A label of a bundle that is served.
   * @returns {Promise<types.Feedback>}
   */
  relabelFeedback(id, label) {
    return this.#json('PATCH', `/v1/feedback/${encodeURIComponent(id)}`, { fields: { label } });
  }

  /**
   * Takes feedback back.
   *
   * With a key that manages, or by the visitor with `Authorization: Token TOKEN`.
   *
   * @param {string} id - The feedback's id.
   * @param {object} [options]
   * @param {string} [options.token] - The `token` of the feedback's receipt, by which a visitor takes it back.
   * @returns {Promise<types.DeleteFeedbackReply>}
   */
  deleteFeedback(id, { token } = {}) {
    return this.#json('DELETE', `/v1/feedback/${encodeURIComponent(id)}`, { token });
  }

  /**
   * Shows the photo that a visitor gave along.
   *
   * Until its time is over.
   *
   * @param {string} id - The feedback's id.
   * @returns {Promise<Blob>}
   */
  feedbackPhoto(id) {
    return this.#blob('GET', `/v1/feedback/${encodeURIComponent(id)}/photo`);
  }

  /**
   * Makes a key.
   *
   * The answer shows it, this once.
   *
   * @param {string} name - 1 to 64 letters, digits, dots, hyphens or underscores.
   * @param {('classify' | 'feedback' | 'train' | 'manage')[]} can - What it shall open.
   * @param {object} [options]
   * @param {string} [options.expires] - For how long; without it, until it is revoked.
   * @param {string} [options.rate] - Most requests a second, minute or hour.
   * @returns {Promise<types.NewKey>}
   */
  createKey(name, can, { expires, rate } = {}) {
    return this.#json('POST', '/v1/keys', { fields: { name, can, expires, rate } });
  }

  /**
   * Lists all keys.
   *
   * The newest first, without their secrets.
   *
   * @returns {Promise<types.Keys>}
   */
  keys() {
    return this.#json('GET', '/v1/keys');
  }

  /**
   * Revokes a key.
   *
   * Within a second it opens nothing any more, on any server that shares the database.
   *
   * @param {string} id - The key's id, or its name.
   * @returns {Promise<types.Key>}
   */
  revokeKey(id) {
    return this.#json('DELETE', `/v1/keys/${encodeURIComponent(id)}`);
  }

  /**
   * Starts a training.
   *
   * A worker does it, one job after the other; what comes out is a new version of the bundle, which does not go live by
   * itself.
   *
   * @param {string} bundle - The name of the bundle to make.
   * @param {object} [options]
   * @param {string} [options.from] - The bundle to begin with; the standard one where it is left out.
   * @param {types.DatasetSource[]} [options.dataset] - What is learnt from, all of it together; may be left out where a
   *     zip file is sent.
   * @param {types.TrainingSettings} [options.settings]
   * @param {types.FileSource} [options.datasetFile] - A zip file with one folder a label, or a `photos.csv` beside the
   *     photos. It is one more of the job's sources.
   * @returns {Promise<types.TrainingJob>}
   */
  startTraining(bundle, { from, dataset, settings, datasetFile } = {}) {
    return this.#json(
      'POST',
      '/v1/training-jobs',
      { fields: { bundle, from, dataset, settings }, files: { dataset: datasetFile }, part: 'job' },
    );
  }

  /**
   * Lists trainings.
   *
   * The newest first.
   *
   * @param {object} [options]
   * @param {number} [options.limit] - How many of them.
   * @returns {Promise<types.TrainingJobs>}
   */
  trainings({ limit } = {}) {
    return this.#json('GET', '/v1/training-jobs', { query: { limit } });
  }

  /**
   * Tells how a training goes.
   *
   * @param {string} id - The job's id.
   * @returns {Promise<types.TrainingJob>}
   */
  training(id) {
    return this.#json('GET', `/v1/training-jobs/${encodeURIComponent(id)}`);
  }

  /**
   * Calls a training off.
   *
   * A job that waits is cancelled at once, one that is trained after some seconds; one that has ended stays as it is.
   *
   * @param {string} id - The job's id.
   * @returns {Promise<types.TrainingJob>}
   */
  cancelTraining(id) {
    return this.#json('DELETE', `/v1/training-jobs/${encodeURIComponent(id)}`);
  }

  /**
   * Tells what happens to a training, as it happens.
   *
   * Server-sent events: `state`, `progress` and `log`, each with a `TrainingEvent` as its data, from the first on. The
   * stream ends with the job, and after five minutes in any case.
   *
   * @param {string} id - The job's id.
   * @param {object} [options]
   * @param {number} [options.lastEventId] - The id of the last event that the client has.
   * @returns {AsyncGenerator<types.TrainingEvent, void>}
   */
  trainingEvents(id, { lastEventId } = {}) {
    return this.#events(`/v1/training-jobs/${encodeURIComponent(id)}/events`, lastEventId);
  }

  /**
   * Shows a training's log.
   *
   * A line each, with its time.
   *
   * @param {string} id - The job's id.
   * @returns {Promise<string>}
   */
  trainingLog(id) {
    return this.#text('GET', `/v1/training-jobs/${encodeURIComponent(id)}/log`);
  }

  /**
   * Says what the server is.
   *
   * @returns {Promise<types.InferenceServer>}
   */
  inferenceServer() {
    return this.#json('GET', '/v2');
  }

  /**
   * Whether the server lives.
   *
   * @returns {Promise<types.InferenceLive>}
   */
  inferenceLive() {
    return this.#json('GET', '/v2/health/live');
  }

  /**
   * Whether all bundles answer.
   *
   * @returns {Promise<types.InferenceReady>}
   */
  inferenceReady() {
    return this.#json('GET', '/v2/health/ready');
  }

  /**
   * Says what a bundle takes and gives.
   *
   * @param {string} model - A bundle's name.
   * @returns {Promise<types.InferenceModel>}
   */
  inferenceModel(model) {
    return this.#json('GET', `/v2/models/${encodeURIComponent(model)}`);
  }

  /**
   * Whether a bundle answers.
   *
   * @param {string} model - A bundle's name.
   * @returns {Promise<types.InferenceReady>}
   */
  inferenceModelReady(model) {
    return this.#json('GET', `/v2/models/${encodeURIComponent(model)}/ready`);
  }

  /**
   * Classifies photos as tensors.
   *
   * `photo` takes photo files (BYTES; in JSON as base64), `pixels` RGB (UINT8). With the extension for binary data, the
   * data follow the JSON. One photo that cannot be read refuses the request.
   *
   * @param {string} model - A bundle's name.
   * @param {types.InferenceRequestInput[]} inputs
   * @param {object} [options]
   * @param {string} [options.id] - Given back.
   * @param {Record<string, unknown>} [options.parameters]
   * @param {types.InferenceRequestOutput[]} [options.outputs]
   * @returns {Promise<types.InferenceAnswer>}
   */
  infer(model, inputs, { id, parameters, outputs } = {}) {
    return this.#json(
      'POST',
      `/v2/models/${encodeURIComponent(model)}/infer`,
      { fields: { inputs, id, parameters, outputs } },
    );
  }

  /**
   * Says what a bundle takes and gives.
   *
   * @param {string} model - A bundle's name.
   * @param {string} version - Its version.
   * @returns {Promise<types.InferenceModel>}
   */
  inferenceModelVersion(model, version) {
    return this.#json('GET', `/v2/models/${encodeURIComponent(model)}/versions/${encodeURIComponent(version)}`);
  }

  /**
   * Whether a bundle answers.
   *
   * @param {string} model - A bundle's name.
   * @param {string} version - Its version.
   * @returns {Promise<types.InferenceReady>}
   */
  inferenceModelReadyVersion(model, version) {
    return this.#json('GET', `/v2/models/${encodeURIComponent(model)}/versions/${encodeURIComponent(version)}/ready`);
  }

  /**
   * Classifies photos as tensors.
   *
   * `photo` takes photo files (BYTES; in JSON as base64), `pixels` RGB (UINT8). With the extension for binary data, the
   * data follow the JSON. One photo that cannot be read refuses the request.
   *
   * @param {string} model - A bundle's name.
   * @param {string} version - Its version.
   * @param {types.InferenceRequestInput[]} inputs
   * @param {object} [options]
   * @param {string} [options.id] - Given back.
   * @param {Record<string, unknown>} [options.parameters]
   * @param {types.InferenceRequestOutput[]} [options.outputs]
   * @returns {Promise<types.InferenceAnswer>}
   */
  inferVersion(model, version, inputs, { id, parameters, outputs } = {}) {
    return this.#json(
      'POST',
      `/v2/models/${encodeURIComponent(model)}/versions/${encodeURIComponent(version)}/infer`,
      { fields: { inputs, id, parameters, outputs } },
    );
  }

  /**
   * This document.
   *
   * @returns {Promise<Record<string, unknown>>}
   */
  contract() {
    return this.#json('GET', '/openapi.json');
  }

  /**
   * Whether the process lives.
   *
   * @returns {Promise<types.Health>}
   */
  live() {
    return this.#json('GET', '/health/live');
  }

  /**
   * Whether it can answer photos.
   *
   * Ready when every bundle has answered its golden photos as recorded.
   *
   * @returns {Promise<types.Health>}
   */
  ready() {
    return this.#json('GET', '/health/ready');
  }

  /**
   * Figures for Prometheus.
   *
   * @returns {Promise<string>}
   */
  metrics() {
    return this.#text('GET', '/metrics');
  }

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
